import type { Tx } from "../../ledger/tx.ts";
import { type LockedCase, panelAudience } from "../cases/locked-case.ts";
import { evaluatePanel } from "../panel/panel-review.ts";
import { endRequest } from "../stops/end-information-request.ts";
import { Hold } from "../stops/hold.ts";
import { InformationRequest } from "../stops/information-request.ts";

/**
 * Ends the case's requests that nobody answered in time, and evaluates what the panel said meanwhile. The clock runs
 * again from here, not from the date that passed: until then everything was refused as stopped. Gives whether any ended.
 */
export async function lapseRequests(tx: Tx, locked: LockedCase): Promise<boolean> {
  const open = await tx.manager.findBy(InformationRequest, { caseId: locked.row.id, status: "OPEN" });
  const over = open.filter(({ dueAt }) => dueAt <= tx.now);
  for (const request of over) await endRequest(tx, locked, request, "lapse");
  if (over.length > 0) await evaluatePanel(tx, locked);
  return over.length > 0;
}

/**
 * Notes once, for officials, of each of the case's open holds that the date of its review has passed; the clock stays
 * stopped. Gives whether any was noted.
 */
export async function noteHoldReviews(tx: Tx, locked: LockedCase): Promise<boolean> {
  const holds = await tx.manager.findBy(Hold, { caseId: locked.row.id });
  const due = holds.filter((hold) => !hold.releasedAt && !hold.reviewNotedAt && hold.reviewAt <= tx.now);
  for (const hold of due) {
    await tx.update(Hold, hold, { reviewNotedAt: tx.now });
    tx.record(Hold, { type: "HoldReviewDue", subject: hold, audience: panelAudience });
  }
  return due.length > 0;
}
