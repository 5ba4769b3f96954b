import { Context, type Services } from "../context.ts";
import { type Sql, sql } from "../graph/sql.ts";
import { systemActor } from "../identity/actor.ts";
import { nowOf } from "./lease.ts";

/** How many are thrown away in one statement. */
const atOnce = 10_000;

/** How many of a webhook's attempts are kept at most: some days of one that is never quiet. */
const mostAttempts = 50_000;

/**
 * Throws away attempts that are older than so many days, and those of one webhook that are more than the latest so many; gives how
 * many.
 */
export async function pruneWebhookAttempts(services: Services, days: number, most = mostAttempts): Promise<number> {
  const context = new Context(services, systemActor, "webhooks");
  const old = sql`select id from webhook_attempt where at < ${nowOf(context)} - ${days}::int4 * interval '1 day'
    order by at limit ${atOnce}`;
  const tooMany = sql`select a.id from webhook w cross join lateral (
      select id from webhook_attempt where webhook_id = w.id order by at desc, id desc offset ${most} limit ${atOnce}) a
    limit ${atOnce}`;
  return (await throwAway(context, old)) + (await throwAway(context, tooMany));
}

async function throwAway(context: Context, ids: Sql): Promise<number> {
  let gone = 0;
  for (;;) {
    const rows = await context.query(sql`delete from webhook_attempt where id in (${ids}) returning id`);
    gone += rows.length;
    if (rows.length < atOnce) return gone;
  }
}
