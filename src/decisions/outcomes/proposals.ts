import type { Tx } from "../../ledger/tx.ts";
import { deadlineAfter } from "../../rules/clock.ts";
import type { ReviewAction } from "../../rules/lifecycles/review.ts";
import type { DecisionBasis, DecisionOutcome, ObjectionReason } from "../../rules/vocabulary.ts";
import { applicantAudience, type LockedCase, moveCase, panelAudience } from "../cases/locked-case.ts";
import { carryRulings } from "../conditions/condition-rulings.ts";
import { currentWordings } from "../conditions/condition-wordings.ts";
import { stopsOf } from "../stops/stops.ts";
import { Decision } from "./decision.ts";
import { Rebuttal } from "./rebuttal.ts";

/** What is proposed for a case, and where it came from. */
export interface Proposal {
  readonly outcome: DecisionOutcome;
  readonly basis: DecisionBasis;
  readonly reasons: ObjectionReason[];
  readonly conditionIds: string[];
  /** The LadderDecision, Rebuttal or Appeal that it came from; null for the panel's. */
  readonly sourceId: string | null;
}

/** What a proposal comes from that may rule on conditions. */
const rulingBases: readonly DecisionBasis[] = ["LADDER", "APPEAL"];

/**
 * Puts a proposal for the case's current revision, and takes the case to where it is signed: an approval awaits its
 * countersignature, a denial is announced first and may be rebutted. Its conditions are in the wording that holds, whatever
 * was consented to since they were chosen. `action` is the step of an approval.
 */
export async function propose(
  tx: Tx,
  locked: LockedCase,
  proposal: Proposal,
  action: Extract<ReviewAction, "propose" | "acceptRebuttal" | "upholdAppeal"> = "propose",
): Promise<Decision> {
  const { type, row, policy } = locked;
  const wordings = await currentWordings(tx, proposal.conditionIds);
  const decision = await tx.insert(Decision, {
    id: tx.newId("Decision"),
    caseId: row.id,
    caseType: type,
    caseRevision: row.revision,
    status: "PROPOSED",
    legalBasis: policy.legalBasis,
    ...proposal,
    conditionIds: wordings.map(({ id }) => id),
    proposedAt: tx.now,
    countersignedAt: null,
    countersignedAgency: null,
    countersignedBy: null,
    refusedBy: null,
    refusalReason: null,
    refusalNote: null,
    closedAt: null,
  });
  tx.record(Decision, {
    type: "DecisionProposed",
    subject: decision,
    to: "PROPOSED",
    legalBasis: decision.legalBasis,
    audience: panelAudience,
  });
  if (rulingBases.includes(proposal.basis)) await carryRulings(tx, decision);
  if (proposal.outcome === "APPROVE") {
    const ended = { rebuttalDueAt: null, intendedAt: null, closedAt: null };
    await moveCase(tx, locked, action, "DecisionAwaited", action === "propose" ? {} : ended);
    return decision;
  }
  const rebuttalDueAt = deadlineAfter(policy, tx.now, policy.clocks.intentToDeny, await stopsOf(tx, row.id));
  const intended = { rebuttalDueAt, intendedAt: tx.now };
  await moveCase(tx, locked, "proposeDenial", "DenialIntended", intended, policy.legalBasis);
  return decision;
}

/** Ends what is said against a proposal that stands no more. */
async function closeRebuttal(tx: Tx, locked: LockedCase, decision: Decision): Promise<void> {
  const rebuttal = await tx.manager.findOneBy(Rebuttal, { decisionId: decision.id, status: "FILED" });
  if (!rebuttal) return;
  await tx.update(Rebuttal, rebuttal, { status: "CLOSED", decidedAt: tx.now, dueAt: null });
  tx.record(Rebuttal, {
    type: "RebuttalClosed",
    subject: rebuttal,
    from: "FILED",
    to: "CLOSED",
    audience: applicantAudience(locked),
  });
}

/** The proposal that stands for the case's current revision, or null. */
export const standingProposal = (tx: Tx, { row }: LockedCase): Promise<Decision | null> =>
  tx.manager.findOneBy(Decision, { caseId: row.id, caseRevision: row.revision, status: "PROPOSED" });

/** Ends the proposal that stands for the case's current revision, if one does. */
export async function voidProposal(tx: Tx, locked: LockedCase): Promise<void> {
  const decision = await standingProposal(tx, locked);
  if (!decision) return;
  await tx.update(Decision, decision, { status: "VOID", closedAt: tx.now });
  tx.record(Decision, {
    type: "DecisionVoided",
    subject: decision,
    from: "PROPOSED",
    to: "VOID",
    audience: panelAudience,
  });
  await closeRebuttal(tx, locked, decision);
}
