import type { Context } from "../../context.ts";
import { authorise } from "../../identity/permissions.ts";
import { change } from "../../ledger/change.ts";
import { settle } from "../clocks/case-clocks.ts";
import type { EscalateDisputeInput } from "./dispute-inputs.ts";
import { actingRefusals, lockDispute, refuseIfAny } from "./locked-dispute.ts";
import { climb } from "./pass-level.ts";

/** Takes a level's result to the next level, within the time for it, for an agency with a deciding seat. */
export function escalateDispute(context: Context, input: EscalateDisputeInput) {
  authorise(context.actor, "dispute:escalate");
  return change(context, "escalateDispute", input, async (tx) => {
    const { locked, dispute } = await lockDispute(tx, input.disputeId);
    refuseIfAny(await actingRefusals(tx, dispute, "escalate", input.level));
    await climb(tx, dispute, dispute.level + 1, { type: "DisputeEscalated", reason: input.reason });
    await settle(tx, locked);
    return { disputeId: dispute.id, caseId: locked.row.id };
  });
}
