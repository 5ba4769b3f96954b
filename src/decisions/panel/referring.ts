import type { Tx } from "../../ledger/tx.ts";
import { deadlineAfter } from "../../rules/clock.ts";
import { seatsFor } from "../../rules/panel.ts";
import type { PolicyDocument } from "../../rules/policy.ts";
import { clocksOf } from "../../rules/policy-clocks.ts";
import { type LockedCase, panelAudience } from "../cases/locked-case.ts";
import { stopsOf } from "../stops/stops.ts";
import { Referral } from "./referral.ts";

/** When what was referred now is due, and when its agency is reminded; null while the clock is stopped. */
async function datesOf(tx: Tx, caseId: string, policy: PolicyDocument): Promise<Pick<Referral, "dueAt" | "remindAt">> {
  const { position, remind } = clocksOf(policy);
  const stops = await stopsOf(tx, caseId);
  return {
    dueAt: deadlineAfter(policy, tx.now, position, stops),
    remindAt: deadlineAfter(policy, tx.now, remind, stops),
  };
}

/** What a referral that starts again has had of nothing. */
const fresh = { remindedAt: null, extendedAt: null, extendedDays: null, extensionReason: null, extendedBy: null };

/** Refers the case to every seat of its policy's panel, each with the date by which its position is due. */
export async function referToPanel(tx: Tx, { type, row, policy }: LockedCase): Promise<void> {
  const { dueAt, remindAt } = await datesOf(tx, row.id, policy);
  for (const { agency, seat } of seatsFor(policy)) {
    const referral = await tx.insert(Referral, {
      id: tx.newId("Referral"),
      caseId: row.id,
      caseType: type,
      caseRevision: row.revision,
      agency,
      seat,
      referredAt: tx.now,
      deliveredAt: tx.now,
      remindAt,
      remindedAt: null,
      extendedAt: null,
      extendedDays: null,
      extensionReason: null,
      extendedBy: null,
      dueAt,
    });
    tx.record(Referral, { type: "CaseReferred", subject: referral, audience: panelAudience });
  }
}

/** Starts the case's referrals again for its new revision; its total time runs on. */
export async function restartReferrals(tx: Tx, { row, policy }: LockedCase): Promise<void> {
  const dates = await datesOf(tx, row.id, policy);
  for (const referral of await tx.manager.findBy(Referral, { caseId: row.id })) {
    await tx.update(Referral, referral, {
      ...fresh,
      ...dates,
      caseRevision: row.revision,
      referredAt: tx.now,
      deliveredAt: tx.now,
    });
    tx.record(Referral, { type: "CaseReferredAgain", subject: referral, audience: panelAudience });
  }
}
