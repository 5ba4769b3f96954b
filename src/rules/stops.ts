import type { PanelSeat } from "./policy.ts";
import { statusesUnderReview } from "./positions.ts";
import type { Addressee } from "./review-vocabulary.ts";
import type { Agency, ApplicationStatus, PhaseAdvanceStatus } from "./vocabulary.ts";

/**
 * How many calendar days ahead a hold may at most be looked at again. Ours: no regulation names a number. It is as long
 * as Executive Order 12981 gives an agency for its whole view of a case.
 */
export const holdReviewWithinDays = 30;

/** Why a case's clock can't be stopped, or a request can't be answered, with what it means. */
export const stopBlockers = {
  STALE_REVISION: "The case has another revision than the one named: read it again.",
  NOT_UNDER_REVIEW: "The case isn't under review: its clock is stopped from its acceptance to its countersignature.",
  REVIEW_DATE_PAST: "A hold is looked at again on a date that is still to come.",
  REVIEW_DATE_TOO_FAR: `A hold is looked at again within ${holdReviewWithinDays} days.`,
  AGENCY_HAS_NO_SEAT: "Your agency has no seat on this case's panel.",
  NO_SUCH_PARTY: "A phase advance has no partner: its vendor can be asked.",
  ANSWER_TIME_OVER: "The time to answer is over: the request lapses. What is still to be said is said otherwise.",
} as const;
export type StopBlocker = keyof typeof stopBlockers;

/** What every stop of a case's clock hangs on. */
interface StopFacts {
  readonly caseStatus: ApplicationStatus | PhaseAdvanceStatus;
  readonly caseRevision: number;
  /** The revision that the official speaks of. */
  readonly namedRevision: number;
}

/** What decides whether a hold may be placed. */
export interface HoldFacts extends StopFacts {
  readonly reviewAt: Date;
  readonly now: Date;
}

/** What decides whether an agency may ask for information. */
export interface AskingFacts extends StopFacts {
  readonly caseKind: "APPLICATION" | "PHASE_ADVANCE";
  readonly agency: Agency | null;
  readonly seats: readonly Pick<PanelSeat, "agency">[];
  readonly addressee: Addressee;
}

/** Whether a case with this status is one whose clock may be stopped. */
export const mayBeStopped = (status: StopFacts["caseStatus"]): boolean =>
  (statusesUnderReview as readonly string[]).includes(status);

/** Every reason why this hold can't be placed; none when it can. */
export function blockersOfHolding(facts: HoldFacts): StopBlocker[] {
  const blockers = blockersOfStopping(facts);
  const latest = facts.now.getTime() + holdReviewWithinDays * 86_400_000;
  if (facts.reviewAt <= facts.now) blockers.push("REVIEW_DATE_PAST");
  if (facts.reviewAt.getTime() > latest) blockers.push("REVIEW_DATE_TOO_FAR");
  return blockers;
}

/** Every reason why this agency can't ask this of that party; none when it can. Asking is no objection, nor a position. */
export function blockersOfAsking(facts: AskingFacts): StopBlocker[] {
  const blockers = blockersOfStopping(facts);
  if (!facts.seats.some(({ agency }) => agency === facts.agency)) blockers.push("AGENCY_HAS_NO_SEAT");
  if (facts.caseKind === "PHASE_ADVANCE" && facts.addressee === "PARTNER") blockers.push("NO_SUCH_PARTY");
  return blockers;
}

/** Why an open request can't be answered any more: its time is over, whether or not anyone has noted that yet. */
export const blockersOfAnswering = ({ dueAt, now }: { readonly dueAt: Date; readonly now: Date }): StopBlocker[] =>
  now >= dueAt ? ["ANSWER_TIME_OVER"] : [];

function blockersOfStopping(facts: StopFacts): StopBlocker[] {
  const blockers: StopBlocker[] = [];
  if (facts.namedRevision !== facts.caseRevision) blockers.push("STALE_REVISION");
  if (!mayBeStopped(facts.caseStatus)) blockers.push("NOT_UNDER_REVIEW");
  return blockers;
}
