import type { Tx } from "../../ledger/tx.ts";
import type { LockedCase } from "../cases/locked-case.ts";
import { openDispute } from "../disputes/disputes.ts";
import { endRebuttal } from "./countersign-decision.ts";
import { voidProposal } from "./proposals.ts";
import { Rebuttal } from "./rebuttal.ts";

/**
 * Takes a case to the ladder's first level whose rebuttal nobody decided in its time, and gives whether it was so: the
 * intended denial falls, and with it the rebuttal, which the ladder weighs. Nothing is due while the clock is stopped.
 */
export async function rebuttalUndecided(tx: Tx, locked: LockedCase): Promise<boolean> {
  const rebuttal = await openRebuttal(tx, locked);
  if (!rebuttal?.dueAt || tx.now < rebuttal.dueAt) return false;
  await voidProposal(tx, locked);
  await openDispute(tx, locked, "REBUTTAL_UNDECIDED", "dispute");
  return true;
}

/**
 * Has a denial await its countersignature when the time to rebut it is over and no rebuttal is open, and gives whether it
 * was so.
 */
export async function endRebuttalWindow(tx: Tx, locked: LockedCase): Promise<boolean> {
  const { status, rebuttalDueAt } = locked.row;
  if (status !== "INTENT_TO_DENY" || rebuttalDueAt === null || tx.now < rebuttalDueAt) return false;
  if (await openRebuttal(tx, locked)) return false;
  await endRebuttal(tx, locked);
  return true;
}

const openRebuttal = (tx: Tx, { row }: LockedCase): Promise<Rebuttal | null> =>
  tx.manager.findOneBy(Rebuttal, { caseId: row.id, status: "FILED" });
