import { createHash } from "node:crypto";
import { type DocumentNode, print, visit } from "graphql";
import { type SaidWhere, saysWhere } from "./after.ts";
import { operationOf } from "./operation.ts";
import type { ExecutionRequest } from "./prepare.ts";

/** What is known of one operation of a document. */
interface Known {
  /** The operation's text, as a digest. */
  readonly text: string;
  readonly where: SaidWhere | null;
  readonly personal: boolean;
}

const digest = (text: string): string => createHash("sha256").update(text).digest("base64url");

/** Names of what is followed: the same for the same document and variables, from wherever each reader goes on. */
export class FollowedNames {
  readonly #isPersonal: ((field: string) => boolean) | null;
  readonly #known = new WeakMap<DocumentNode, Map<string, Known>>();

  /** `isPersonal` tells the fields whose answer depends on who asks; without it everything is each one's own. */
  constructor(isPersonal: ((field: string) => boolean) | null) {
    this.#isPersonal = isPersonal;
  }

  /** The name; null for what is each reader's own. */
  of({ document, operationName, variables }: Omit<ExecutionRequest, "context">): string | null {
    const { text, where, personal } = this.#of(document, operationName ?? "");
    if (personal || where === null) return null;
    const others = Object.entries(variables ?? {}).filter(([name]) => name !== where.variable);
    return `${text} ${digest(JSON.stringify(others))}`;
  }

  #of(document: DocumentNode, name: string): Known {
    const operations = this.#known.get(document) ?? new Map<string, Known>();
    this.#known.set(document, operations);
    const found = operations.get(name);
    if (found) return found;
    const { operation } = operationOf(document, name)!;
    const text = digest(`${name}\n${print(document)}`);
    const known = { text, where: saysWhere(document, operation), personal: this.#asksOf(document) };
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
