import { Context, type Services } from "../context.ts";
import { Refused, refusal } from "../graph/refusal.ts";
import { sql } from "../graph/sql.ts";
import { systemActor } from "../identity/actor.ts";
import { change } from "../ledger/change.ts";
import { step } from "../rules/lifecycle.ts";
import { webhookLifecycle } from "../rules/lifecycles/webhook.ts";
import type { Leased } from "./lease.ts";
import { webhookAudience } from "./owner.ts";
import { Webhook, type WebhookPauseReason } from "./webhook.ts";

/**
 * Pauses a webhook that can't or may not be delivered to, and tells its owner by an entry of the ledger. Does nothing where it is
 * paused or deleted by now, or was resumed or replayed since.
 */
export async function pauseBySystem(services: Services, leased: Leased, reason: WebhookPauseReason): Promise<void> {
  const context = new Context(services, systemActor, "webhooks");
  const input = { idempotencyKey: `webhooks:${services.ids.operation()}` };
  await change(context, "deliverToWebhooks", input, async (tx) => {
    const webhook = await tx.lockKnown(Webhook, leased.id);
    const { to } = step(webhookLifecycle, webhook.status, "pause");
    const [place] = await tx.query<{ round: number }>(
      sql`select round from webhook_place where webhook_id = ${webhook.id}`,
    );
    if (to === undefined || place?.round !== leased.round) throw new Refused(nothingToPause);
    await tx.update(Webhook, webhook, { status: to, pauseReason: reason, statusSince: tx.now });
    tx.record(Webhook, {
      type: "WebhookPaused",
      subject: webhook,
      from: leased.status,
      to,
      audience: webhookAudience(webhook),
    });
    return { webhookId: webhook.id };
  });
}

const nothingToPause = refusal("ALREADY_DONE", "It isn't delivered to any more.");
