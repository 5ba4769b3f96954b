import "reflect-metadata";
import { parse } from "graphql";
import { expect } from "vitest";
import { shipPolicies } from "../../src/releases/policies/ship-policies.ts";
import { countingIds, type Graph, startGraph } from "../support/graph.ts";
import { operationText, publishedFiles } from "../support/matrix-operations.ts";
import type { Person } from "../support/people.ts";
import { type cast, story } from "../support/story.ts";
import { follow } from "../support/subscriber.ts";

/** A Tuesday morning in Washington, on which every guide's story begins. */
const tuesday = "2026-06-09T14:00:00.000Z";

// biome-ignore lint/suspicious/noExplicitAny: answers are as various as the operations
type Answer = any;
type Role = keyof ReturnType<typeof cast>;

/** One operation of a guide: who runs which, with what, and which part of the answer is shown. */
interface Run {
  readonly as: Role;
  /** The operation, as its folder and file below schema/operations. */
  readonly operation: string;
  readonly variables?: Record<string, unknown>;
  /** The paths of fields that the page shows of the answer, with what is below them; all unless told. */
  readonly only?: readonly string[];
  /** The paths of fields that the page leaves out of the answer, with what is below them. */
  readonly without?: readonly string[];
  /** The same of what is sent. */
  readonly givenWithout?: readonly string[];
}

/** A subscription of a guide, and what happens then. */
interface Following extends Omit<Run, "givenWithout"> {
  readonly cause: () => Promise<unknown>;
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
  readonly #shown = new Set<string>();
  readonly #sections: string[] = [];
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

  /** What is written at a command line, and what it answers. */
  command(line: string, answer: readonly string[]): void {
    this.#lines.push("```console", `$ ${line}`, ...answer, "```", "");
  }

  /** A heading. */
  section(title: string): void {
    this.#sections.push(title);
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

  /** Follows a subscription, does what it then tells of, and shows its first event; gives that. */
  async follows({ as, operation, variables = {}, without = [], only, cause }: Following): Promise<Answer> {
    const asked = "{ changes(first: 1, orderBy: SEQUENCE_DESC) { pageInfo { endCursor } } }";
    const after = (await this.tell.people.auditor.ask(asked)).changes.pageInfo.endCursor;
    await cause();
    const token = as === "everyone" ? null : await this.graph.people.tokenFor(personOf(as));
    const given = { ...variables, after };
    const reader = follow("events", this.graph.url, token, operationText(operation), given);
    const event = await reader.next();
    await reader.stop();
    expect(event?.errors, operation).toBeUndefined();
    this.#begin(as, operation, given, false);
    this.#lines.push(only || without.length > 0 ? "brings, among other things," : "brings", "");
    this.#show(kept(leftOut(event?.data, without), only));
    return event?.data;
  }

  /** A last section: what else is published for the role, each with what it is for. */
  theRest(...folders: readonly string[]): void {
    const rest = publishedFiles.filter(
      (file) => folders.includes(file.split("/")[0] as string) && !this.#shown.has(file),
    );
    if (rest.length === 0) return;
    this.section("What else you may ask");
    for (const file of rest) {
      const [comment] = operationText(file).split("\n");
      this.#lines.push(`- [\`${file}\`](../../schema/operations/${file}.graphql): ${comment?.replace(/^# /, "")}`);
    }
    this.#lines.push("");
  }

  /** The page as Markdown. */
  text(): string {
    const [title, ...rest] = this.#lines;
    const contents = this.#sections.map((section) => `- [${section}](#${anchor(section)})`);
    return `${[title, "", ...contents, ...rest].join("\n").trimEnd()}\n`;
  }

  async #answer(run: Run): Promise<Answer> {
    const { as, operation, variables = {}, without = [], only, givenWithout = [] } = run;
    const document = operationText(operation);
    const given = this.#keyed(document, variables);
    const data = await this.tell.people[as].ask(document, given);
    this.#begin(as, operation, leftOut(given, givenWithout), givenWithout.length > 0);
    this.#lines.push(only || without.length > 0 ? "answers, among other things," : "answers", "");
    this.#show(kept(leftOut(data, [...emptyRefusals(data), ...without]), only));
    return data;
  }

  /** Who runs what, with which variables. */
  #begin(as: Role, operation: string, given: object, partly: boolean): void {
    this.#shown.add(operation);
    const who = as === "everyone" ? "Without a token" : `As \`${shownRole(as)}\``;
    const file = `../../schema/operations/${operation}.graphql`;
    const bare = Object.keys(given).length === 0;
    this.#lines.push(`${who}, [\`${operation}\`](${file})${bare ? "" : partly ? " with, shortened," : " with"}`, "");
    if (!bare) this.#show(given);
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
    this.#lines.push("```json", printed(JSON.parse(this.#named(JSON.stringify(value, null, 2)))), "```", "");
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
          /"(\w*[cC]ursor|leafHash|body|\w*[rR]ootHash|correlationId|actorToken|tokenId|secret|token)": "(?:[^"\\]|\\.)*"/g,
          '"$1": "…"',
        )
        // A disclosure's text is salted, and a checkpoint's note signed; what people say of something stays.
        .replace(/("name": "\w+",\s*"text"): "(?:[^"\\]|\\.)*"/g, '$1: "…"')
        .replace(/"note": "(?:[^"\\]|\\.)*\\n\\n— (?:[^"\\]|\\.)*"/g, '"note": "…"')
        .replace(/"after": "bGVkZ2Vy[^"]*"/g, '"after": "…"')
        .replace(/"hashes": \[[^\]]*\]/g, '"hashes": ["…"]')
        .replace(/"asOf": "(?!\d{4}-)[^"]*"/g, '"asOf": "…"')
    );
  }
}

/** The development identity's name: `oncd2` is `oncd-2`. */
const shownRole = (role: Role): string => role.replace(/2$/, "-2");

/** Who that is: as the story's cast has it. */
function personOf(role: Role): Person {
  const [name, second] = [role.replace(/2$/, ""), role.endsWith("2")];
  if (name === "vendor") return { roles: [name], org: second ? "second-labs" : "example-labs" };
  if (name === "partner") return { roles: [name], org: second ? "globex-health" : "acme-research" };
  return second ? { roles: [name], subject: `test|${name}-2` } : { roles: [name] };
}

/** The paths of refusals that say nothing. */
const emptyRefusals = (data: Record<string, { refusals?: unknown[] } | null>): string[] =>
  Object.entries(data).flatMap(([field, value]) => (value?.refusals?.length === 0 ? [`${field}.refusals`] : []));

/** The value without the fields at these paths; a path goes through lists. */
function leftOut(value: Answer, paths: readonly string[]): Answer {
  const copy = structuredClone(value);
  for (const path of paths) remove(copy, path.split("."));
  return copy;
}

/** The value with the fields at these paths alone; all of it without any. A path goes through lists. */
function kept(value: Answer, paths?: readonly string[]): Answer {
  if (!paths || paths.includes("") || value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((each) => kept(each, paths));
  const shown: [string, Answer][] = Object.entries(value).flatMap(([name, inner]) => {
    const below = paths.flatMap((path) =>
      path === name ? [""] : path.startsWith(`${name}.`) ? [path.slice(name.length + 1)] : [],
    );
    return below.length > 0 ? [[name, kept(inner, below)] as [string, Answer]] : [];
  });
  for (const path of paths) {
    expect(Object.keys(value), `the path ${path} is of no field`).toContain(path.split(".")[0]);
  }
  return Object.fromEntries(shown);
}

function remove(value: Answer, [first, ...rest]: readonly string[]): void {
  if (Array.isArray(value)) for (const each of value) remove(each, [first as string, ...rest]);
  else if (typeof value === "object" && value !== null && first !== undefined) {
    if (rest.length > 0) remove(value[first], rest);
    else delete value[first];
  }
}

/** A value as JSON for reading: what fits a line of 100 characters stands on one. */
function printed(value: Answer, indent = "", before = 0): string {
  const line = onOneLine(value);
  if (value === null || typeof value !== "object" || indent.length + before + line.length <= 100) return line;
  const inner = `${indent}  `;
  const lines = Array.isArray(value)
    ? value.map((each) => printed(each, inner))
    : Object.entries(value).map(([name, each]) => `"${name}": ${printed(each, inner, name.length + 4)}`);
  const [opening, closing] = Array.isArray(value) ? "[]" : "{}";
  return `${opening}\n${lines.map((each) => `${inner}${each}`).join(",\n")}\n${indent}${closing}`;
}

function onOneLine(value: Answer): string {
  if (Array.isArray(value)) return `[${value.map(onOneLine).join(", ")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const fields = Object.entries(value).map(([name, each]) => `"${name}": ${onOneLine(each)}`);
  return fields.length > 0 ? `{ ${fields.join(", ")} }` : "{}";
}

/** What links to a heading of the same page. */
const anchor = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replace(/ /g, "-");

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
