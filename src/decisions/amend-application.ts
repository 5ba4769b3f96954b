import { amendContent } from "../applications/amend-content.ts";
import type { AmendApplicationInput } from "../applications/application-inputs.ts";
import type { Context } from "../context.ts";
import { authorise } from "../identity/permissions.ts";
import { change } from "../ledger/change.ts";
import { lockApplication } from "./locked-case.ts";
import { closeDispute } from "./panel-review.ts";
import { restartReferrals } from "./referring.ts";

/**
 * Amends an application: a new revision, of which no agency has yet spoken. Before the panel its referrals start again
 * and a dispute over the old revision ends; the total time runs on.
 */
export function amendApplication(context: Context, input: AmendApplicationInput) {
  authorise(context.actor, "application:amend");
  return change(context, "amendApplication", input, async (tx) => {
    const locked = await lockApplication(tx, input.applicationId, ["input", "applicationId"]);
    const { from } = await amendContent(tx, locked.row, locked, input);
    if (from === "IN_DISPUTE") await closeDispute(tx, locked, "CLOSED");
    if (from === "IN_DISPUTE" || from === "IN_REVIEW") await restartReferrals(tx, locked);
    return { applicationId: locked.row.id };
  });
}
