import { countDays, deadlineAfter, type Stop } from "../../../src/rules/clock.ts";
import type { DeadlineFacts, Deadlines, DisputeEvents, ProposalEvents } from "../../../src/rules/deadlines.ts";
import type { PolicyDocument } from "../../../src/rules/policy.ts";

const underReview: readonly string[] = ["IN_REVIEW", "IN_DISPUTE", "INTENT_TO_DENY", "AWAITING_COUNTERSIGNATURE"];

/** Every date of a case as its policy and the decisions say, from its events: which days from which event is written here anew. */
export function datesOf(policy: PolicyDocument, facts: DeadlineFacts): Deadlines {
  const { clocks, ladder } = policy;
  const after = (from: Date | null | undefined, days: number): Date | null =>
    from ? deadlineAfter(policy, from, days, facts.stops) : null;
  const reviewed = underReview.includes(facts.status);
  const inAll = reviewed ? after(facts.reopenedAt ?? facts.submittedAt, clocks.total) : null;
  const awaited = reviewed && !facts.rebuttalFiledAt && facts.proposal;
  const signing = awaited ? awaitedSince(policy, awaited, facts.stops) : null;
  const countersign = clocks.countersign as number;
  return {
    dueAt: facts.status === "SUBMITTED" ? after(facts.submittedAt, clocks.refer) : inAll,
    rebuttalDueAt: reviewed ? after(facts.intendedAt, clocks.intentToDeny) : null,
    rebuttalDecisionDueAt: after(facts.rebuttalFiledAt, ladder[0]?.days as number),
    disputeDueAt: facts.dispute && levelDue(policy, facts.dispute, after),
    countersignatureDueAt: after(signing, countersign),
    countersignatureRemindAt: after(signing, beforeTheLastThird(countersign)),
    referrals: new Map(
      facts.referrals.map(({ id, referredAt, extendedDays }) => {
        const longer = extendedDays ?? 0;
        const dueAt = after(referredAt, clocks.position + longer);
        return [id, { dueAt, remindAt: after(referredAt, beforeTheLastThird(clocks.position) + longer) }];
      }),
    ),
  };
}

/** A reminder goes out when a third of the days is left, one at least. */
const beforeTheLastThird = (days: number): number => days - Math.max(1, Math.floor(days / 3));

function levelDue(
  { ladder }: PolicyDocument,
  { level: number, levelSince, decidedAt, votedLateAt }: DisputeEvents,
  after: (from: Date, days: number) => Date | null,
): Date | null {
  const level = ladder[number - 1] as PolicyDocument["ladder"][number];
  if (decidedAt === null) return after(votedLateAt ?? levelSince, level.days);
  return level.appealWithin === null ? null : after(decidedAt, level.appealWithin);
}

/**
 * Since when a proposal awaits its signature: an approval since its case came to that, a denial since it was heard, or could
 * be no more; null while that isn't known, for a stop lasts within the time to rebut.
 */
export function awaitedSince(policy: PolicyDocument, proposal: ProposalEvents, stops: readonly Stop[]): Date | null {
  if (proposal.outcome === "APPROVE") return proposal.awaitedSince;
  const heard = proposal.rebuttalRejectedAt ?? rebuttalOver(policy, proposal.proposedAt, stops);
  return heard && heard < proposal.awaitedSince ? proposal.awaitedSince : heard;
}

function rebuttalOver(policy: PolicyDocument, intendedAt: Date, stops: readonly Stop[]): Date | null {
  const over = stops.filter(({ to }) => to !== null);
  const { at } = countDays(policy, intendedAt, policy.clocks.intentToDeny, over);
  return stops.some(({ from, to }) => to === null && from <= at) ? null : at;
}

/** When a request for information lapses, and when an appeal is to be decided: what nothing stops. */
export const unstoppedDates = {
  InformationRequest: (policy: PolicyDocument, askedAt: Date) =>
    deadlineAfter(policy, askedAt, policy.clocks.intentToDeny),
  Appeal: (policy: PolicyDocument, filedAt: Date) => deadlineAfter(policy, filedAt, policy.clocks.position),
} as const;
