import { Context, type Services } from "../context.ts";
import { sql } from "../graph/sql.ts";
import { systemActor } from "../identity/actor.ts";
import { nowOf } from "./lease.ts";

/** How many are thrown away in one statement. */
const atOnce = 10_000;

/** Throws away attempts that are older than so many days; gives how many. */
export async function pruneWebhookAttempts(services: Services, days: number): Promise<number> {
  const context = new Context(services, systemActor, "webhooks");
  let gone = 0;
  for (;;) {
    const rows = await context.query(
      sql`delete from webhook_attempt where id in (
            select id from webhook_attempt where at < ${nowOf(context)} - ${days}::int4 * interval '1 day' order by at limit ${atOnce})
          returning id`,
    );
    gone += rows.length;
    if (rows.length < atOnce) return gone;
  }
}
