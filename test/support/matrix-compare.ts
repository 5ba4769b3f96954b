import {
  type GraphQLObjectType,
  type GraphQLOutputType,
  getNamedType,
  isCompositeType,
  isListType,
  isNonNullType,
} from "graphql";
import type { Fact } from "./matrix-facts.ts";
import { sees, typeRules, withheldFrom } from "./matrix-rules.ts";
import { isConnection, isNode, listedIn } from "./matrix-schema.ts";
import type { Viewpoint } from "./matrix-viewpoints.ts";

type Values = Readonly<Record<string, unknown>>;

/** What of the auditor's answer someone else gets: the records hidden from them are gone, and no longer counted. */
export class Shown {
  readonly #viewpoint: Viewpoint;
  readonly #facts: ReadonlyMap<string, Fact>;

  constructor(viewpoint: Viewpoint, facts: ReadonlyMap<string, Fact>) {
    this.#viewpoint = viewpoint;
    this.#facts = facts;
  }

  sees(id: unknown): boolean {
    const fact = this.#facts.get(String(id));
    if (!fact) throw new Error(`No record has the id ${id}`);
    return sees(this.#viewpoint, fact);
  }

  /** A record as the auditor sees it, as it must look to the viewpoint; fields about the viewpoint itself left out. */
  record(type: GraphQLObjectType, seenByAuditor: Values): Values {
    const fact = this.#facts.get(String(seenByAuditor.id)) as Fact;
    const { personal = [] } = typeRules[type.name] ?? {};
    const withheld = withheldFrom(this.#viewpoint, fact);
    const hidden = new Set(withheld.map(({ field }) => field));
    const entries = Object.values(type.getFields())
      .filter(({ name }) => !personal.includes(name))
      .map((field) => {
        if (field.name === "withheld") return ["withheld", withheld];
        return [field.name, hidden.has(field.name) ? null : this.#value(field.type, seenByAuditor[field.name])];
      });
    return Object.fromEntries(entries);
  }

  #value(type: GraphQLOutputType, value: unknown): unknown {
    if (value === null || value === undefined) return value;
    if (isNonNullType(type)) return this.#value(type.ofType, value);
    if (isListType(type)) return (value as unknown[]).map((each) => this.#value(type.ofType, each));
    const named = getNamedType(type);
    if (!isCompositeType(named)) return value;
    // A list of values under a record is the record's own.
    if (isConnection(named)) return isNode(listedIn(named)) ? this.list(value as { nodes: { id: string }[] }) : value;
    if (isNode(named)) return this.sees((value as Values).id) ? value : null;
    const fields = (named as GraphQLObjectType).getFields();
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [
        name,
        fields[name] ? this.#value(fields[name].type, inner) : inner,
      ]),
    );
  }

  /** A list of ids that the auditor sees whole. */
  list({ nodes }: { readonly nodes: readonly { readonly id: string }[] }) {
    const shown = nodes.filter(({ id }) => this.sees(id));
    return { totalCount: shown.length, nodes: shown };
  }
}

/** An answered record in the form that it is compared in: what is withheld by name, fields about the reader left out. */
export function comparable(type: GraphQLObjectType, answered: Values): Values {
  const { personal = [] } = typeRules[type.name] ?? {};
  const kept = Object.fromEntries(Object.entries(answered).filter(([name]) => !personal.includes(name)));
  if (!Array.isArray(kept.withheld)) return kept;
  return { ...kept, withheld: [...kept.withheld].sort((one, other) => one.field.localeCompare(other.field)) };
}

/** Every id that stands anywhere in a text. */
export const idsIn = (text: string): string[] => text.match(/\b(?!opr_)[a-z]{3}_[0-7][0-9a-hjkmnp-tv-z]{25}\b/g) ?? [];
