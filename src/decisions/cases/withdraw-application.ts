import type { WithdrawApplicationInput } from "../../applications/application-inputs.ts";
import { closeApplication } from "../../applications/close-application.ts";
import type { Context } from "../../context.ts";
import { refuseForeign } from "../../graph/refusals.ts";
import { authorise } from "../../identity/permissions.ts";
import { change } from "../../ledger/change.ts";
import { lockApplication } from "./locked-case.ts";
import { endOpenMatters } from "./open-matters.ts";
import { refuseReopened } from "./reopened.ts";

/** Withdraws the actor's own application; what the panel proposed or disputed about it ends with it. */
export function withdrawApplication(context: Context, input: WithdrawApplicationInput) {
  authorise(context.actor, "application:withdraw");
  return change(context, "withdrawApplication", input, async (tx) => {
    const field = ["input", "applicationId"];
    const locked = await lockApplication(tx, input.applicationId, field, { ofWithdrawnRelease: true });
    refuseForeign(tx, locked.partner, "the partner that applied", field);
    await refuseReopened(tx, locked);
    await closeApplication(tx, locked.row, locked, "WITHDRAWN_BY_APPLICANT");
    await endOpenMatters(tx, locked);
    return { applicationId: locked.row.id };
  });
}
