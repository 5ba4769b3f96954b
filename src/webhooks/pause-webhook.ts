import type { Context } from "../context.ts";
import { authorise } from "../identity/permissions.ts";
import { moveWebhook } from "./move-webhook.ts";
import type { PauseWebhookInput } from "./webhook-inputs.ts";

/** Stops sending to a webhook of the actor's own: what is under way ends, and nothing begins. */
export function pauseWebhook(context: Context, input: PauseWebhookInput) {
  authorise(context.actor, "webhook:pause");
  return moveWebhook(context, input, {
    mutation: "pauseWebhook",
    action: "pause",
    event: "WebhookPaused",
    values: () => ({ pauseReason: "BY_OWNER" }),
  });
}
