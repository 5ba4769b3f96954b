import type { Context } from "../context.ts";
import { sql } from "../graph/sql.ts";
import type { Tx } from "../ledger/tx.ts";
import { nowOf } from "./lease.ts";
import type { SecretBox } from "./secret-box.ts";

/** How long what is sent is signed with the former secret too, after it was rotated: a day. */
const overlapMs = 24 * 60 * 60 * 1_000;

/** Seals a webhook's new secret and stores it. The one before signs for a day longer; any before that is thrown away. */
export async function storeSecret(tx: Tx, box: SecretBox, webhookId: string, secret: string): Promise<void> {
  const ends = new Date(tx.now.getTime() + overlapMs);
  await tx.query(sql`delete from webhook_secret where webhook_id = ${webhookId} and ends_at is not null`);
  await tx.query(sql`update webhook_secret set ends_at = ${ends} where webhook_id = ${webhookId}`);
  await tx.query(
    sql`insert into webhook_secret (webhook_id, number, sealed)
        select ${webhookId}::varchar, 1 + coalesce(max(number), 0), ${box.seal(secret, webhookId)}::text from webhook_secret
        where webhook_id = ${webhookId}`,
  );
}

/** The secrets that sign what is sent to a webhook now, the latest first. Throws where no key opens them. */
export async function secretsOf(context: Context, box: SecretBox, webhookId: string): Promise<string[]> {
  const rows = await context.query<{ sealed: string }>(
    sql`select sealed from webhook_secret where webhook_id = ${webhookId} and coalesce(ends_at, 'infinity') > ${nowOf(context)}
        order by number desc`,
  );
  return rows.map(({ sealed }) => box.open(sealed, webhookId));
}
