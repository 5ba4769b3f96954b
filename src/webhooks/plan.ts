import type { Context } from "../context.ts";
import { all, type Sql, sql } from "../graph/sql.ts";
import { revoked } from "../identity/revocation.ts";
import { rowAccess } from "../identity/visibility.ts";
import { conditionsOf } from "../ledger/changes.ts";
import { markOf } from "../ledger/cursor.ts";
import { type Lease, type Leased, mostWaiting, nowOf } from "./lease.ts";

/** An event that may be sent now: the first of its subject that isn't acknowledged. */
export interface DueEvent {
  readonly sequence: number;
  /** By what its entry is known from another ledger's. */
  readonly mark: string;
  readonly changeId: string;
  /** How often it was tried. */
  readonly attempts: number;
  readonly firstAt: Date | null;
  readonly at: Date;
  readonly type: string;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly from: string | null;
  readonly to: string | null;
  /** Whether the one for whom it is delivered may see it. */
  readonly visible: boolean;
  /** Whether that one is revoked: then nothing is sent at all. */
  readonly revoked: boolean;
  /** When all this was asked. */
  readonly askedAt: Date;
}

/** What holds as long as nobody else works for the webhook and it wasn't replayed meanwhile. */
export const stillHeld = ({ webhookId, key }: Lease, { round }: Leased): Sql =>
  sql`p.webhook_id = ${webhookId} and p.lease = ${key} and p.round = ${round}`;

/**
 * Moves a webhook's place on in the ledger, and notes what lies between and is to be delivered: what the context's actor may see
 * and the webhook asks for, as far as there is room.
 */
export async function planDeliveries(context: Context, lease: Lease, leased: Leased): Promise<void> {
  const { visible } = rowAccess("Change", "e", context.actor);
  const wanted = all([visible, ...conditionsOf(leased, "e")]);
  await context.query(
    sql`with place as (
          select p.webhook_id, p.seq, (select last_seq from ledger_tail) as head,
              greatest(0, ${mostWaiting} - (select count(*) from webhook_delivery d where d.webhook_id = p.webhook_id)) as room
            from webhook_place p where ${stillHeld(lease, leased)} for update of p),
        found as (
          select place.webhook_id, entry.* from place cross join lateral (
            select e.seq, e.id, e.subject_id from ledger_entry e
            where e.seq > place.seq and e.seq <= place.head and ${wanted} order by e.seq limit place.room) entry),
        noted as (
          insert into webhook_delivery (webhook_id, seq, change_id, subject_id, next_at)
          select webhook_id, seq, id, subject_id, ${nowOf(context)} from found on conflict do nothing)
        update webhook_place p set seq = case when (select count(*) from found) < place.room then place.head
            else coalesce((select max(seq) from found), place.seq) end
          from place where p.webhook_id = place.webhook_id and place.seq < place.head`,
  );
}

/** The events that may be sent now, at most so many, in the ledger's order: of each subject the first alone. */
export function dueEvents(context: Context, { webhookId }: Lease, most: number): Promise<DueEvent[]> {
  const { visible } = rowAccess("Change", "e", context.actor);
  return context.query<DueEvent>(
    sql`select d.seq as "sequence", ${markOf("e")} as mark, d.change_id as "changeId", d.attempts, d.first_at as "firstAt", e.at, e.type,
          e.subject_type as "subjectType", e.subject_id as "subjectId", e.payload->>'from' as "from",
          e.payload->>'to' as "to", (${visible}) as "visible", ${revoked(context.actor)} as "revoked", ${nowOf(context)} as "askedAt"
        from webhook_delivery d join ledger_entry e on e.seq = d.seq
        where d.webhook_id = ${webhookId} and d.next_at <= ${nowOf(context)} and not exists (
          select 1 from webhook_delivery b
          where b.webhook_id = d.webhook_id and b.subject_id = d.subject_id and b.seq < d.seq)
        order by d.seq limit ${most}`,
  );
}
