import { type GraphQLInputType, getNamedType, isEnumType, isInputObjectType, isListType, isNonNullType } from "graphql";
import type { NodeType } from "../../src/graph/ids.ts";
import { timeOrderedIds } from "../../src/graph/ids.ts";
import type { Fact } from "./matrix-facts.ts";
import type { Field } from "./matrix-schema.ts";

/** The types whose ids a filter's field takes; what isn't listed takes any. */
const namedBy: Readonly<Record<string, NodeType>> = { releaseId: "Release", partnerId: "Partner", vendorId: "Vendor" };

/** What to try for the text and times that filters take: words of hidden records, and moments between the world's. */
const textProbes: Readonly<Record<string, readonly unknown[]>> = {
  "releases.text": ["draft of", "AURORA", "hidden", "zzz"],
  "vendors.text": ["hidden-labs", "labs", "zzz"],
  "partners.jurisdiction": ["US", "CA", "DE"],
  "policies.key": ["eo12981", "expedited-preview", "none"],
  "disputes.level": [[1], [2], [9]],
  "changes.types": [["PositionRecorded"], ["ReleaseDrafted", "ApplicationDrafted"], ["DirectiveIssued"]],
  "changes.subjectTypes": [["Referral", "Position"], ["Release"], ["Revocation"]],
  "applications.submittedAfter": ["2026-06-09T14:00:00.000Z", "2026-06-10T00:00:00.000Z"],
  "applications.submittedBefore": ["2026-06-09T14:00:00.000Z", "2026-06-10T00:00:00.000Z"],
};

/** One way to narrow a list: the arguments as GraphQL text. */
export interface Probe {
  readonly field: string;
  readonly args: string;
}

const literal = (value: unknown, type: GraphQLInputType): string => {
  if (Array.isArray(value)) return `[${value.map((each) => literal(each, type)).join(", ")}]`;
  return isEnumType(getNamedType(type)) ? String(value) : JSON.stringify(value);
};

interface Narrowing {
  readonly name: string;
  readonly type: GraphQLInputType;
  /** Whether it is a field of the list's filter, and not an argument by itself. */
  readonly wrapped: boolean;
}

/** Every narrowing argument of a list: the fields of its filter, or arguments of its own. */
export function narrowings({ args }: Field): Narrowing[] {
  return args
    .filter(({ name }) => !["first", "after", "orderBy"].includes(name))
    .flatMap(({ name, type }): Narrowing[] => {
      const inner = getNamedType(type);
      if (!isInputObjectType(inner)) return [{ name, type, wrapped: false }];
      return Object.values(inner.getFields()).map((field) => ({ name: field.name, type: field.type, wrapped: true }));
    });
}

/**
 * Ways to narrow a list, for every field of its filter: every value of an enum, both of a boolean, the ids of every
 * record that the field may name, hidden or not. Throws for a field that nothing is known to try for.
 */
export function probesOf(list: Field, facts: readonly Fact[]): Probe[] {
  return narrowings(list).flatMap(({ name, type, wrapped }) =>
    valuesFor(list.name, name, type, facts).map((value) => {
      const given = `${name}: ${literal(value, type)}`;
      return { field: name, args: wrapped ? `filter: { ${given} }` : given };
    }),
  );
}

function valuesFor(list: string, name: string, type: GraphQLInputType, facts: readonly Fact[]): readonly unknown[] {
  const probes = textProbes[`${list}.${name}`];
  if (probes) return probes;
  const inner = getNamedType(type);
  const several = isListType(isNonNullType(type) ? type.ofType : type);
  if (isEnumType(inner)) return inner.getValues().map((value) => (several ? [value.name] : value.name));
  if (inner.name === "Boolean") return [true, false];
  if (inner.name === "ID") return idsFor(name, facts);
  throw new Error(`Say in textProbes what to try for ${list}.${name}`);
}

function idsFor(name: string, facts: readonly Fact[]): string[] {
  const type = namedBy[name];
  if (type) return [...facts.filter((fact) => fact.type === type).map(({ id }) => id), timeOrderedIds.next(type)];
  const first = new Map(facts.map((fact) => [`${fact.type} ${fact.listed} ${fact.shared} ${fact.stands}`, fact.id]));
  return [...first.values()];
}
