import { Context, type Services } from "../../src/context.ts";
import { effectLoader } from "../../src/decisions/authorizations/effect.ts";
import { auditor } from "../support/actors.ts";
import type { Arena } from "./arena.ts";

/** A stored row: its columns in camel case, times as RFC 3339. */
// biome-ignore lint/suspicious/noExplicitAny: rows of every table
export type Row = { readonly id: string; readonly [column: string]: any };

/** One entry of the ledger. */
export interface Entry {
  readonly seq: number;
  readonly at: Date;
  readonly operationId: string;
  readonly type: string;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly by: string | null;
  readonly from: string | null;
  readonly to: string | null;
  /** What the entry says of its subject, what it shows to few included. */
  readonly state: Readonly<Record<string, unknown>>;
}

/** Everything that is stored at one moment. What is stored as it was at the look before is the same object as there. */
export interface Look {
  readonly now: Date;
  /** The rows of each type, by id's order. */
  readonly rows: Readonly<Record<string, readonly Row[]>>;
  /** All that is stored as one text, keys and the ledger's end included: equal where nothing changed. */
  readonly whole: string;
  /** What each type's rows were read from. */
  readonly read: Readonly<Record<string, Read>>;
  /** The ledger from its first entry on. */
  readonly entries: readonly Entry[];
  /** The last entry about each record. */
  readonly latest: ReadonlyMap<string, Entry>;
  /** Whether each authorization is effective, by the graph's own answer. */
  readonly effects: ReadonlyMap<string, boolean>;
}

/** The rows of one type as they were read: each row's text with the row. */
interface Read {
  readonly text: string;
  readonly rows: ReadonlyMap<string, Row>;
}

/** Stands between rows: no JSON holds it as it is. */
const between = "\u001e";

/** The statement that reads everything but policies, which no sequence changes; of the ledger what is after an entry. */
export function statementOf({ database }: Pick<Arena, "database">): string {
  const types = database.source.entityMetadatas
    .filter(({ targetName }) => targetName !== "LedgerEntry" && targetName !== "Policy")
    .map(({ targetName, tableName }) => part(targetName, `"${tableName}"`, "id"));
  return [...types, part("idempotency", "idempotency", "key"), part("tail", "ledger_tail", "id"), entriesAfter].join(
    " union all ",
  );
}

const part = (type: string, table: string, order: string): string =>
  `select '${type}' as type, ${lines("to_json(t)", `t.${order}`)} as text from ${table} t`;

const lines = (row: string, order: string): string =>
  `coalesce(string_agg((${row})::text, chr(30) order by ${order}), '')`;

const newEntries = "new entries";

const entriesAfter = `select '${newEntries}', ${lines(
  `json_build_object('seq', e.seq, 'at', e.at, 'operationId', e.operation_id, 'type', e.type, 'subjectType', e.subject_type,
     'subjectId', e.subject_id, 'by', e.actor->>'subject', 'from', e.payload->>'from', 'to', e.payload->>'to',
     'state', e.payload->'state' || (e.restricted->'state'))`,
  "e.seq",
)} from ledger_entry e where e.seq > $1`;

/** Reads everything that is stored; of the ledger what is new since the look before. */
export async function look(services: Services, statement: string, before: Look | null): Promise<Look> {
  const now = services.clock.fixed as Date;
  const found = await services.database.query<{ type: string; text: string }>(statement, [before?.entries.length ?? 0]);
  // Over tables full of dead rows PostgreSQL reads the parts at once, and gives them in any order.
  const tables = found.filter(({ type }) => type !== newEntries).sort((one, other) => (one.type < other.type ? -1 : 1));
  const whole = tables.map(({ type, text }) => `${type}: ${text}`).join("\n");
  if (before && whole === before.whole) {
    const effects = now.getTime() === before.now.getTime() ? before.effects : await effectsOf(services, before.rows);
    return { ...before, now, effects };
  }
  const read = Object.fromEntries(tables.map(({ type, text }) => [type, readAgain(before?.read[type], text)]));
  const rows = Object.fromEntries(
    Object.entries(read).map(([type, each]) => [
      type,
      each === before?.read[type] ? (before.rows[type] as readonly Row[]) : [...each.rows.values()],
    ]),
  );
  const added = textsOf(found.find(({ type }) => type === newEntries)?.text ?? "").map(entryFrom);
  const entries = [...(before?.entries ?? []), ...added];
  const latest = new Map([...(before?.latest ?? []), ...added.map((entry) => [entry.subjectId, entry] as const)]);
  return { now, rows, whole, read, entries, latest, effects: await effectsOf(services, rows) };
}

/** Reads a type's rows, of which those that are as they were stay the same objects. */
function readAgain(before: Read | undefined, text: string): Read {
  if (before?.text === text) return before;
  return { text, rows: new Map(textsOf(text).map((each) => [each, before?.rows.get(each) ?? rowFrom(each)])) };
}

const textsOf = (text: string): string[] => (text === "" ? [] : text.split(between));

const rowFrom = (text: string): Row =>
  Object.fromEntries(
    Object.entries(JSON.parse(text) as Record<string, unknown>).map(([name, value]) => [
      name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase()),
      value,
    ]),
  ) as Row;

function entryFrom(text: string): Entry {
  const { at, ...entry } = JSON.parse(text) as Omit<Entry, "at"> & { at: string };
  return { ...entry, at: new Date(at) };
}

async function effectsOf(services: Services, rows: Look["rows"]): Promise<Map<string, boolean>> {
  const authorizations = rows.Authorization ?? [];
  if (authorizations.length === 0) return new Map();
  const loader = effectLoader(new Context(services, auditor, "look"));
  const effects = await loader.loadMany(authorizations.map(({ id }) => id));
  return new Map(
    effects.map((effect, index) => {
      if (effect instanceof Error) throw effect;
      return [(authorizations[index] as Row).id, effect.effective];
    }),
  );
}

/** A moment as a row or an entry holds it. */
export const moment = (value: unknown): Date | null => (typeof value === "string" ? new Date(value) : null);

/** The cases of both types, in the order in which they were made. */
export const casesOf = ({ rows }: Look): readonly Row[] => [...(rows.Application ?? []), ...(rows.PhaseAdvance ?? [])];
