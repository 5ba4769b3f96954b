import { amendContent } from "../../applications/amend-content.ts";
import type { AmendApplicationInput } from "../../applications/application-inputs.ts";
import type { Context } from "../../context.ts";
import { authorise } from "../../identity/permissions.ts";
import { change } from "../../ledger/change.ts";
import { closeAppeals } from "../appeals/close-appeals.ts";
import { settle } from "../clocks/case-clocks.ts";
import { closeConditionChanges } from "../conditions/close-condition-changes.ts";
import { closeDispute } from "../disputes/disputes.ts";
import { restartReferrals } from "../panel/referring.ts";
import { lockApplication } from "./locked-case.ts";
import { refuseReopened } from "./reopened.ts";

/**
 * Amends an application: a new revision, of which no agency has yet spoken. Before the panel its referrals start again
 * and what is open about the old revision ends: its dispute, an appeal of silence, and the changes of conditions asked for; the total time runs on.
 */
export function amendApplication(context: Context, input: AmendApplicationInput) {
  authorise(context.actor, "application:amend");
  return change(context, "amendApplication", input, async (tx) => {
    const locked = await lockApplication(tx, input.applicationId, ["input", "applicationId"]);
    await refuseReopened(tx, locked);
    const { from } = await amendContent(tx, locked.row, locked, input);
    locked.told = locked.row.status;
    if (from === "IN_DISPUTE") await closeDispute(tx, locked, "CLOSED");
    await closeAppeals(tx, locked);
    await closeConditionChanges(tx, locked.row.id, "REVISION_REPLACED");
    if (from === "IN_DISPUTE" || from === "IN_REVIEW") await restartReferrals(tx, locked);
    await settle(tx, locked);
    return { applicationId: locked.row.id };
  });
}
