import type { Tx } from "../../ledger/tx.ts";
import { afterSilence, countVotes, type LevelCount } from "../../rules/ladder.ts";
import { type LockedCase, panelAudience } from "../cases/locked-case.ts";
import { Dispute } from "./dispute.ts";
import { openDispute, openDisputeOf } from "./disputes.ts";
import { conditionsBefore, recordResult, resolveWith, resultsOf } from "./level-results.ts";
import { levelOf } from "./locked-dispute.ts";
import { Vote } from "./vote.ts";

/**
 * Does what is due about a case's dispute whose level's time is over, and gives whether anything was. A level that
 * decided, and whose result nobody took further, has it proposed. At one that did not, the votes cast count; without a
 * result the dispute goes to the next level, and from the last one with the latest earlier result to the
 * countersignature. Where there is none, equal votes have a denial proposed; where nobody voted it waits there, overdue.
 * Nothing is due while the clock is stopped.
 */
export async function passLevel(tx: Tx, locked: LockedCase): Promise<boolean> {
  const dispute = await openDisputeOf(tx, locked);
  if (!dispute || !isOver(dispute.dueAt, tx.now)) return false;
  const [latest] = await resultsOf(tx, dispute);
  if (latest?.level === dispute.level) await resolveWith(tx, locked, latest);
  else if ((await countLevel(tx, locked, dispute, true)) === "SILENCE") await passSilence(tx, locked, dispute);
  return true;
}

/**
 * Takes a case whose total time is over to the ladder's last level, and gives whether it was below it: by a dispute that
 * opens there, or from the level that it is before, whether or not that has decided.
 */
export async function exhaustTotal(tx: Tx, locked: LockedCase): Promise<boolean> {
  const { status, dueAt } = locked.row;
  if (!isOver(dueAt, tx.now)) return false;
  const last = locked.policy.ladder.length;
  if (status === "IN_REVIEW") {
    await openDispute(tx, locked, "TIME_EXHAUSTED", "dispute", last);
    return true;
  }
  const dispute = await openDisputeOf(tx, locked);
  if (!dispute || dispute.level >= last) return false;
  await climb(tx, dispute, last, { type: "DisputeEscalatedByTime" });
  return true;
}

/** Who takes a dispute further, and why; nobody where time or silence does. */
interface Climb {
  readonly type: "DisputeEscalated" | "DisputeEscalatedBySilence" | "DisputeEscalatedByTime";
  readonly reason?: string;
}

/** Brings a dispute before a higher level, from now on. */
export async function climb(tx: Tx, dispute: Dispute, level: number, { type, reason }: Climb): Promise<void> {
  const from = String(dispute.level);
  const by = reason === undefined ? null : tx.actor;
  await tx.update(Dispute, dispute, {
    level,
    levelSince: tx.now,
    escalatedAgency: by?.agency ?? null,
    escalatedBy: by?.subject ?? null,
    escalationReason: reason ?? null,
  });
  tx.record(Dispute, { type, subject: dispute, from, to: String(level), audience: panelAudience });
}

/** What votes decide names nobody who decided. */
const byVotes = { rationale: null, agency: null, decidedBy: null };

/** Counts the votes of the dispute's level and records what they decide, where they do; says what they come to. */
export async function countLevel(
  tx: Tx,
  locked: LockedCase,
  dispute: Dispute,
  timeIsOver: boolean,
): Promise<LevelCount["kind"]> {
  const { decidedBy, rule } = levelOf(locked, dispute);
  if (rule !== "MAJORITY") return timeIsOver ? "SILENCE" : "WAIT";
  const votes = await tx.manager.findBy(Vote, { disputeId: dispute.id, level: dispute.level });
  const chair = (await resultsOf(tx, dispute)).find(({ basis }) => basis === "CHAIR") ?? null;
  const count = countVotes({ voters: decidedBy, votes, chair: chair?.outcome ?? null, timeIsOver });
  if (count.kind !== "DECIDED") return count.kind;
  if (count.basis === "TIE" && chair) {
    const { outcome, reasons, conditionIds } = chair;
    await recordResult(tx, locked, dispute, { ...byVotes, basis: "TIE", outcome, reasons, conditionIds });
    return count.kind;
  }
  const { basis, outcome } = count;
  await recordResult(tx, locked, dispute, {
    ...byVotes,
    basis,
    outcome,
    reasons: outcome === "DENY" ? reasonsOf(votes) : [],
    conditionIds: outcome === "APPROVE" ? [...(await conditionsBefore(tx, locked, dispute))] : [],
  });
  return count.kind;
}

/** Every reason that the votes against give. */
const reasonsOf = (votes: readonly Vote[]): Vote["reasons"] =>
  [...new Set(votes.filter(({ outcome }) => outcome === "DENY").flatMap(({ reasons }) => reasons))].sort();

/** Takes a dispute on whose level gave no result. */
export async function passSilence(tx: Tx, locked: LockedCase, dispute: Dispute): Promise<void> {
  const [earlier] = await resultsOf(tx, dispute);
  const votes = await tx.manager.findBy(Vote, { disputeId: dispute.id, level: dispute.level });
  const left = { earlierResult: earlier !== undefined, voted: votes.length > 0 };
  const next = afterSilence(locked.policy.ladder, dispute.level, left);
  if (next.kind === "ESCALATE") await climb(tx, dispute, next.level, { type: "DisputeEscalatedBySilence" });
  else if (earlier) await resolveWith(tx, locked, earlier);
  else if (next.kind === "DEADLOCK") {
    const reasons = reasonsOf(votes);
    await recordResult(tx, locked, dispute, {
      ...byVotes,
      basis: "DEADLOCK",
      outcome: "DENY",
      reasons,
      conditionIds: [],
    });
  } else if (dispute.silentAt === null) {
    await tx.update(Dispute, dispute, { silentAt: tx.now, dueAt: null });
    tx.record(Dispute, { type: "DisputeOverdue", subject: dispute, audience: panelAudience });
  }
}

const isOver = (dueAt: Date | null, now: Date): boolean => dueAt !== null && now >= dueAt;
