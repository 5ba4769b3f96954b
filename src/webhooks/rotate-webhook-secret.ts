import type { Context } from "../context.ts";
import { Refused, refusal } from "../graph/refusal.ts";
import { authorise } from "../identity/permissions.ts";
import { change } from "../ledger/change.ts";
import { webhooksOf } from "./configured.ts";
import { lockOwnWebhook } from "./move-webhook.ts";
import { refuseFewerRoles, webhookAudience } from "./owner.ts";
import { storeSecret } from "./secrets.ts";
import { ShownOnce } from "./shown-once.ts";
import { Webhook } from "./webhook.ts";
import type { RotateWebhookSecretInput } from "./webhook-inputs.ts";

/**
 * Gives a webhook of the actor's own another secret; the one before signs beside it for a day. Gives the secret beside the outcome:
 * null where the change repeats an earlier one. Refuses whoever has fewer roles than it delivers with.
 */
export async function rotateWebhookSecret(context: Context, input: RotateWebhookSecretInput) {
  authorise(context.actor, "webhook:rotate-secret");
  const secret = new ShownOnce();
  const outcome = await change(context, "rotateWebhookSecret", input, async (tx) => {
    const webhook = await lockOwnWebhook(tx, input.webhookId);
    refuseDeleted(webhook, "rotate");
    refuseFewerRoles(tx.actor, webhook);
    await storeSecret(tx, webhooksOf(context).secrets, webhook.id, secret.make());
    tx.record(Webhook, { type: "WebhookSecretRotated", subject: webhook, audience: webhookAudience(webhook) });
    return { webhookId: webhook.id, madeIn: secret.call };
  });
  return secret.beside(outcome);
}

/** Refuses what a deleted webhook doesn't take any more. */
export function refuseDeleted({ status }: Webhook, attempted: string): void {
  if (status !== "DELETED") return;
  const message = "This webhook is deleted, for good. Register another.";
  throw new Refused(refusal("ILLEGAL_TRANSITION", message, { field: ["input", "webhookId"], from: status, attempted }));
}
