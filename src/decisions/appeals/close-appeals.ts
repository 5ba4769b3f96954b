import type { Tx } from "../../ledger/tx.ts";
import { applicantAudience, type LockedCase } from "../cases/locked-case.ts";
import { Appeal } from "./appeal.ts";

/** Ends the case's appeals that nobody decided. */
export async function closeAppeals(tx: Tx, locked: LockedCase): Promise<void> {
  for (const appeal of await tx.manager.findBy(Appeal, { caseId: locked.row.id, status: "FILED" })) {
    await tx.update(Appeal, appeal, { status: "CLOSED", decidedAt: tx.now, dueAt: null });
    tx.record(Appeal, {
      type: "AppealClosed",
      subject: appeal,
      from: "FILED",
      to: "CLOSED",
      audience: applicantAudience(locked),
    });
  }
}
