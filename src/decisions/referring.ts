import type { Tx } from "../ledger/tx.ts";
import { deadlineAfter } from "../rules/clock.ts";
import { seatsFor } from "../rules/panel.ts";
import { type LockedCase, panelAudience } from "./locked-case.ts";
import { Referral } from "./referral.ts";

/** Refers the case to every seat of its policy's panel, each with the date by which its position is due. */
export async function referToPanel(tx: Tx, { type, row, policy }: LockedCase): Promise<void> {
  const dueAt = deadlineAfter(policy, tx.now, policy.clocks.position);
  for (const { agency, seat } of seatsFor(policy)) {
    const referral = await tx.insert(Referral, {
      id: tx.newId("Referral"),
      caseId: row.id,
      caseType: type,
      caseRevision: row.revision,
      agency,
      seat,
      referredAt: tx.now,
      dueAt,
    });
    tx.record(Referral, { type: "CaseReferred", subject: referral, audience: panelAudience });
  }
}

/** Starts the case's referrals again for its new revision; its total time runs on. */
export async function restartReferrals(tx: Tx, { row, policy }: LockedCase): Promise<void> {
  const dueAt = deadlineAfter(policy, tx.now, policy.clocks.position);
  for (const referral of await tx.manager.findBy(Referral, { caseId: row.id })) {
    await tx.update(Referral, referral, { caseRevision: row.revision, referredAt: tx.now, dueAt });
    tx.record(Referral, { type: "CaseReferredAgain", subject: referral, audience: panelAudience });
  }
}
