import type { Context } from "../context.ts";
import { sql } from "../graph/sql.ts";
import { authorise } from "../identity/permissions.ts";
import { webhooksOf } from "./configured.ts";
import { moveWebhook } from "./move-webhook.ts";
import { refuseFewerRoles } from "./owner.ts";
import type { ResumeWebhookInput } from "./webhook-inputs.ts";

/**
 * Sends to a webhook of the actor's own again, with the actor's rights from now on: first what wasn't acknowledged, each event as if
 * it had never been tried, then what has happened since. What comes of attempts from before counts for nothing. Refuses whoever has
 * fewer roles than it delivers with.
 */
export function resumeWebhook(context: Context, input: ResumeWebhookInput) {
  authorise(context.actor, "webhook:resume");
  return moveWebhook(context, input, {
    mutation: "resumeWebhook",
    action: "resume",
    event: "WebhookResumed",
    refuse: refuseFewerRoles,
    values: ({ actor: { subject, roles, tokenId } }) => {
      webhooksOf(context);
      return { pauseReason: null, responsible: subject as string, roles: [...roles].sort(), tokenId };
    },
    also: async (tx, { id }) => {
      await tx.query(
        sql`update webhook_place set round = round + 1, due_at = ${tx.now}, unanswered = 0, rests_until = null where webhook_id = ${id}`,
      );
      await tx.query(
        sql`update webhook_delivery set attempts = 0, first_at = null, next_at = ${tx.now} where webhook_id = ${id}`,
      );
    },
  });
}
