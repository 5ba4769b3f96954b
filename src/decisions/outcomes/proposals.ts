import { sql } from "../../graph/sql.ts";
import { stepOrRefuse } from "../../graph/step.ts";
import type { Tx } from "../../ledger/tx.ts";
import { deadlineAfter, type Stop } from "../../rules/clock.ts";
import { deadlinesOf, type ProposalEvents, signatureAwaited } from "../../rules/deadlines.ts";
import { rebuttalLifecycle } from "../../rules/lifecycles/rebuttal.ts";
import type { ReviewAction } from "../../rules/lifecycles/review.ts";
import type { DecisionBasis, DecisionOutcome, ObjectionReason } from "../../rules/vocabulary.ts";
import { closeAppeals } from "../appeals/close-appeals.ts";
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
 * was consented to since they were chosen. `action` is the step of an approval. An approval that takes another proposal's
 * place is to be signed when that was, and is reminded of and noted as that was: the case has awaited its signature since
 * then, and no agency makes it wait longer by speaking again. Where a denial is announced, nothing of that is left to appeal.
 */
export async function propose(
  tx: Tx,
  locked: LockedCase,
  proposal: Proposal,
  action: Extract<ReviewAction, "propose" | "acceptRebuttal" | "upholdAppeal"> = "propose",
): Promise<Decision> {
  const { type, row, policy } = locked;
  const { outcome } = proposal;
  const wordings = await currentWordings(tx, proposal.conditionIds);
  const stops = await stopsOf(tx, row.id);
  const afresh = { awaitedSince: tx.now, remindedAt: null, overdueNotedAt: null };
  const awaited = (outcome === "APPROVE" ? await awaitedBefore(tx, locked, proposal) : null) ?? afresh;
  const events = { outcome, proposedAt: tx.now, awaitedSince: awaited.awaitedSince, rebuttalRejectedAt: null };
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
    ...awaited,
    ...datesToSign(locked, events, stops),
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
  if (outcome === "APPROVE") {
    const ended = { rebuttalDueAt: null, intendedAt: null, closedAt: null };
    await moveCase(tx, locked, action, "DecisionAwaited", action === "propose" ? {} : ended);
    return decision;
  }
  await closeAppeals(tx, locked, "COUNTERSIGNATURE");
  const rebuttalDueAt = deadlineAfter(policy, tx.now, policy.clocks.intentToDeny, stops);
  const intended = { rebuttalDueAt, intendedAt: tx.now };
  await moveCase(tx, locked, "proposeDenial", "DenialIntended", intended, policy.legalBasis);
  return decision;
}

/** From when a proposal's countersignature is awaited, and what was said of that. */
type Awaited = Pick<Decision, "remindedAt" | "overdueNotedAt"> & { readonly awaitedSince: Date };

/**
 * What the case's current revision awaited already when a new approval takes an earlier proposal's place, however long after
 * that fell; null where it awaited nothing. The panel's approval takes the place of whatever was proposed last, unless a
 * countersignature was refused since: that was an answer. One that a ladder, a rebuttal or an appeal gave has time of its
 * own, and takes the place of what came from there alone: it was worded anew.
 */
async function awaitedBefore(tx: Tx, { row }: LockedCase, { basis, sourceId }: Proposal): Promise<Awaited | null> {
  const ofCase = sql`d.case_id = ${row.id} and d.case_revision = ${row.revision}`;
  const unanswered = sql`not exists (select 1 from decision r where r.case_id = d.case_id
    and r.case_revision = d.case_revision and r.status = 'REFUSED' and r.closed_at >= d.closed_at)`;
  const [found] = await tx.query<Awaited>(
    sql`select d.awaited_since as "awaitedSince", d.reminded_at as "remindedAt", d.overdue_noted_at as "overdueNotedAt"
        from decision d where ${ofCase} and d.status = 'VOID' and d.awaited_since is not null
          and ${basis === "PANEL" ? unanswered : sql`d.source_id = ${sourceId}`}
        order by d.closed_at desc, d.proposed_at desc, d.id desc limit 1`,
  );
  return found ?? null;
}

/** When a proposal that is made now is to be signed, and when that is reminded of. */
function datesToSign(
  { policy }: LockedCase,
  proposal: ProposalEvents,
  stops: readonly Stop[],
): Pick<Decision, "dueAt" | "remindAt"> {
  const nothingElse = { submittedAt: null, intendedAt: null, rebuttalFiledAt: null, referrals: [], dispute: null };
  const due = deadlinesOf(policy, { ...nothingElse, status: "AWAITING_COUNTERSIGNATURE", proposal, stops });
  return { dueAt: due.countersignatureDueAt, remindAt: due.countersignatureRemindAt };
}

/** What of a decision ends when it awaits its countersignature no more. */
export const awaitedNoMore = { dueAt: null, remindAt: null } as const;

/** The events of what stands proposed, which its deadline follows from. */
export async function proposalEvents(tx: Tx, decision: Decision): Promise<ProposalEvents> {
  const { id, outcome, proposedAt } = decision;
  const rejected =
    outcome === "DENY" ? await tx.manager.findOneBy(Rebuttal, { decisionId: id, status: "REJECTED" }) : null;
  const awaitedSince = decision.awaitedSince ?? proposedAt;
  return { outcome, proposedAt, awaitedSince, rebuttalRejectedAt: rejected?.decidedAt ?? null };
}

/** Ends what is said against a proposal that stands no more. */
async function closeRebuttal(tx: Tx, locked: LockedCase, decision: Decision): Promise<void> {
  const rebuttal = await tx.manager.findOneBy(Rebuttal, { decisionId: decision.id, status: "FILED" });
  if (!rebuttal) return;
  const from = rebuttal.status;
  const status = stepOrRefuse(rebuttalLifecycle, from, "close", locked.field);
  await tx.update(Rebuttal, rebuttal, { status, decidedAt: tx.now, dueAt: null });
  const audience = applicantAudience(locked);
  tx.record(Rebuttal, { type: "RebuttalClosed", subject: rebuttal, from, to: status, audience });
}

/** The proposal that stands for the case's current revision, or null. */
export const standingProposal = (tx: Tx, { row }: LockedCase): Promise<Decision | null> =>
  tx.manager.findOneBy(Decision, { caseId: row.id, caseRevision: row.revision, status: "PROPOSED" });

/** Ends the proposal that stands for the case's current revision, if one does, and keeps from when it awaited its signature. */
export async function voidProposal(tx: Tx, locked: LockedCase): Promise<void> {
  const decision = await standingProposal(tx, locked);
  if (!decision) return;
  const awaitedSince = await signatureAwaitedSince(tx, locked, decision);
  await tx.update(Decision, decision, { ...awaitedNoMore, awaitedSince, status: "VOID", closedAt: tx.now });
  tx.record(Decision, {
    type: "DecisionVoided",
    subject: decision,
    from: "PROPOSED",
    to: "VOID",
    audience: panelAudience,
  });
  await closeRebuttal(tx, locked, decision);
}

/** From when what stands proposed awaits its signature; null where its case doesn't, as within the time to rebut. */
async function signatureAwaitedSince(tx: Tx, { row, policy }: LockedCase, decision: Decision): Promise<Date | null> {
  if (row.status !== "AWAITING_COUNTERSIGNATURE") return null;
  const events = await proposalEvents(tx, decision);
  return signatureAwaited(policy, events, await stopsOf(tx, row.id))?.from ?? null;
}
