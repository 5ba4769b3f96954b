import type { Tx } from "../../ledger/tx.ts";
import { closeAppeals } from "../appeals/close-appeals.ts";
import { closeConditionChanges } from "../conditions/close-condition-changes.ts";
import { closeDispute } from "../disputes/disputes.ts";
import { voidProposal } from "../outcomes/proposals.ts";
import { Hold } from "../stops/hold.ts";
import { InformationRequest } from "../stops/information-request.ts";
import { caseAudience, type LockedCase } from "./locked-case.ts";

/** Ends what is open about a case that ends without a decision: its proposal, dispute, stops, appeal and changes asked for. */
export async function endOpenMatters(tx: Tx, locked: LockedCase): Promise<void> {
  await voidProposal(tx, locked);
  await closeDispute(tx, locked, "CLOSED");
  await endStops(tx, locked);
  await closeAppeals(tx, locked);
  await closeConditionChanges(tx, locked.row.id, "CASE_CLOSED");
}

async function endStops(tx: Tx, locked: LockedCase): Promise<void> {
  const audience = caseAudience(locked);
  const caseId = locked.row.id;
  for (const hold of await tx.manager.findBy(Hold, { caseId })) {
    if (hold.releasedAt !== null) continue;
    await tx.update(Hold, hold, { releasedAt: tx.now });
    tx.record(Hold, { type: "HoldEndedWithCase", subject: hold, from: "OPEN", to: "RELEASED", audience });
  }
  for (const request of await tx.manager.findBy(InformationRequest, { caseId, status: "OPEN" })) {
    await tx.update(InformationRequest, request, { status: "CLOSED", endedAt: tx.now });
    tx.record(InformationRequest, {
      type: "InformationRequestEndedWithCase",
      subject: request,
      from: "OPEN",
      to: "CLOSED",
      audience,
    });
  }
}
