import type { Tx } from "../../ledger/tx.ts";
import { deadlineAfter } from "../../rules/clock.ts";
import type { DisputeCause } from "../../rules/vocabulary.ts";
import { type LockedCase, moveCase, panelAudience } from "../cases/locked-case.ts";
import { stopsOf } from "../stops/stops.ts";
import { Dispute } from "./dispute.ts";

/** The case's open dispute, or null. */
export const openDisputeOf = (tx: Tx, { row }: LockedCase): Promise<Dispute | null> =>
  tx.manager.findOneBy(Dispute, { caseId: row.id, status: "OPEN" });

/** Until when a level of the case's ladder has to decide, from now on; null while the clock is stopped. */
async function levelDueAt(tx: Tx, { row, policy }: LockedCase, level: number): Promise<Date | null> {
  const days = policy.ladder[level - 1]?.days;
  if (days === undefined) throw new RangeError(`The ladder of case ${row.id} has no level ${level}`);
  return deadlineAfter(policy, tx.now, days, await stopsOf(tx, row.id));
}

/** Opens a dispute, at the ladder's first level unless another is given. */
export async function openDispute(
  tx: Tx,
  locked: LockedCase,
  cause: DisputeCause,
  action: "dispute" | "refuse",
  level = 1,
): Promise<Dispute> {
  const { type, row } = locked;
  const dispute = await tx.insert(Dispute, {
    id: tx.newId("Dispute"),
    caseId: row.id,
    caseType: type,
    caseRevision: row.revision,
    status: "OPEN",
    cause,
    level,
    openedAt: tx.now,
    levelSince: tx.now,
    dueAt: await levelDueAt(tx, locked, level),
    silentAt: null,
    escalatedAgency: null,
    escalatedBy: null,
    escalationReason: null,
    closedAt: null,
  });
  tx.record(Dispute, { type: "DisputeOpened", subject: dispute, to: "OPEN", audience: panelAudience });
  await moveCase(tx, locked, action, "CaseDisputed", { rebuttalDueAt: null, intendedAt: null });
  return dispute;
}

/** Ends the case's open dispute, if there is one. */
export async function closeDispute(tx: Tx, locked: LockedCase, status: "RESOLVED" | "CLOSED"): Promise<void> {
  const dispute = await openDisputeOf(tx, locked);
  if (!dispute) return;
  await tx.update(Dispute, dispute, { status, closedAt: tx.now, dueAt: null });
  tx.record(Dispute, {
    type: status === "RESOLVED" ? "DisputeResolved" : "DisputeClosed",
    subject: dispute,
    from: "OPEN",
    to: status,
    audience: panelAudience,
  });
}
