import { GraphQLError } from "graphql";
import { Context, type Services } from "../context.ts";
import { systemActor } from "../identity/actor.ts";
import { nextAttempt, restAfter, restsReceiver } from "../rules/webhook-retries.ts";
import { eventBody } from "./event-body.ts";
import { type Lease, type Leased, leaseMs, renewLease, returnLease } from "./lease.ts";
import { actorOf } from "./owner.ts";
import { pauseBySystem } from "./pause-by-system.ts";
import { type DueEvent, dueEvents, planDeliveries } from "./plan.ts";
import { post, type Reply } from "./post.ts";
import { dropEvent, recordAttempt } from "./record-attempt.ts";
import { secretsOf } from "./secrets.ts";
import type { WebhookSettings } from "./settings.ts";
import { signedHeaders } from "./signature.ts";
import type { WebhookPauseReason } from "./webhook.ts";

/** How long a receiver may take to answer, from the first look-up to the head of its answer, ms. */
const answerWithin = 15_000;

/** How long one webhook is delivered to before others have their turn, ms. */
const turnMs = 20_000;

/** How many events of one webhook, each of another subject, are under way at once. */
const atOnce = 4;

/** Ends deliveries: `stopping` after those that are under way, `cutting` these too, of which nobody knows then what came. */
export interface DeliveryEnd {
  readonly stopping: AbortSignal;
  readonly cutting: AbortSignal;
}

/** What one webhook's deliveries have in common until its lease is renewed. */
interface Turn {
  readonly context: Context;
  readonly settings: WebhookSettings;
  readonly lease: Lease;
  readonly leased: Leased;
  readonly secrets: readonly string[];
  /** Until when an attempt may begin, by `performance.now()`: after it the lease might end before the attempt does. */
  readonly beginBy: number;
  readonly cutting: AbortSignal;
}

/**
 * Delivers what is due to one webhook, until nothing is, its turn is over or the process stops; then gives the lease back. Before every few events
 * the webhook is read anew, and whether the one for whom it delivers may still see anything. Throws where the database can't be
 * reached: the lease ends by itself then, and what wasn't recorded is sent again.
 */
export async function deliver(
  services: Services,
  settings: WebhookSettings,
  lease: Lease,
  end: DeliveryEnd,
): Promise<void> {
  const reader = new Context(services, systemActor, "webhooks");
  const turnEnds = performance.now() + turnMs;
  try {
    while (!end.stopping.aborted && performance.now() < turnEnds) {
      const renewedAt = performance.now();
      const leased = await renewLease(reader, lease);
      if (leased === null) return;
      if (leased.status !== "ACTIVE") break;
      const context = new Context(services, actorOf(leased), "webhooks");
      const cause = await deliverSome({ context, settings, lease, leased, cutting: end.cutting, renewedAt });
      if (cause === "DONE") break;
      if (cause !== "MORE") {
        await pauseBySystem(services, leased, cause);
        break;
      }
    }
  } catch (error) {
    if (!end.cutting.aborted) throw error;
    // A receiver may still be at what was cut: the lease is left to end, so that nobody sends it at the same time.
    return;
  }
  await returnLease(reader, lease);
}

/** Delivers a few events; says whether there may be more, or why the webhook must be paused. */
async function deliverSome({
  renewedAt,
  ...given
}: Omit<Turn, "secrets" | "beginBy"> & { readonly renewedAt: number }): Promise<"MORE" | "DONE" | WebhookPauseReason> {
  const { context, lease, leased, settings } = given;
  if (await isRevoked(context)) return "OWNER_REVOKED";
  await planDeliveries(context, lease, leased);
  const events = await dueEvents(context, lease, leased.unanswered > 0 ? 1 : atOnce);
  if (events.length === 0) return "DONE";
  // Asked of the same moment as what may be seen: since the question above a whole plan was made.
  if (events.some(({ revoked }) => revoked)) return "OWNER_REVOKED";
  const secrets = await secretsOf(context, settings.secrets, leased.id);
  // Deleted meanwhile: nothing is sent without a signature.
  if (secrets.length === 0) return "DONE";
  const turn: Turn = { ...given, secrets, beginBy: renewedAt + leaseMs - 2 * answerWithin };
  const results = await Promise.allSettled(events.map((event) => deliverOne(turn, event)));
  const failed = results.find((each): each is PromiseRejectedResult => each.status === "rejected");
  if (failed) throw failed.reason;
  const came = results.map((each) => (each as PromiseFulfilledResult<Came>).value);
  return came.find((each) => each === "GONE" || each === "UNDELIVERABLE") ?? (came.includes("DONE") ? "DONE" : "MORE");
}

/** Whether the one for whom a webhook delivers is refused now. */
async function isRevoked(context: Context): Promise<boolean> {
  try {
    await context.now();
    return false;
  } catch (error) {
    if (error instanceof GraphQLError && error.extensions.code === "UNAUTHENTICATED") return true;
    throw error;
  }
}

/** What came of one event: go on, leave the receiver alone, or pause the webhook. */
type Came = "MORE" | "DONE" | "GONE" | "UNDELIVERABLE";

async function deliverOne(turn: Turn, event: DueEvent): Promise<Came> {
  const { context, lease, leased } = turn;
  if (!event.visible) {
    await dropEvent(context, lease, leased, event);
    return "MORE";
  }
  // The process was held up for so long that another may have taken over before this attempt would end.
  if (performance.now() > turn.beginBy) return "MORE";
  const at = event.askedAt;
  const began = performance.now();
  const reply = await send(turn, event);
  const durationMs = Math.round(performance.now() - began);
  turn.settings.counts.note(reply.outcome);
  const ended = new Date(at.getTime() + durationMs);
  const nextAt = reply.outcome === "ACKNOWLEDGED" ? null : retryOf(event, reply, at, ended);
  const rests = restsReceiver(reply);
  const rest = { inARow: leased.unanswered + 1, retryAfter: reply.retryAfter, chance: Math.random() };
  const restsUntil = rests ? new Date(ended.getTime() + restAfter(rest)) : null;
  await recordAttempt(context, lease, leased, { event, reply, at, durationMs, nextAt, restsUntil });
  if (reply.outcome === "GONE") return "GONE";
  if (reply.outcome !== "ACKNOWLEDGED" && nextAt === null) return "UNDELIVERABLE";
  return rests ? "DONE" : "MORE";
}

const retryOf = (
  { attempts, firstAt }: DueEvent,
  { outcome, retryAfter }: Reply,
  at: Date,
  ended: Date,
): Date | null =>
  outcome === "GONE"
    ? null
    : nextAttempt({ attempts: attempts + 1, firstAt: firstAt ?? at, at: ended, retryAfter, chance: Math.random() });

function send({ settings, leased, secrets, cutting }: Turn, event: DueEvent): Promise<Reply> {
  const message = { id: event.changeId, body: eventBody(event) };
  // Receivers compare this with their own clocks, so it is this machine's and no test's.
  const headers = signedHeaders(message, secrets, new Date());
  return post(settings, { url: leased.url, headers, body: message.body, timeoutMs: answerWithin, signal: cutting });
}
