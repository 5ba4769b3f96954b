import type { Context } from "../context.ts";
import { Refused, refusal } from "../graph/refusal.ts";
import { sql } from "../graph/sql.ts";
import { authorise } from "../identity/permissions.ts";
import { change } from "../ledger/change.ts";
import { refuseUnknown } from "../ledger/known-place.ts";
import type { Tx } from "../ledger/tx.ts";
import { lockOwnWebhook } from "./move-webhook.ts";
import { webhookAudience } from "./owner.ts";
import { refuseDeleted } from "./rotate-webhook-secret.ts";
import { Webhook } from "./webhook.ts";
import type { ReplayWebhookInput } from "./webhook-inputs.ts";

/**
 * Sends a webhook of the actor's own every change behind a place, again or for the first time; what waits from before that place is
 * given up. What is under way meanwhile is sent again too. Refuses to go back before its last replay is done. Throws CURSOR_UNKNOWN
 * for a place that isn't in this ledger.
 */
export function replayWebhook(context: Context, input: ReplayWebhookInput) {
  authorise(context.actor, "webhook:replay");
  return change(context, "replayWebhook", input, async (tx) => {
    const webhook = await lockOwnWebhook(tx, input.webhookId);
    refuseDeleted(webhook, "replay");
    await refuseUnknown(tx, input.after);
    if (await runsAhead(tx, webhook.id, input.after.sequence)) throw new Refused(replayRuns);
    await tx.query(
      sql`update webhook_place set seq = ${input.after.sequence}::int8, round = round + 1, is_full = false, due_at = ${tx.now}
          where webhook_id = ${webhook.id}`,
    );
    await tx.query(sql`delete from webhook_delivery where webhook_id = ${webhook.id}`);
    tx.record(Webhook, { type: "WebhookReplayed", subject: webhook, audience: webhookAudience(webhook) });
    return { webhookId: webhook.id };
  });
}

/** Whether a place lies behind what a webhook has acknowledged while its last replay hasn't come to where that was asked. */
async function runsAhead(tx: Tx, webhookId: string, sequence: number): Promise<boolean> {
  const [row] = await tx.query<{ runs: boolean }>(
    sql`select ${sequence}::int8 < place.reached and place.reached < place.asked - 1 as runs from (
          select least(p.seq, (select min(d.seq) - 1 from webhook_delivery d where d.webhook_id = p.webhook_id)) as reached,
            (select max(e.seq) from ledger_entry e where e.subject_id = p.webhook_id and e.type = 'WebhookReplayed') as asked
          from webhook_place p where p.webhook_id = ${webhookId}) place`,
  );
  return row?.runs === true;
}

const replayRuns = refusal(
  "BLOCKED",
  "Its last replay is still running. Wait until it is done, or replay to a later place.",
  { field: ["input", "after"], blockers: ["REPLAY_RUNNING"] },
);
