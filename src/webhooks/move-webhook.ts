import type { Context } from "../context.ts";
import { stepOrRefuse } from "../graph/step.ts";
import type { Actor } from "../identity/actor.ts";
import { change, type IdempotentInput } from "../ledger/change.ts";
import type { Tx } from "../ledger/tx.ts";
import { type WebhookAction, webhookLifecycle } from "../rules/lifecycles/webhook.ts";
import { refuseAnothers, webhookAudience } from "./owner.ts";
import { Webhook } from "./webhook.ts";

interface Move {
  readonly mutation: string;
  readonly action: WebhookAction;
  readonly event: string;
  /** What else it refuses, of a webhook that may take this step. */
  readonly refuse?: (actor: Actor, webhook: Webhook) => void;
  readonly values: (tx: Tx) => Partial<Webhook>;
  /** What else it does, in the same transaction. */
  readonly also?: (tx: Tx, webhook: Webhook) => Promise<unknown>;
}

/** The webhook, locked. Refuses one that the actor doesn't see, and another owner's. */
export async function lockOwnWebhook(tx: Tx, webhookId: string): Promise<Webhook> {
  const webhook = await tx.lock(Webhook, webhookId, ["input", "webhookId"]);
  refuseAnothers(tx.actor, webhook);
  return webhook;
}

/** Takes a webhook of the actor's own through one step and records it. */
export function moveWebhook(context: Context, input: IdempotentInput & { webhookId: string }, move: Move) {
  return change(context, move.mutation, input, async (tx) => {
    const webhook = await lockOwnWebhook(tx, input.webhookId);
    const from = webhook.status;
    const to = stepOrRefuse(webhookLifecycle, from, move.action, ["input", "webhookId"]);
    move.refuse?.(tx.actor, webhook);
    await tx.update(Webhook, webhook, { ...move.values(tx), status: to, statusSince: tx.now });
    await move.also?.(tx, webhook);
    tx.record(Webhook, { type: move.event, subject: webhook, from, to, audience: webhookAudience(webhook) });
    return { webhookId: webhook.id };
  });
}
