import { deadlineAfter, type Stop } from "./clock.ts";
import type { PolicyDocument } from "./policy.ts";
import type { Seat } from "./vocabulary.ts";

/** Why an agency's silence doesn't count as no objection, with what it means. */
export const silenceBlockers = {
  SEAT_NOT_DEEMABLE: "The seat isn't one whose silence counts: its agency must answer expressly.",
  CLOCK_STOPPED: "The clock is stopped: nothing falls due meanwhile.",
  NOT_DUE: "The agency's time isn't over.",
  NOT_REMINDED: "The agency hasn't been reminded, or not a day ago: silence counts after a reminder alone.",
  SCREENING_HIT_OPEN: "A match of the partner's name with a listed party is open: silence doesn't pass over it.",
  SCREENING_LIST_MISSING:
    "No screening list is in force: nobody knows whether the partner is listed. Silence counts again once one is imported.",
  SCREENING_LIST_STALE:
    "The screening list in force is older than SCREENING_MAX_AGE_DAYS allows: nobody knows who has been listed since. Silence counts again once today's is imported.",
  SCREENING_OUTDATED:
    "The screening list was read by another release: until it is matched again nobody knows what matches the partner's name.",
} as const;
export type SilenceBlocker = keyof typeof silenceBlockers;

/** What decides whether and when an agency's silence counts. The referral was delivered, and nothing was heard. */
export interface SilenceFacts {
  readonly seat: Seat;
  readonly dueAt: Date | null;
  readonly remindAt: Date | null;
  readonly remindedAt: Date | null;
  readonly stops: readonly Stop[];
  readonly screeningHitOpen: boolean;
  /** Whether no list is in force that the case's partner could be screened against. */
  readonly screeningListMissing: boolean;
  /** Whether the list in force is too old to admit the case's partner on. */
  readonly screeningListStale: boolean;
  /** Whether the list in force was read, and the case's partner screened, by another way of matching names. */
  readonly screeningOutdated: boolean;
  readonly now: Date;
}

/** When silence counts, if nobody speaks, and what keeps it from counting now. */
export interface Silence {
  /** Null where it never does as things stand. */
  readonly countsAt: Date | null;
  readonly blockers: readonly SilenceBlocker[];
}

/**
 * Whether an agency's silence counts as no objection. Strictly: on a seat whose silence may count, once its time is over,
 * the clock runs, its agency was reminded at least one counted day before, and screening has no hit open, and a list that is
 * neither missing, stale nor outdated.
 */
export function silenceOf(policy: PolicyDocument, facts: SilenceFacts): Silence {
  const { seat, dueAt, remindedAt, now } = facts;
  const reminded = remindedOn(facts);
  const heardOut = deadlineAfter(policy, reminded, 1, facts.stops);
  const blockers: SilenceBlocker[] = [];
  if (seat !== "DEEMABLE") blockers.push("SEAT_NOT_DEEMABLE");
  if (dueAt === null || heardOut === null) blockers.push("CLOCK_STOPPED");
  else if (now < dueAt) blockers.push("NOT_DUE");
  if (remindedAt === null || (heardOut !== null && now < heardOut)) blockers.push("NOT_REMINDED");
  if (facts.screeningHitOpen) blockers.push("SCREENING_HIT_OPEN");
  if (facts.screeningListMissing) blockers.push("SCREENING_LIST_MISSING");
  if (facts.screeningListStale) blockers.push("SCREENING_LIST_STALE");
  if (facts.screeningOutdated) blockers.push("SCREENING_OUTDATED");
  const { screeningHitOpen, screeningListMissing, screeningListStale, screeningOutdated } = facts;
  const screeningForbids = screeningHitOpen || screeningListMissing || screeningListStale || screeningOutdated;
  const never = seat !== "DEEMABLE" || dueAt === null || heardOut === null || screeningForbids;
  return { countsAt: never ? null : later(dueAt, heardOut), blockers };
}

/** Two sweeps are at most an hour apart: so long after it was due, a reminder counts as of its due date. */
const sweepsApart = 3_600_000;

/** The moment that the reminder counts from: when it went out, or would go out if nobody spoke. */
function remindedOn({ remindAt, remindedAt, now }: SilenceFacts): Date {
  if (remindedAt === null) return remindAt && remindAt > now ? remindAt : now;
  const late = remindAt === null ? 0 : remindedAt.getTime() - remindAt.getTime();
  return remindAt !== null && late > 0 && late <= sweepsApart ? remindAt : remindedAt;
}

const later = (one: Date, other: Date): Date => (one > other ? one : other);
