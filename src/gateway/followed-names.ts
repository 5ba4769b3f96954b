import { createHash } from "node:crypto";
import { type ASTNode, type DocumentNode, type OperationDefinitionNode, print, visit } from "graphql";
import { type SaidWhere, saysWhere } from "./after.ts";
import { operationOf } from "./operation.ts";
import type { ExecutionRequest } from "./prepare.ts";

/** What is known of one operation of a document. */
interface Known {
  /** The operation's text, as a digest. */
  readonly text: string;
  readonly where: SaidWhere | null;
  readonly personal: boolean;
  /** The variables that a result depends on, and not only which events there are. */
  readonly beneath: ReadonlySet<string>;
}

/** The names of what one reader follows. */
export interface FollowedName {
  /** The same for the same document and variables, from wherever each reader goes on. */
  readonly events: string;
  /** The same for those also who narrow it to other events: an event's result is the same for all of them. */
  readonly results: string;
}

const digest = (text: string): string => createHash("sha256").update(text).digest("base64url");

/** The variables that are used elsewhere than in the arguments of the operation's own field. */
function variablesBeneath(document: DocumentNode, operation: OperationDefinitionNode): ReadonlySet<string> {
  const names = new Set<string>();
  const [root] = operation.selectionSet.selections;
  visit(document, {
    VariableDefinition: () => false,
    Field: (field) => {
      if (field !== root) return;
      for (const part of [...(field.directives ?? []), field.selectionSet]) if (part) note(part);
      return false;
    },
    Variable: ({ name }) => void names.add(name.value),
  });
  function note(part: ASTNode): void {
    visit(part, { Variable: ({ name }) => void names.add(name.value) });
  }
  return names;
}

/** Names of what is followed: the same for the same document and variables, from wherever each reader goes on. */
export class FollowedNames {
  readonly #isPersonal: ((field: string) => boolean) | null;
  readonly #known = new WeakMap<DocumentNode, Map<string, Known>>();

  /** `isPersonal` tells the fields whose answer depends on who asks; without it everything is each one's own. */
  constructor(isPersonal: ((field: string) => boolean) | null) {
    this.#isPersonal = isPersonal;
  }

  /** The names; null for what is each reader's own. */
  of({ document, operationName, variables }: Omit<ExecutionRequest, "context">): FollowedName | null {
    const { text, where, personal, beneath } = this.#of(document, operationName ?? "");
    if (personal || where === null) return null;
    const given = Object.entries(variables ?? {});
    const named = (isMeant: (name: string) => boolean): string =>
      `${text} ${digest(JSON.stringify(given.filter(([name]) => isMeant(name))))}`;
    return { events: named((name) => name !== where.variable), results: named((name) => beneath.has(name)) };
  }

  #of(document: DocumentNode, name: string): Known {
    const operations = this.#known.get(document) ?? new Map<string, Known>();
    this.#known.set(document, operations);
    const found = operations.get(name);
    if (found) return found;
    const { operation } = operationOf(document, name)!;
    const text = digest(`${name}\n${print(document)}`);
    const known = {
      text,
      where: saysWhere(document, operation),
      personal: this.#asksOf(document),
      beneath: variablesBeneath(document, operation),
    };
    operations.set(name, known);
    return known;
  }

  /** Whether a document asks of the person. */
  #asksOf(document: DocumentNode): boolean {
    const isPersonal = this.#isPersonal;
    if (isPersonal === null) return true;
    let asks = false;
    visit(document, {
      Field: ({ name }) => {
        asks ||= isPersonal(name.value);
      },
    });
    return asks;
  }
}
