import { disclosure } from "../commitment.ts";
import { type CommittedName, committedNames } from "../tree/entry-check.ts";
import { committedValues, type LedgerRow } from "../tree/ledger-rows.ts";

/** The first line of an export: what the rest of the file is. */
export const firstLine = JSON.stringify({ format: "countersign ledger export", version: 1 });

/** One entry's line: its row whole, each committed value as the text that opens its commitment. */
export interface ExportedEntry {
  readonly seq: number;
  readonly id: string;
  readonly at: string;
  readonly operationId: string;
  readonly body: string;
  /** Hex. */
  readonly leafHash: string;
  readonly disclosures: Readonly<Record<CommittedName, string>>;
}

/** The last line: how many entries there are, and the checkpoint of just these; null where the ledger signs none. */
export interface ExportEnd {
  readonly entries: number;
  readonly checkpoint: string | null;
}

/** An entry as its line. */
export function entryLine(row: LedgerRow): string {
  const { seq, id, at, operationId, body, leafHash, salts } = row;
  const values = committedValues(row);
  const disclosures = Object.fromEntries(
    committedNames.map((name) => [name, disclosure(salts[name], name, values[name])]),
  );
  const entry = { seq, id, at: at.toISOString(), operationId, body, leafHash: leafHash.toString("hex"), disclosures };
  return JSON.stringify(entry satisfies { disclosures: object });
}

/** The last line. */
export const endLine = ({ entries, checkpoint }: ExportEnd): string => JSON.stringify({ end: { entries, checkpoint } });

const entryNames = ["seq", "id", "at", "operationId", "body", "leafHash", "disclosures"];
const endNames = ["entries", "checkpoint"];

/**
 * What a line holds; or, as a text, why it is none of an export's. A line that says the same in other bytes is refused:
 * an export is written in one way alone. Null is a line whose bytes are no text.
 */
export function readLine(line: string | null): { entry: ExportedEntry } | { end: ExportEnd } | string {
  if (line === null) return "its bytes are no UTF-8 text";
  let read: unknown;
  try {
    read = JSON.parse(line);
  } catch {
    return "it is no JSON";
  }
  if (!isObject(read)) return "it is no JSON object";
  if (JSON.stringify(read) !== line) return "it isn't written as an export writes it";
  if (isObject(read.end))
    return hasNames(read, ["end"]) && isEnd(read.end) ? { end: read.end } : "its end isn't an export's";
  return isEntry(read) ? { entry: read } : "it is no entry of an export";
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function hasNames(value: Readonly<Record<string, unknown>>, names: readonly string[]): boolean {
  const found = Object.keys(value);
  return found.length === names.length && names.every((name, at) => found[at] === name);
}

const isEnd = (end: Record<string, unknown>): end is Record<string, unknown> & ExportEnd =>
  hasNames(end, endNames) &&
  Number.isSafeInteger(end.entries) &&
  (end.checkpoint === null || typeof end.checkpoint === "string");

function isEntry(entry: Record<string, unknown>): entry is Record<string, unknown> & ExportedEntry {
  const { seq, id, at, operationId, body, leafHash, disclosures } = entry;
  return (
    hasNames(entry, entryNames) &&
    Number.isSafeInteger(seq) &&
    [id, at, operationId, body, leafHash].every((value) => typeof value === "string") &&
    isObject(disclosures) &&
    hasNames(disclosures, committedNames) &&
    Object.values(disclosures).every((value) => typeof value === "string")
  );
}
