import type { Context } from "../../context.ts";
import { typeOfId } from "../../graph/ids.ts";
import { notFound, Refused } from "../../graph/refusal.ts";
import { authorise } from "../../identity/permissions.ts";
import { change } from "../../ledger/change.ts";
import type { WithdrawPhaseAdvanceInput } from "../outcomes/decision-inputs.ts";
import { closedNow, lockCase, moveCase } from "./locked-case.ts";
import { endOpenMatters } from "./open-matters.ts";
import { refuseReopened } from "./reopened.ts";

/** Withdraws the actor's own phase advance, the only ones that a vendor sees; what the panel proposed or disputed about it ends with it. */
export function withdrawPhaseAdvance(context: Context, input: WithdrawPhaseAdvanceInput) {
  authorise(context.actor, "phase-advance:withdraw");
  return change(context, "withdrawPhaseAdvance", input, async (tx) => {
    const field = ["input", "phaseAdvanceId"];
    if (typeOfId(input.phaseAdvanceId) !== "PhaseAdvance") throw new Refused(notFound("phase advance", field));
    const locked = await lockCase(tx, input.phaseAdvanceId, field, { ofWithdrawnRelease: true });
    await refuseReopened(tx, locked);
    await moveCase(tx, locked, "withdraw", "PhaseAdvanceWithdrawn", {
      ...closedNow(tx),
      closureReason: "WITHDRAWN_BY_APPLICANT",
    });
    await endOpenMatters(tx, locked);
    return { phaseAdvanceId: locked.row.id };
  });
}
