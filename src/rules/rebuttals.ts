import { deadlineAfter, type Stop } from "./clock.ts";
import type { PolicyDocument } from "./policy.ts";
import type { RebuttalStatus } from "./review-vocabulary.ts";
import type { Agency, ApplicationStatus, PhaseAdvanceStatus } from "./vocabulary.ts";

/** Why an intended denial can't be rebutted, or a rebuttal not decided, with what it means. */
export const rebuttalBlockers = {
  STALE_REVISION: "The case has another revision than the one named: read it again.",
  NO_INTENT_TO_DENY: "No denial is intended now.",
  NOT_YOUR_ORGANISATION: "Only whoever brought the case rebuts its denial.",
  REBUTTAL_WINDOW_OVER: "The time to rebut is over.",
  REBUTTED: "This intended denial was rebutted: it is rebutted once.",
  REBUTTAL_NOT_FILED: "The rebuttal was decided, or ended with the denial that it was against.",
  CLOCK_STOPPED: "The case is on hold: nothing is decided while its clock is stopped.",
  REBUTTAL_TIME_OVER: "The time to decide the rebuttal is over: the ladder has the case.",
  AGENCY_HAS_NO_SEAT: "Your agency has no seat on this case's panel.",
  TOOK_PART: "You took part in this case: someone who took none decides the rebuttal.",
} as const;
export type RebuttalBlocker = keyof typeof rebuttalBlockers;

/** What decides whether an intended denial may be rebutted now. */
export interface RebuttingFacts {
  readonly caseStatus: ApplicationStatus | PhaseAdvanceStatus;
  readonly caseRevision: number;
  /** The revision that the applicant speaks of. */
  readonly namedRevision: number;
  /** Whether the actor acts for who brought the case: its partner, or the vendor of a phase advance. */
  readonly applicant: boolean;
  /** The end of the time to rebut, as `rebuttalEndsAt` gives it; null where no denial is announced. */
  readonly windowEndsAt: Date | null;
  /** Whether the denial that stands was rebutted before. */
  readonly rebutted: boolean;
  readonly now: Date;
}

/**
 * The end of the time to rebut a denial announced at `intendedAt`, as it stands at `now`: while the clock is stopped, as if
 * it ran again from now on. So what stops it after it was over doesn't open it again.
 */
export const rebuttalEndsAt = (
  policy: PolicyDocument,
  intendedAt: Date,
  stops: readonly Stop[],
  now: Date,
): Date | null =>
  deadlineAfter(
    policy,
    intendedAt,
    policy.clocks.intentToDeny,
    stops.map(({ from, to }) => ({ from, to: to ?? now })),
  );

/**
 * Every reason why the intended denial can't be rebutted now; none when it can. While the clock is stopped it can. Who
 * isn't the applicant reads no rebuttals: it is told that alone, and not that one was filed.
 */
export function blockersOfRebutting(facts: RebuttingFacts): RebuttalBlocker[] {
  if (!facts.applicant) return ["NOT_YOUR_ORGANISATION"];
  const blockers: RebuttalBlocker[] = [];
  if (facts.namedRevision !== facts.caseRevision) blockers.push("STALE_REVISION");
  if (facts.caseStatus !== "INTENT_TO_DENY") return [...blockers, "NO_INTENT_TO_DENY"];
  if (facts.rebutted) blockers.push("REBUTTED");
  if (facts.windowEndsAt !== null && facts.now >= facts.windowEndsAt) blockers.push("REBUTTAL_WINDOW_OVER");
  return blockers;
}

/** What decides who may decide a rebuttal now. */
export interface RebuttalFacts {
  readonly status: RebuttalStatus;
  /** When its decision is due; null while the clock is stopped. */
  readonly dueAt: Date | null;
  readonly now: Date;
  readonly stopped: boolean;
  /** The agencies on the case's panel. */
  readonly seats: readonly Agency[];
  /** The subjects who took part in the case, or refused a countersignature in it. */
  readonly participants: readonly string[];
  readonly official: { readonly subject: string; readonly agency: Agency | null };
}

/** Every reason why this official can't decide the rebuttal now; none when it can. */
export function blockersOfDecidingRebuttal(facts: RebuttalFacts): RebuttalBlocker[] {
  const blockers: RebuttalBlocker[] = [];
  if (facts.status !== "FILED") blockers.push("REBUTTAL_NOT_FILED");
  if (facts.stopped) blockers.push("CLOCK_STOPPED");
  if (facts.dueAt !== null && facts.now >= facts.dueAt) blockers.push("REBUTTAL_TIME_OVER");
  if (!facts.seats.some((agency) => agency === facts.official.agency)) blockers.push("AGENCY_HAS_NO_SEAT");
  if (facts.participants.includes(facts.official.subject)) blockers.push("TOOK_PART");
  return blockers;
}
