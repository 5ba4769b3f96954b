import type { Context } from "../context.ts";
import { batched } from "../graph/batched.ts";
import type { Page } from "../graph/connection.ts";
import { typeOfId } from "../graph/ids.ts";
import { greatestPage } from "../graph/paging.ts";
import { all, raw, type Sql, sql } from "../graph/sql.ts";
import { rowAccess } from "../identity/visibility.ts";
import { encodePosition, type LedgerPosition, ledgerStart } from "./cursor.ts";
import { refuseUnknown } from "./known-place.ts";
import { type ReadChange, type RecordedChange, shownTo } from "./recorded-change.ts";

/** Which changes: all that is given must hold. */
export interface ChangesWanted {
  readonly types?: readonly string[] | null;
  readonly subjectId?: string | null;
  readonly subjectTypes?: readonly string[] | null;
}

/** A stretch of the ledger: how many at most, after which position, in which direction. */
export interface Stretch {
  readonly first: number;
  readonly after: LedgerPosition | null;
  readonly descending: boolean;
}

const selection = sql`'Change' as "__typename", t.id, t.seq as "sequence", t.at, t.type,
  t.operation_id as "operationId", t.subject_type as "subjectType", t.subject_id as "subjectId",
  t.subject_revision as "subjectRevision", t.actor->>'mutation' as "mutation", t.payload->>'from' as "from",
  t.payload->>'to' as "to", t.payload->>'legalBasis' as "legalBasis", t.restricted->>'rationale' as "rationale",
  t.actor->>'correlationId' as "correlationId", t.actor->>'agency' as "actorAgency", t.actor->>'org' as "actorOrg",
  t.actor->>'subject' as "actorSubject", t.actor->>'tokenId' as "actorToken", t.payload->>'outcome' as "outcome", encode(t.leaf_hash, 'hex') as "leafHash", t.body,
  t.audience @> array['administrators']::varchar[] as "forAdministrators"`;

const visible = (context: Context): Sql => rowAccess("Change", "t", context.actor).visible;

const byId = (context: Context) =>
  batched<string, RecordedChange | null>(context, async (ids) => {
    const rows = await context.query<ReadChange>(
      sql`select ${selection} from ledger_entry t where t.id = any(${[...ids]}::varchar[]) and (${visible(context)})`,
    );
    const found = new Map(rows.map((row) => [row.id, shownTo(context.actor, row)]));
    return ids.map((id) => found.get(id) ?? null);
  });

/** The change with this id as the actor may see it, or null: batched and remembered for the operation. */
export function changeById(context: Context, id: string): Promise<RecordedChange | null> {
  return typeOfId(id) === "Change" ? context.loaders(byId).load(id) : Promise.resolve(null);
}

/**
 * The changes that the actor may see, in the ledger's order or against it. The page's end is where reading goes on,
 * even when it holds nothing: who asks for what is new gives it back until something comes. Throws CURSOR_UNKNOWN for a
 * place that isn't in this ledger.
 */
export async function changes(
  context: Context,
  wanted: ChangesWanted,
  stretch: Stretch,
): Promise<Page<RecordedChange>> {
  const { after, descending } = stretch;
  const where = [visible(context), ...conditionsOf(wanted, "t")];
  const limit = Math.min(stretch.first, greatestPage);
  const onwards = after === null ? sql`true` : sql`t.seq ${raw(descending ? "<" : ">")} ${after.sequence}::int8`;
  const [rows] = await Promise.all([
    context.query<ReadChange>(
      sql`select ${selection} from ledger_entry t where ${all([...where, onwards])}
          order by t.seq ${raw(descending ? "desc" : "asc")} limit ${limit + 1}`,
    ),
    refuseUnknown(context, after),
  ]);
  const nodes = rows.slice(0, limit).map((row) => shownTo(context.actor, row));
  const edges = nodes.map((node) => ({ cursor: encodePosition(node.cursor), node }));
  const end = after ?? (descending ? null : ledgerStart);
  return {
    nodes,
    edges,
    pageInfo: {
      hasNextPage: rows.length > limit,
      hasPreviousPage: after !== null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? (end && encodePosition(end)),
    },
    totalCount: () => count(context, where),
  };
}

/** The changes of these sequence numbers that the actor may see, in the ledger's order. */
export async function changesNumbered(context: Context, sequences: readonly number[]): Promise<RecordedChange[]> {
  if (sequences.length === 0) return [];
  const rows = await context.query<ReadChange>(
    sql`select ${selection} from ledger_entry t where t.seq = any(${[...sequences]}::int8[]) and (${visible(context)})
        order by t.seq`,
  );
  return rows.map((row) => shownTo(context.actor, row));
}

/** What is wanted, as conditions on the entry of that alias. */
export function conditionsOf({ types, subjectId, subjectTypes }: ChangesWanted, alias: string): Sql[] {
  const where: Sql[] = [];
  const entry = raw(alias);
  if (types) where.push(sql`${entry}.type = any(${[...types]}::varchar[])`);
  if (subjectTypes) where.push(sql`${entry}.subject_type = any(${[...subjectTypes]}::varchar[])`);
  if (subjectId) where.push(sql`${entry}.subject_id = ${subjectId}`);
  return where;
}

async function count(context: Context, where: readonly Sql[]): Promise<number> {
  const [counted] = await context.query<{ count: number }>(
    sql`select count(*)::int as count from ledger_entry t where ${all(where)}`,
  );
  return counted?.count ?? 0;
}
