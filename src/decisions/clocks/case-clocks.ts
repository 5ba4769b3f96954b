import { sql } from "../../graph/sql.ts";
import type { Tx } from "../../ledger/tx.ts";
import { type Deadlines, type DisputeEvents, deadlinesOf } from "../../rules/deadlines.ts";
import { caseAudience, entityOf, type LockedCase, panelAudience, tellParties } from "../cases/locked-case.ts";
import { reopenedAt } from "../cases/reopened.ts";
import { Dispute } from "../disputes/dispute.ts";
import { openDisputeOf } from "../disputes/disputes.ts";
import { levelDecidedAt, votedLateAt } from "../disputes/level-events.ts";
import { Decision } from "../outcomes/decision.ts";
import { proposalEvents, standingProposal } from "../outcomes/proposals.ts";
import { Rebuttal } from "../outcomes/rebuttal.ts";
import { Referral } from "../panel/referral.ts";
import { stopsOf } from "../stops/stops.ts";

/**
 * The last act of every change that touches a case: brings what is kept of its deadlines to what its events make of
 * them, and tells its parties where it stands.
 */
export async function settle(tx: Tx, locked: LockedCase): Promise<void> {
  await refreshClocks(tx, locked);
  tellParties(tx, locked);
}

/** Derives every deadline of the case anew and stores those that are others than before, each with its entry. */
async function refreshClocks(tx: Tx, locked: LockedCase): Promise<void> {
  const { row, policy } = locked;
  if (row.closedAt !== null) return;
  // One after the other: a transaction is one connection.
  const stops = await stopsOf(tx, row.id);
  const referrals = await tx.manager.findBy(Referral, { caseId: row.id });
  const dispute = await openDisputeOf(tx, locked);
  const rebuttal = await tx.manager.findOneBy(Rebuttal, { caseId: row.id, status: "FILED" });
  const proposal = await standingProposal(tx, locked);
  const ofDispute = dispute && (await disputeEvents(tx, dispute));
  const due = deadlinesOf(policy, {
    status: row.status,
    submittedAt: row.lastSubmittedAt,
    reopenedAt: await whenReopened(tx, locked),
    intendedAt: row.intendedAt,
    rebuttalFiledAt: rebuttal?.filedAt ?? null,
    stops,
    referrals,
    dispute: ofDispute,
    proposal: proposal && (await proposalEvents(tx, proposal)),
  });
  await refreshCase(tx, locked, due);
  for (const referral of referrals) await refreshReferral(tx, referral, due);
  if (dispute && ofDispute) await refreshDispute(tx, dispute, ofDispute, due);
  if (rebuttal && !same(rebuttal.dueAt, due.rebuttalDecisionDueAt)) {
    await tx.update(Rebuttal, rebuttal, { dueAt: due.rebuttalDecisionDueAt });
    tx.record(Rebuttal, { type: "DeadlineMoved", subject: rebuttal, audience: panelAudience });
  }
  if (proposal) await refreshProposal(tx, proposal, due);
}

/** A level whose time passed in silence has no date, until a late vote gives it one. */
async function refreshDispute(tx: Tx, dispute: Dispute, events: DisputeEvents, due: Deadlines): Promise<void> {
  if (same(dispute.dueAt, due.disputeDueAt) || (dispute.silentAt !== null && events.votedLateAt === null)) return;
  await tx.update(Dispute, dispute, { dueAt: due.disputeDueAt });
  tx.record(Dispute, { type: "DeadlineMoved", subject: dispute, audience: panelAudience });
}

async function refreshProposal(tx: Tx, proposal: Decision, due: Deadlines): Promise<void> {
  const { countersignatureDueAt: dueAt, countersignatureRemindAt: remindAt } = due;
  if (same(proposal.dueAt, dueAt) && same(proposal.remindAt, remindAt)) return;
  await tx.update(Decision, proposal, { dueAt, remindAt });
  tx.record(Decision, { type: "DeadlineMoved", subject: proposal, audience: panelAudience });
}

/** When the latest upheld appeal reopened the decided case; null where none did. */
async function whenReopened(tx: Tx, { row }: LockedCase): Promise<Date | null> {
  const [upheld] = await tx.query<{ at: Date | null }>(sql`select ${reopenedAt(sql`${row.id}`)} as at`);
  return upheld?.at ?? null;
}

async function refreshCase(tx: Tx, locked: LockedCase, { dueAt, rebuttalDueAt }: Deadlines): Promise<void> {
  const { row, type } = locked;
  if (same(row.dueAt, dueAt) && same(row.rebuttalDueAt, rebuttalDueAt)) return;
  await tx.update(entityOf[type] as never, row as never, { dueAt, rebuttalDueAt } as never);
  const audience = row.submittedAt === null ? panelAudience : caseAudience(locked);
  tx.record(entityOf[type] as never, { type: "DeadlineMoved", subject: row, audience });
}

async function refreshReferral(tx: Tx, referral: Referral, { referrals }: Deadlines): Promise<void> {
  const due = referrals.get(referral.id);
  if (!due || (same(referral.dueAt, due.dueAt) && same(referral.remindAt, due.remindAt))) return;
  await tx.update(Referral, referral, due);
  tx.record(Referral, { type: "DeadlineMoved", subject: referral, audience: panelAudience });
}

const same = (one: Date | null, other: Date | null): boolean => one?.getTime() === other?.getTime();

/** The events of the dispute's level, and whether that has decided. */
async function disputeEvents(tx: Tx, { id, level, levelSince }: Dispute): Promise<DisputeEvents> {
  const [events] = await tx.query<Pick<DisputeEvents, "decidedAt" | "votedLateAt">>(
    sql`select ${levelDecidedAt} as "decidedAt", ${votedLateAt} as "votedLateAt" from dispute d where d.id = ${id}`,
  );
  return { level, levelSince, decidedAt: events?.decidedAt ?? null, votedLateAt: events?.votedLateAt ?? null };
}
