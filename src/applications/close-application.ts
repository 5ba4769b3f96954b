import { stepOrRefuse } from "../graph/step.ts";
import type { Tx } from "../ledger/tx.ts";
import { applicationLifecycle } from "../rules/lifecycles/application.ts";
import type { ClosureReason } from "../rules/vocabulary.ts";
import { Application } from "./application.ts";
import { applicationAudience } from "./audience.ts";
import type { Parties } from "./parties.ts";

/**
 * Ends a locked application without a decision, for a coded reason, and records it. What the review holds about it, a
 * proposal or a dispute, is the caller's to end. Refuses where its state allows no withdrawal.
 */
export async function closeApplication(
  tx: Tx,
  application: Application,
  parties: Parties,
  closureReason: ClosureReason,
): Promise<void> {
  const from = application.status;
  const to = stepOrRefuse(applicationLifecycle, from, "withdraw", ["input", "applicationId"]);
  await tx.update(Application, application, {
    status: to,
    closureReason,
    closedAt: tx.now,
    dueAt: null,
    rebuttalDueAt: null,
    intendedAt: null,
  });
  const audience = applicationAudience(application, parties);
  tx.record(Application, { type: "ApplicationWithdrawn", subject: application, from, to, audience });
}
