import { Context, type Services } from "../../src/context.ts";
import { systemActor } from "../../src/identity/actor.ts";
import { deliver } from "../../src/webhooks/deliver.ts";
import { takeLeases } from "../../src/webhooks/lease.ts";
import type { WebhookSettings } from "../../src/webhooks/settings.ts";
import type { Caller } from "./graph.ts";
import { done } from "./story.ts";

const never = { stopping: new AbortController().signal, cutting: new AbortController().signal };

/** Delivers everything that is due at the time that it is, as one process does; gives how many webhooks had something. */
export async function deliverDue(services: Services): Promise<number> {
  const settings = services.webhooks as WebhookSettings;
  const context = new Context(services, systemActor, "a test");
  let taken = 0;
  for (;;) {
    const leases = await takeLeases(context, 100);
    if (leases.length === 0) return taken;
    taken += leases.length;
    await Promise.all(leases.map((lease) => deliver(services, settings, lease, never)));
  }
}

/** Registers a webhook; gives its id and its secret. */
export async function registered(
  as: Caller,
  url: string,
  more: Record<string, unknown> = {},
): Promise<{ id: string; secret: string }> {
  const { webhook, secret } = done(await as.mutate("registerWebhook", { url, ...more }, "webhook { id } secret"));
  return { id: webhook.id, secret };
}

/** How a webhook stands, as its owner sees it. */
export const standing = async (as: Caller, id: string) =>
  (
    await as.ask(
      "query W($id: ID!) { webhook(id: $id) { status pauseReason statusSince waiting responsible acknowledgedTo } }",
      {
        id,
      },
    )
  ).webhook;

/** A webhook's delivery log, the first attempt first. */
export const logOf = async (as: Caller, webhookId: string) =>
  (
    await as.ask(
      `query L($webhookId: ID!) { webhookAttempts(webhookId: $webhookId, orderBy: AT_ASC, first: 100) { totalCount nodes {
        messageId at number outcome status durationMs nextAt change { id type subjectId } } } }`,
      { webhookId },
    )
  ).webhookAttempts;
