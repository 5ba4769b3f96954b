import { readFileSync } from "node:fs";
import { parse } from "graphql";
import { expect } from "vitest";
import { shipPolicies } from "../../src/releases/policies/ship-policies.ts";
import { countingIds, type Graph, startGraph } from "../support/graph.ts";
import { type cast, story } from "../support/story.ts";

/** A Tuesday morning in Washington, on which every guide's story begins. */
const tuesday = "2026-06-09T14:00:00.000Z";

// biome-ignore lint/suspicious/noExplicitAny: answers are as various as the operations
type Answer = any;
type Role = Exclude<keyof ReturnType<typeof cast>, "everyone">;

/** One operation of a guide: who runs which, with what, and which part of the answer is shown. */
interface Run {
  readonly as: Role;
  /** The operation, as its folder and file below schema/operations. */
  readonly operation: string;
  readonly variables?: Record<string, unknown>;
  /** The paths of fields that the page leaves out of the answer, with what is below them. */
  readonly without?: readonly string[];
}

/**
 * A guide for one role: prose with operations that are run as it is written, and their real answers. The text is
 * compared with the page in docs/guide; `npm run guides` writes it anew.
 */
export class Guide {
  readonly graph: Graph;
  readonly tell: ReturnType<typeof story>;
  readonly #lines: string[] = [];
  readonly #names = new Map<string, string>();
  readonly #counts = new Map<string, number>();
  #keys = 0;

  constructor(graph: Graph) {
    this.graph = graph;
    this.tell = story(graph);
  }

  /** A guide on a graph of its own, whose ids and clock are the same in every run. */
  static async begin(title: string): Promise<Guide> {
    // The ledger's times never go back: the story's begin before anything is in it.
    const graph = await startGraph("embedded", countingIds(), (services) => {
      Object.assign(services.clock, { fixed: new Date(tuesday) });
      return shipPolicies(services);
    });
    const guide = new Guide(graph);
    guide.#lines.push(`# ${title}`, "");
    guide.says(`Every answer here is one that the graph gave to the operation named, in one story from beginning to end
      (\`npm run guides\` writes them anew). Ids are numbered for reading, cursors are left out, and so is \`refusals\` where
      it is empty: something was done.`);
    return guide;
  }

  /** A paragraph. */
  says(text: string): void {
    this.#lines.push(wrapped(text.replace(/\s+/g, " ").trim()), "");
  }

  /** A heading. */
  section(title: string): void {
    this.#lines.push(`## ${title}`, "");
  }

  /** The clock stands at this time from here on. */
  at(time: string): void {
    this.graph.clock.set(time);
  }

  /** Runs an operation that must be done, and shows it with its answer; gives the answer. */
  async runs(run: Run): Promise<Answer> {
    const data = await this.#answer(run);
    for (const [field, value] of Object.entries(data)) {
      expect((value as { refusals?: unknown[] } | null)?.refusals ?? [], `${run.operation}: ${field}`).toEqual([]);
    }
    return data;
  }

  /** Runs a mutation that must be refused, and shows it with why; gives the answer. */
  async isRefused(run: Run): Promise<Answer> {
    const data = await this.#answer(run);
    const [payload] = Object.values(data) as { refusals: unknown[] }[];
    expect(payload?.refusals, `${run.operation} was not refused`).not.toEqual([]);
    return data;
  }

  /** The page as Markdown. */
  text(): string {
    return `${this.#lines.join("\n").trimEnd()}\n`;
  }

  async #answer({ as, operation, variables = {}, without = [] }: Run): Promise<Answer> {
    const document = readFileSync(`schema/operations/${operation}.graphql`, "utf8");
    const given = this.#keyed(document, variables);
    const data = await this.tell.people[as].ask(document, given);
    const file = `../../schema/operations/${operation}.graphql`;
    this.#lines.push(`As \`${shownRole(as)}\`, [\`${operation}\`](${file}) with`, "");
    this.#show(given);
    this.#lines.push(without.length > 0 ? "answers, among other things," : "answers", "");
    this.#show(leftOut(data, [...emptyRefusals(data), ...without]));
    return data;
  }

  /** Every mutation gets a key of its own. */
  #keyed(document: string, variables: Record<string, unknown>): Record<string, unknown> {
    const [definition] = parse(document).definitions;
    if (definition?.kind !== "OperationDefinition" || definition.operation !== "mutation") return variables;
    this.#keys += 1;
    const idempotencyKey = `guide-key-${String(this.#keys).padStart(3, "0")}`;
    return { ...variables, input: { idempotencyKey, ...(variables.input as object) } };
  }

  #show(value: unknown): void {
    this.#lines.push("```json", this.#named(JSON.stringify(value, null, 2)), "```", "");
  }

  /** Ids by the order in which they first show, and no cursor: what a reader's own run gives in their place differs. */
  #named(text: string): string {
    return (
      text
        .replace(/"([a-z]{3})_[0-9a-z]{26}"/g, (id, prefix: string) => {
          const known = this.#names.get(id);
          if (known) return known;
          const count = (this.#counts.get(prefix) ?? 0) + 1;
          this.#counts.set(prefix, count);
          const name = `"${prefix}_${count}"`;
          this.#names.set(id, name);
          return name;
        })
        .replace(
          /"(cursor|endCursor|startCursor|leafHash|body|\w*[rR]ootHash|correlationId|actorToken)": "(?:[^"\\]|\\.)*"/g,
          '"$1": "…"',
        )
        // A disclosure's text is salted, and a checkpoint's note signed; what people say of something stays.
        .replace(/("name": "\w+",\s*"text"): "(?:[^"\\]|\\.)*"/g, '$1: "…"')
        .replace(/"note": "(?:[^"\\]|\\.)*\\n\\n— (?:[^"\\]|\\.)*"/g, '"note": "…"')
        .replace(/"hashes": \[[^\]]*\]/g, '"hashes": ["…"]')
        .replace(/"asOf": "(?!\d{4}-)[^"]*"/g, '"asOf": "…"')
    );
  }
}

/** The development identity's name: `oncd2` is `oncd-2`. */
const shownRole = (role: Role): string => role.replace(/2$/, "-2");

/** The paths of refusals that say nothing. */
const emptyRefusals = (data: Record<string, { refusals?: unknown[] } | null>): string[] =>
  Object.entries(data).flatMap(([field, value]) => (value?.refusals?.length === 0 ? [`${field}.refusals`] : []));

/** The value without the fields at these paths; a path goes through lists. */
function leftOut(value: Answer, paths: readonly string[]): Answer {
  const copy = structuredClone(value);
  for (const path of paths) remove(copy, path.split("."));
  return copy;
}

function remove(value: Answer, [first, ...rest]: readonly string[]): void {
  if (Array.isArray(value)) for (const each of value) remove(each, [first as string, ...rest]);
  else if (typeof value === "object" && value !== null && first !== undefined) {
    if (rest.length > 0) remove(value[first], rest);
    else delete value[first];
  }
}

/** Lines of at most 120 characters. */
function wrapped(text: string): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > 120) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].join("\n");
}
