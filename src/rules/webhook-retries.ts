/** What came of one attempt to deliver to a webhook, in closed codes. */
export const webhookOutcomes = [
  "ACKNOWLEDGED",
  "REFUSED",
  "GONE",
  "REDIRECTED",
  "TIMED_OUT",
  "UNREACHABLE",
  "TLS_FAILED",
  "NAME_UNKNOWN",
  "ADDRESS_FORBIDDEN",
] as const;
export type WebhookOutcome = (typeof webhookOutcomes)[number];

/** Those after which nothing is known to answer there. */
export const unansweredOutcomes: readonly WebhookOutcome[] = [
  "TIMED_OUT",
  "UNREACHABLE",
  "TLS_FAILED",
  "NAME_UNKNOWN",
  "ADDRESS_FORBIDDEN",
];

/** What a receiver answers that can't take anything now, whichever event it is (RFC 6585, 4; RFC 9110, 15.6.3 to 15.6.5). */
export const busyStatuses: readonly number[] = [429, 502, 503, 504];

/** An attempt's end, as it tells of the receiver. */
export interface Answered {
  readonly outcome: WebhookOutcome;
  /** The HTTP status; null where there was no answer. */
  readonly status: number | null;
  /** How long the receiver asked to be left alone, ms; null where it asked for nothing. */
  readonly retryAfter: number | null;
}

/**
 * Whether the whole receiver is left alone for a while, and not one event alone: nobody answered, or it is busy, or it asked for
 * time. Other events would only run into the same.
 */
export const restsReceiver = ({ outcome, status, retryAfter }: Answered): boolean =>
  unansweredOutcomes.includes(outcome) ||
  (outcome === "REFUSED" && (retryAfter !== null || busyStatuses.includes(status ?? 0)));

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** How long after each failed attempt the next one follows, ms: the schedule that Standard Webhooks gives as its example. */
export const retryDelays: readonly number[] = [
  5 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
];

/** How long after its first attempt an event is still tried, ms: three days. */
export const retriedFor = 72 * hour;

/** A delay is taken shorter or longer by at most this part of it, so that what failed together doesn't return together. */
const jitter = 0.2;

/** The longest that a receiver's own `Retry-After` is heeded, ms: a day. */
const longestRetryAfter = 24 * hour;

/** The longest pause of our own before a receiver is tried again with any event, ms. */
const longestRest = 15 * minute;

/** A failed attempt, as the time of the next one hangs on it. */
export interface FailedAttempt {
  /** How many attempts there have been, this one among them: from 1. */
  readonly attempts: number;
  readonly firstAt: Date;
  /** When this attempt ended. */
  readonly at: Date;
  /** What the receiver asked to be left alone for, ms; null where it asked for nothing. */
  readonly retryAfter: number | null;
  /** A number from 0 to 1, by chance. */
  readonly chance: number;
}

/**
 * When an event is tried again; null once it has been tried for three days. The last attempt is made when these end, however
 * the delays before fell.
 */
export function nextAttempt({ attempts, firstAt, at, retryAfter, chance }: FailedAttempt): Date | null {
  const end = firstAt.getTime() + retriedFor;
  if (at.getTime() >= end) return null;
  const delay = retryDelays[Math.min(attempts, retryDelays.length) - 1] as number;
  const asked = Math.min(retryAfter ?? 0, longestRetryAfter);
  const next = at.getTime() + Math.max(spread(delay, chance), asked);
  return new Date(Math.min(next, end));
}

/** A receiver's rest, as its length hangs on it. */
export interface Rest {
  /** Which rest in a row it is, with nothing taken in between: from 1. */
  readonly inARow: number;
  /** What the receiver asked for, ms; null where it asked for nothing. */
  readonly retryAfter: number | null;
  /** A number from 0 to 1, by chance. */
  readonly chance: number;
}

/** How long nothing at all is sent to a receiver, ms: from 5 s up to a quarter of an hour, or as long as it asks, for a day at most. */
export const restAfter = ({ inARow, retryAfter, chance }: Rest): number =>
  Math.max(
    spread(Math.min(5 * second * 3 ** (Math.max(inARow, 1) - 1), longestRest), chance),
    Math.min(retryAfter ?? 0, longestRetryAfter),
  );

const spread = (delay: number, chance: number): number => Math.round(delay * (1 - jitter + 2 * jitter * chance));
