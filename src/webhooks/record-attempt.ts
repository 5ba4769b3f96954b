import { typeid } from "typeid-js";
import type { Context } from "../context.ts";
import { empty, type Sql, sql } from "../graph/sql.ts";
import { busyStatuses, unansweredOutcomes } from "../rules/webhook-retries.ts";
import type { Lease, Leased } from "./lease.ts";
import { type DueEvent, stillHeld } from "./plan.ts";
import type { Reply } from "./post.ts";

/** An attempt that was made. */
export interface Made {
  readonly event: DueEvent;
  readonly reply: Reply;
  /** When it began. */
  readonly at: Date;
  readonly durationMs: number;
  /** When the event is tried again; null where it isn't. */
  readonly nextAt: Date | null;
  /** Until when nothing is sent to the receiver; null where it takes what is sent. */
  readonly restsUntil: Date | null;
}

/**
 * Writes an attempt into the delivery log, and what came of it: an acknowledged event waits no more. An attempt from before it was
 * replayed or resumed is in the log alone: what it brought is sent again.
 */
export async function recordAttempt(context: Context, lease: Lease, leased: Leased, made: Made): Promise<void> {
  const { event, reply, at, durationMs, nextAt, restsUntil } = made;
  const acknowledged = reply.outcome === "ACKNOWLEDGED";
  const number = event.attempts + 1;
  // The first that is taken after a rest: what failed for the receiver's sake isn't left to wait out its hours.
  const awake = acknowledged && leased.unanswered > 0 ? sql`, awake as (${awaken(at)})` : empty;
  await context.query(
    sql`with place as (
          update webhook_place p set unanswered = ${restsUntil === null ? 0 : leased.unanswered + 1}::int4,
            rests_until = greatest(p.rests_until, ${restsUntil}::timestamptz)
          where ${stillHeld(lease, leased)} returning p.webhook_id),
        logged as (
          insert into webhook_attempt (id, webhook_id, change_id, at, number, outcome, status, duration_ms, next_at)
          values (${typeid("wha").toString()}, ${lease.webhookId}, ${event.changeId}, ${at}, ${number}, ${reply.outcome},
            ${reply.status}::int4, ${durationMs}, ${nextAt}::timestamptz)),
        gone as (
          delete from webhook_delivery d using place
          where d.webhook_id = place.webhook_id and d.seq = ${event.sequence}::int8 and ${acknowledged}::boolean)
          ${awake}
        update webhook_delivery d set attempts = ${number}, first_at = coalesce(d.first_at, ${at}), next_at = coalesce(${nextAt}::timestamptz, d.next_at)
          from place where d.webhook_id = place.webhook_id and d.seq = ${event.sequence}::int8 and not ${acknowledged}::boolean`,
  );
}

/** Has those events tried at once, of the attempt's webhook, whose last attempt failed for the receiver's sake and not their own. */
const awaken = (at: Date): Sql =>
  sql`update webhook_delivery d set next_at = ${at}::timestamptz from (
        select distinct on (a.change_id) a.webhook_id, a.change_id, a.outcome, a.status
        from webhook_attempt a join place on place.webhook_id = a.webhook_id
        order by a.change_id, a.at desc, a.id desc) latest
      where d.webhook_id = latest.webhook_id and d.change_id = latest.change_id and d.next_at > ${at}::timestamptz
        and (latest.outcome = any(${[...unansweredOutcomes]}::varchar[]) or latest.status = any(${[...busyStatuses]}::int4[]))`;

/** Lets go of an event that is not, or no longer, for the one to whom it would go. */
export async function dropEvent(context: Context, lease: Lease, leased: Leased, { sequence }: DueEvent): Promise<void> {
  await context.query(
    sql`delete from webhook_delivery d using webhook_place p
        where ${stillHeld(lease, leased)} and d.webhook_id = p.webhook_id and d.seq = ${sequence}::int8`,
  );
}
