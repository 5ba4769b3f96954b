import { GraphQLError } from "graphql";
import type { Context } from "../context.ts";
import { type Stub, stub } from "../graph/node.ts";
import { type Identified, type Stored, shapeOf, wholeRecordById } from "../graph/records.ts";
import { all, any, raw, type Sql, sql } from "../graph/sql.ts";
import { rowAccess } from "../identity/visibility.ts";
import { type LedgerPosition, markOf } from "../ledger/cursor.ts";
import { mayTouch, type Ties } from "./feed-entry.ts";
import { type Brought, type Followed, follow, type Wanted } from "./follow.ts";

/** A change of one record's status, as the graph shows it and before the record itself is read. */
export interface StatusEvent {
  readonly cursor: LedgerPosition;
  readonly at: Date;
  readonly type: string;
  readonly change: Stub | null;
  /** The record whose status changed. */
  readonly recordId: string;
}

/** Which ledger entries change the status of which records. */
export interface StatusTopic<Row extends Identified> {
  readonly entity: Stored<Row>;
  /** By the type of an entry's subject, the states that count once it reaches them; null for every state. */
  readonly entries: Readonly<Record<string, readonly string[] | null>>;
  /**
   * The records that an entry `e` touches: selects with the columns `id` and `detail` (jsonb, for `keeps`). Ties between
   * records that never change, so that history is read as it was.
   */
  readonly touched: Sql;
  /** Whether a touched record counts, where that takes a rule. */
  readonly keeps?: (detail: unknown) => boolean;
}

/** Whether a record, by its id, began only behind the entry `e`: that can't have touched it. */
export const begunBehind = (id: Sql): Sql => sql`exists (select 1 from ledger_entry begun where begun.subject_id = ${id}
  and begun.seq > e.seq and begun.payload->>'from' is null and begun.payload->>'to' is not null)`;

/** What of a topic one reader follows. */
export interface StatusSelection {
  readonly after?: LedgerPosition | null;
  /** Conditions on the record `t`. */
  readonly where?: readonly Sql[];
  /** What every such record belongs to, as far as that is known: entries of what belongs elsewhere cost nothing. */
  readonly of?: Ties;
}

interface Touched {
  readonly sequence: number;
  readonly at: Date;
  readonly type: string;
  readonly changeId: string;
  readonly recordId: string;
  readonly mark: string;
  readonly detail: unknown;
}

/** How many records one statement gives: so many wait, with a reader that takes none of them. */
const page = 50;

/**
 * Follows the status of the records that the reader may see. An event is for whoever may see both the ledger entry and
 * the record; one entry brings one event for each record it touches, in the order of their ids.
 */
export function statusChanges<Row extends Identified>(
  context: Context,
  topic: StatusTopic<Row>,
  { after, where = [], of = {} }: StatusSelection,
): Promise<Followed<StatusEvent>> {
  const wanted: Wanted<StatusEvent> = {
    concerns: (entry) => entry.to !== null && counts(topic, entry.subjectType, entry.to) && mayTouch(entry, of),
    where: counting(topic),
    events: (each, sequences, behind) => eventsOf(each, topic, sequences, behind, where),
  };
  return follow(context, wanted, after);
}

const counts = <Row extends Identified>({ entries }: StatusTopic<Row>, subjectType: string, to: string): boolean => {
  const states = entries[subjectType];
  return states === null || (states?.includes(to) ?? false);
};

const counting = <Row extends Identified>({ entries }: StatusTopic<Row>): Sql =>
  any(
    Object.entries(entries).map(([subjectType, states]) =>
      states === null
        ? sql`e.subject_type = ${subjectType} and e.payload->>'to' is not null`
        : sql`e.subject_type = ${subjectType} and e.payload->>'to' = any(${[...states]}::varchar[])`,
    ),
  );

async function eventsOf<Row extends Identified>(
  context: Context,
  { entity, touched, keeps }: StatusTopic<Row>,
  sequences: readonly number[],
  behind: LedgerPosition,
  where: readonly Sql[],
): Promise<Brought<StatusEvent>> {
  const { type, table } = shapeOf(context.services.database, entity);
  const onwards =
    behind.id === null
      ? sql`e.seq > ${behind.sequence}::int8`
      : sql`(e.seq, t.id collate "C") > (${behind.sequence}::int8, ${behind.id}::varchar)`;
  const conditions = [
    onwards,
    rowAccess("Change", "e", context.actor).visible,
    rowAccess(type, "t", context.actor).visible,
    sql`not exists (${saidBefore(context)})`,
    ...where,
  ];
  const rows = await context.query<Touched>(
    sql`select e.seq as "sequence", e.at, e.type, e.id as "changeId", t.id as "recordId", ${markOf("e")} as mark, touched.detail
        from ledger_entry e cross join lateral (${touched}) touched join ${raw(table)} t on t.id = touched.id
        where e.seq = any(${[...sequences]}::int8[]) and ${all(conditions)}
        order by e.seq, t.id collate "C" limit ${page}`,
  );
  const kept = keeps ? rows.filter(({ detail }) => keeps(detail)) : rows;
  const last = rows.length === page ? rows.at(-1)! : null;
  return {
    events: kept.map(eventFrom),
    rest: last && { sequence: last.sequence, id: last.recordId },
  };
}

/** The same move of the same record in the same operation, told to this reader already by another entry. */
const saidBefore = (context: Context): Sql => sql`
  select 1 from ledger_entry said where said.operation_id = e.operation_id and said.subject_id = e.subject_id
    and said.seq < e.seq and said.payload->'from' = e.payload->'from' and said.payload->'to' = e.payload->'to'
    and (${rowAccess("Change", "said", context.actor).visible})`;

const eventFrom = ({ sequence, at, type, changeId, recordId, mark }: Touched): StatusEvent => ({
  cursor: { sequence, id: recordId, mark },
  at,
  type,
  change: stub("Change", changeId),
  recordId,
});

/**
 * The record that is to be followed; null where none is named. Throws NOT_FOUND for one that the reader may not see, as for
 * one that isn't there.
 */
export async function followedRecord<Row extends Identified>(
  context: Context,
  entity: Stored<Row>,
  id: string | null | undefined,
  argument: string,
): Promise<Row | null> {
  if (id == null) return null;
  const record = await wholeRecordById(context, entity, id);
  if (record !== null) return record;
  throw new GraphQLError(`There is nothing with this ${argument} that you may see. Check the id, or leave it out.`, {
    extensions: { code: "NOT_FOUND", field: [argument] },
  });
}
