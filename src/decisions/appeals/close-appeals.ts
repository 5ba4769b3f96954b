import { stepOrRefuse } from "../../graph/step.ts";
import type { Tx } from "../../ledger/tx.ts";
import { appealLifecycle } from "../../rules/lifecycles/appeal.ts";
import type { MissedDeadline } from "../../rules/review-vocabulary.ts";
import { applicantAudience, type LockedCase } from "../cases/locked-case.ts";
import { Appeal } from "./appeal.ts";

/** Ends the case's appeals that nobody decided, or those alone that are about one kind of missed deadline. */
export async function closeAppeals(tx: Tx, locked: LockedCase, missed?: MissedDeadline): Promise<void> {
  const filed = { caseId: locked.row.id, status: "FILED" as const, ...(missed && { missed }) };
  for (const appeal of await tx.manager.findBy(Appeal, filed)) {
    const from = appeal.status;
    const status = stepOrRefuse(appealLifecycle, from, "close", locked.field);
    await tx.update(Appeal, appeal, { status, decidedAt: tx.now, dueAt: null });
    tx.record(Appeal, { type: "AppealClosed", subject: appeal, from, to: status, audience: applicantAudience(locked) });
  }
}
