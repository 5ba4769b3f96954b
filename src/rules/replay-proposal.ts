import type { PolicyDocument } from "./policy.ts";
import { clocksOf } from "./policy-clocks.ts";
import type { Moment } from "./replay-dispute.ts";
import type { After } from "./replay-seats.ts";
import type { DecisionOutcome } from "./vocabulary.ts";

/** What stands proposed, and what became of it. */
export interface Proposed {
  readonly kind: "PROPOSED";
  readonly outcome: DecisionOutcome;
  readonly at: Date;
  /** From when the time to rebut counts. */
  readonly counted: Date;
  /** The panel's alone is void when a position comes. */
  readonly basis: "PANEL" | "LADDER" | "REBUTTAL";
  /** When a rebuttal was filed that awaits its decision; null without one. */
  readonly rebuttedAt: Date | null;
  /** When its rebuttal was rejected: nothing more is to be heard then. */
  readonly heardOutAt: Date | null;
}

export const proposed = (outcome: DecisionOutcome, { at, counted }: Moment, basis: Proposed["basis"]): Proposed => ({
  kind: "PROPOSED",
  outcome,
  at,
  counted,
  basis,
  rebuttedAt: null,
  heardOutAt: null,
});

/** A rebuttal is filed: it counts against a denial within the time to rebut, once. */
export function rebutted(proposal: Proposed, at: Date, policy: PolicyDocument, after: After): Proposed {
  const over = after(proposal.counted, clocksOf(policy).intentToDeny);
  const heard = proposal.rebuttedAt !== null || proposal.heardOutAt !== null;
  if (proposal.outcome !== "DENY" || heard || (over !== null && at >= over)) return proposal;
  return { ...proposal, rebuttedAt: at };
}

/** When the time to decide a rebuttal is over; null without one, and while the clock is stopped. */
export const rebuttalDueAt = ({ rebuttedAt }: Proposed, policy: PolicyDocument, after: After): Date | null =>
  rebuttedAt && after(rebuttedAt, clocksOf(policy).rebuttal);

/**
 * From when it can be countersigned: a denial from the end of the time to rebut, or from its rebuttal's rejection. Null
 * while a rebuttal awaits its decision or the clock is stopped.
 */
export function signableFrom(proposal: Proposed, policy: PolicyDocument, after: After): Date | null {
  if (proposal.outcome === "APPROVE") return proposal.at;
  if (proposal.rebuttedAt !== null) return null;
  return proposal.heardOutAt ?? after(proposal.counted, clocksOf(policy).intentToDeny);
}
