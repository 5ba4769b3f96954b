import { GraphQLError } from "graphql";
import type { ColumnMetadata } from "typeorm/metadata/ColumnMetadata.js";
import type { Context } from "../../context.ts";
import { typeOfId } from "../../graph/ids.ts";
import { type Identified, type Stored, shapeOf } from "../../graph/records.ts";
import { sql } from "../../graph/sql.ts";
import { authorise } from "../../identity/permissions.ts";
import { type LedgerPosition, markOf } from "../cursor.ts";
import { refuseUnknown } from "../known-place.ts";
import type { EntryPayload, EntryRestricted } from "../ledger-entry.ts";
import type { AsOfArgs, RecordAsOf } from "./as-of-type.ts";

/** A record's stored values, with where in the ledger they are from. */
export type RebuiltRecord<Row> = RecordAsOf & Row;

interface LastEntry {
  readonly sequence: number;
  readonly mark: string;
  readonly recordedAt: Date;
  readonly recordedAs: string;
  readonly payload: Partial<EntryPayload>;
  readonly restricted: Partial<EntryRestricted>;
}

/**
 * A record as it was stored at a moment or a place in the order of changes, rebuilt from the ledger alone; null where it
 * didn't exist then. For auditors, who see every record. Throws BAD_USER_INPUT unless one of both is given and the moment
 * has come, CURSOR_UNKNOWN for a place that isn't in this ledger, and NOT_RECORDED for an entry that doesn't hold it.
 */
export async function recordAsOf<Row extends Identified>(
  context: Context,
  entity: Stored<Row>,
  { id, at, cursor }: AsOfArgs,
): Promise<RebuiltRecord<Row> | null> {
  authorise(context.actor, "record:as-of");
  const { type } = shapeOf(context.services.database, entity);
  const until = await untilFrom(context, at ?? null, cursor ?? null);
  if (typeOfId(id) !== type) return null;
  const [entry] = await context.query<LastEntry>(
    sql`select e.seq as "sequence", ${markOf("e")} as mark, e.at as "recordedAt", e.type as "recordedAs", e.payload, e.restricted
        from ledger_entry e where e.subject_id = ${id} and e.subject_type = ${type}
          and e.seq <= ${until.sequence}::int8 and e.at <= ${until.at}::timestamptz
        order by e.seq desc limit 1`,
  );
  if (!entry) return null;
  const { columns } = context.services.database.source.getMetadata(entity);
  return rebuilt<Row>(entry, columns);
}

/** Later than any entry, and behind every number. */
const always = { sequence: Number.MAX_SAFE_INTEGER, at: "infinity" } as const;

async function untilFrom(
  context: Context,
  at: Date | null,
  cursor: LedgerPosition | null,
): Promise<{ sequence: number; at: Date | "infinity" }> {
  if ((at === null) === (cursor === null)) throw badInput("Give `at` or `cursor`, one of both.", ["at", "cursor"]);
  if (cursor !== null) {
    await refuseUnknown(context, cursor);
    return { ...always, sequence: cursor.sequence };
  }
  if ((at as Date) > (await context.now())) {
    throw badInput("`at` is still to come: nobody knows how the record will stand then.", ["at"]);
  }
  // A change that is being committed has its time already: once the tail is free, no entry comes that is from before now.
  await context.query(sql`select 1 from ledger_tail where id = 1 for share`);
  return { ...always, at: at as Date };
}

const badInput = (message: string, field: readonly string[]): GraphQLError =>
  new GraphQLError(message, { extensions: { code: "BAD_USER_INPUT", field } });

function rebuilt<Row>(
  { sequence, mark, recordedAt, recordedAs, payload, restricted }: LastEntry,
  columns: readonly ColumnMetadata[],
): RebuiltRecord<Row> {
  const state: Record<string, unknown> = { ...payload.state, ...restricted.state };
  const missing = columns.filter(({ propertyName }) => !(propertyName in state));
  const needed = missing.filter(({ isNullable }) => !isNullable).map(({ propertyName }) => propertyName);
  if (needed.length > 0) throw notRecorded(sequence, needed);
  const values = columns.map((column) => [column.propertyName, revived(column, state[column.propertyName])]);
  return {
    ...(Object.fromEntries(values) as Row),
    cursor: { sequence, id: null, mark },
    sequence,
    recordedAt,
    recordedAs,
    unrecorded: missing.map(({ propertyName }) => propertyName),
  };
}

/** A stored value of its JSON form: moments are texts there. */
function revived({ type }: ColumnMetadata, value: unknown): unknown {
  if (value === undefined || value === null) return null;
  return type === "timestamptz" ? new Date(value as string) : value;
}

const notRecorded = (sequence: number, fields: readonly string[]): GraphQLError =>
  new GraphQLError(
    `Entry ${sequence} was recorded before the ledger kept all of such a record: it lacks ${fields.join(", ")}. ` +
      "What it does hold is in its `disclosures`.",
    { extensions: { code: "NOT_RECORDED", fields } },
  );
