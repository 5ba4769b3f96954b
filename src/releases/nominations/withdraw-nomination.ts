import type { Context } from "../../context.ts";
import { stepOrRefuse } from "../../graph/step.ts";
import { authorise } from "../../identity/permissions.ts";
import { change } from "../../ledger/change.ts";
import { nominationLifecycle } from "../../rules/lifecycles/nomination.ts";
import { vendorAudience } from "../audience.ts";
import { lockRelease } from "../register/locked-release.ts";
import { Nomination } from "./nomination.ts";
import type { WithdrawNominationInput } from "./nomination-inputs.ts";

/** Takes an organisation off the actor's own short list, the only ones that a vendor sees. */
export function withdrawNomination(context: Context, input: WithdrawNominationInput) {
  authorise(context.actor, "partner:withdraw-nomination");
  return change(context, "withdrawNomination", input, async (tx) => {
    const field = ["input", "nominationId"];
    const { releaseId } = await tx.peek(Nomination, input.nominationId, field);
    const { vendor } = await lockRelease(tx, releaseId, "share", field);
    const nomination = await tx.lock(Nomination, input.nominationId, field);
    const from = nomination.status;
    const to = stepOrRefuse(nominationLifecycle, from, "withdraw", field);
    await tx.update(Nomination, nomination, { status: to, withdrawnAt: tx.now });
    tx.record(Nomination, {
      type: "NominationWithdrawn",
      subject: nomination,
      from,
      to,
      audience: vendorAudience(vendor),
    });
    return { nominationId: nomination.id };
  });
}
