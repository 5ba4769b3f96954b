import { deadlineAfter, type Stop } from "./clock.ts";
import type { PolicyDocument } from "./policy.ts";
import { clocksOf } from "./policy-clocks.ts";
import type { Agency, ApplicationStatus, PhaseAdvanceStatus } from "./vocabulary.ts";

/** Why a referral can't be extended, with what it means. */
export const extensionBlockers = {
  STALE_REVISION: "The case has another revision than the one named: read it again.",
  NOT_IN_REVIEW: "The case isn't before the panel: no position is awaited.",
  NOT_YOUR_AGENCY: "This is another agency's seat: each extends its own time.",
  ALREADY_HEARD: "Your agency has been heard on this revision: no more time is needed.",
  ALREADY_EXTENDED: "The referral was extended before: it can be once.",
  TIME_OVER: "The time for the position is over.",
  TOTAL_TIME_EXHAUSTED: "No day is left: the case's total time isn't extended, and ends before another day would.",
} as const;
export type ExtensionBlocker = keyof typeof extensionBlockers;

/** What decides whether, and by how much, an agency's time on a case is extended. */
export interface ExtensionFacts {
  readonly caseStatus: ApplicationStatus | PhaseAdvanceStatus;
  readonly caseRevision: number;
  /** The revision that the official speaks of. */
  readonly namedRevision: number;
  /** The agency whose seat it is, and the official's own. */
  readonly seatOf: Agency;
  readonly agency: Agency | null;
  /** Whether the agency took a position on the current revision. */
  readonly heard: boolean;
  readonly extended: boolean;
  readonly submittedAt: Date;
  readonly referredAt: Date;
  readonly stops: readonly Stop[];
  readonly now: Date;
}

/** By how many days a referral is extended, or every reason why it isn't. */
export type Extension =
  | { readonly days: number; readonly blockers: readonly [] }
  | { readonly days: 0; readonly blockers: readonly ExtensionBlocker[] };

/**
 * By how many days this referral is extended: as many as the policy gives, and not past the end of the case's total
 * time, which stands. While the clock is stopped everything is judged as if it ran again now: what comes later of a stop
 * moves both dates alike.
 */
export function extensionOf(policy: PolicyDocument, facts: ExtensionFacts): Extension {
  const { position, extension, total } = clocksOf(policy);
  const stops = facts.stops.map(({ from, to }) => ({ from, to: to ?? facts.now }));
  const until = (from: Date, days: number) => (deadlineAfter(policy, from, days, stops) as Date).getTime();
  const blockers = blockersOfTaking(facts);
  if (until(facts.referredAt, position) < facts.now.getTime()) blockers.push("TIME_OVER");
  const end = until(facts.submittedAt, total);
  let days = extension;
  while (days > 0 && until(facts.referredAt, position + days) > end) days -= 1;
  if (days === 0) blockers.push("TOTAL_TIME_EXHAUSTED");
  return blockers.length > 0 ? { days: 0, blockers } : { days, blockers: [] };
}

function blockersOfTaking(facts: ExtensionFacts): ExtensionBlocker[] {
  const blockers: ExtensionBlocker[] = [];
  if (facts.namedRevision !== facts.caseRevision) blockers.push("STALE_REVISION");
  if (facts.caseStatus !== "IN_REVIEW") blockers.push("NOT_IN_REVIEW");
  if (facts.seatOf !== facts.agency) blockers.push("NOT_YOUR_AGENCY");
  if (facts.heard) blockers.push("ALREADY_HEARD");
  if (facts.extended) blockers.push("ALREADY_EXTENDED");
  return blockers;
}
