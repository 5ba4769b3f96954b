import { randomUUID } from "node:crypto";
import type { Context } from "../context.ts";
import { raw, sql } from "../graph/sql.ts";
import type { Webhook } from "./webhook.ts";

/** How long a process may work for a webhook without saying that it still does, ms. */
export const leaseMs = 60_000;

/** How many events of one webhook wait at most: what lies behind them waits in the ledger. */
export const mostWaiting = 200;

/** How many webhooks of one owner are delivered to at once, by all processes: the others' turn comes when one's ends. */
const mostOfOneOwner = 4;

/** A process's right to deliver to one webhook, which no other has meanwhile. */
export interface Lease {
  readonly webhookId: string;
  readonly key: string;
}

/** A webhook as the one who delivers to it needs it. */
export interface Leased extends Pick<Webhook, "id" | "org" | "agency" | "url" | "types" | "subjectTypes" | "status"> {
  readonly responsible: string;
  readonly roles: Webhook["roles"];
  readonly tokenId: string | null;
  /** Counts how often it was replayed or resumed: what is under way from before says nothing about after it. */
  readonly round: number;
  /** How often in a row it has been given a rest: nobody answered there, or it can't take anything. */
  readonly unanswered: number;
}

/** The time of the database, or the fixed one. */
export const nowOf = ({ services }: Context) =>
  sql`coalesce(${services.clock.fixed}::timestamptz, date_trunc('milliseconds', clock_timestamp()))`;

/**
 * Takes on webhooks that have something due, at most so many, each for no one else until its lease ends: those with an
 * event whose time has come, those behind the ledger's end with room for more, and those whose lease was never given back.
 * Who was served longest ago comes first, and of one owner no more than a few are served at once.
 */
export async function takeLeases(context: Context, most: number): Promise<Lease[]> {
  const key = randomUUID();
  const now = nowOf(context);
  const owner = (webhook: string) => raw(`coalesce(${webhook}.org, ${webhook}.agency, 'AUDITOR')`);
  const due = sql`w.status = 'ACTIVE' and coalesce(p.leased_until, '-infinity') <= ${now}
    and (p.due_at <= ${now} or p.lease is not null
      or (not p.is_full and coalesce(p.rests_until, '-infinity') <= ${now} and p.seq < (select last_seq from ledger_tail)))`;
  const rows = await context.query<{ webhookId: string }>(
    sql`update webhook_place set lease = ${key}, leased_until = ${now} + ${leaseMs}::float8 * interval '1 millisecond'
        where webhook_id in (
          select p.webhook_id from webhook_place p join webhook w on w.id = p.webhook_id
          where ${due} and p.webhook_id in (
            select fair.webhook_id from (
              select p.webhook_id, ${owner("w")} as owner,
                row_number() over (partition by ${owner("w")} order by p.leased_until nulls first, p.webhook_id) as turn
              from webhook_place p join webhook w on w.id = p.webhook_id where ${due}) fair
            where fair.turn <= ${mostOfOneOwner}::int4 - (
              select count(*) from webhook_place q join webhook v on v.id = q.webhook_id
              where ${owner("v")} = fair.owner and q.lease is not null and q.leased_until > ${now}))
          order by p.leased_until nulls first, p.webhook_id limit ${most} for update of p skip locked)
        returning webhook_id as "webhookId"`,
  );
  return rows.map(({ webhookId }) => ({ webhookId, key }));
}

/** Holds a lease for as long again, and reads the webhook as it stands; null where the lease was lost. */
export async function renewLease(context: Context, { webhookId, key }: Lease): Promise<Leased | null> {
  const [row] = await context.query<Leased>(
    sql`update webhook_place p set leased_until = ${nowOf(context)} + ${leaseMs}::float8 * interval '1 millisecond'
        from webhook w where p.webhook_id = ${webhookId} and p.lease = ${key} and w.id = p.webhook_id
        returning w.id, w.org, w.agency, w.url, w.types, w.subject_types as "subjectTypes", w.status, w.responsible, w.roles,
          w.token_id as "tokenId", p.round, p.unanswered`,
  );
  return row ?? null;
}

/**
 * Gives a lease back, with the time at which there is something to do again: when the next event that may be sent is due, and
 * not before a receiver that doesn't answer has had its rest. When it was given back says whose turn is next.
 */
export async function returnLease(context: Context, { webhookId, key }: Lease): Promise<void> {
  await context.query(
    sql`update webhook_place p set lease = null, leased_until = ${nowOf(context)},
          is_full = (select count(*) from webhook_delivery d where d.webhook_id = p.webhook_id) >= ${mostWaiting},
          due_at = (select greatest(p.rests_until, min(d.next_at)) from webhook_delivery d
            where d.webhook_id = p.webhook_id and not exists (select 1 from webhook_delivery b
              where b.webhook_id = d.webhook_id and b.subject_id = d.subject_id and b.seq < d.seq)
            having count(*) > 0)
        where p.webhook_id = ${webhookId} and p.lease = ${key}`,
  );
}
