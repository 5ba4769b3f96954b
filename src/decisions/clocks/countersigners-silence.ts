import type { Tx } from "../../ledger/tx.ts";
import type { Case } from "../cases/case.ts";
import { applicantAudience, entityOf, type LockedCase, panelAudience } from "../cases/locked-case.ts";
import { Decision } from "../outcomes/decision.ts";
import { standingProposal } from "../outcomes/proposals.ts";

/** Reminds those who may countersign what is proposed, once, before that is due. Gives whether they were. */
export async function remindCountersigners(tx: Tx, locked: LockedCase): Promise<boolean> {
  const proposal = await awaited(tx, locked);
  if (!proposal?.remindAt || !proposal.dueAt || proposal.remindedAt) return false;
  if (tx.now < proposal.remindAt || tx.now >= proposal.dueAt) return false;
  await tx.update(Decision, proposal, { remindedAt: tx.now });
  tx.record(Decision, { type: "CountersignersReminded", subject: proposal, audience: panelAudience });
  return true;
}

/**
 * Notes once that a countersignature is overdue, and tells whoever brought the case. Silence gives nothing here: what is
 * proposed goes on waiting, and may be signed, refused or appealed. Gives whether it was noted.
 */
export async function noteUnsigned(tx: Tx, locked: LockedCase): Promise<boolean> {
  const proposal = await awaited(tx, locked);
  if (!proposal?.dueAt || proposal.overdueNotedAt || tx.now <= proposal.dueAt) return false;
  await tx.update(Decision, proposal, { overdueNotedAt: tx.now });
  tx.record(Decision, { type: "CountersignatureOverdue", subject: proposal, audience: panelAudience });
  const audience = applicantAudience(locked);
  tx.record<Case>(entityOf[locked.type] as never, { type: "CountersignatureMissed", subject: locked.row, audience });
  return true;
}

/** What is proposed for the case and may be countersigned: a denial only once its time to rebut is over. */
async function awaited(tx: Tx, locked: LockedCase): Promise<Decision | null> {
  return locked.row.status === "AWAITING_COUNTERSIGNATURE" ? standingProposal(tx, locked) : null;
}
