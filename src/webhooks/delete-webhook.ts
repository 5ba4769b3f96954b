import type { Context } from "../context.ts";
import { sql } from "../graph/sql.ts";
import { authorise } from "../identity/permissions.ts";
import { moveWebhook } from "./move-webhook.ts";
import type { DeleteWebhookInput } from "./webhook-inputs.ts";

/** Ends a webhook of the actor's own: its secrets and what waits are thrown away; its record and log stay readable. */
export function deleteWebhook(context: Context, input: DeleteWebhookInput) {
  authorise(context.actor, "webhook:delete");
  return moveWebhook(context, input, {
    mutation: "deleteWebhook",
    action: "end",
    event: "WebhookDeleted",
    values: () => ({ pauseReason: null, slot: null }),
    also: async (tx, { id }) => {
      await tx.query(sql`delete from webhook_secret where webhook_id = ${id}`);
      await tx.query(sql`update webhook_place set round = round + 1, due_at = null where webhook_id = ${id}`);
      await tx.query(sql`delete from webhook_delivery where webhook_id = ${id}`);
    },
  });
}
