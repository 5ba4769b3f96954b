import type { Context } from "../../context.ts";
import { stepOrRefuse } from "../../graph/step.ts";
import { authorise } from "../../identity/permissions.ts";
import { change } from "../../ledger/change.ts";
import { holdLifecycle } from "../../rules/lifecycles/hold.ts";
import { caseAudience, lockCase } from "../cases/locked-case.ts";
import { settle } from "../clocks/case-clocks.ts";
import { evaluatePanel } from "../panel/panel-review.ts";
import { Hold, holdStatusOf } from "./hold.ts";
import type { ReleaseHoldInput } from "./stop-inputs.ts";

/** Releases a hold. Where nothing else stops the clock it runs again, and what the panel said meanwhile counts. */
export function releaseHold(context: Context, input: ReleaseHoldInput) {
  authorise(context.actor, "hold:release");
  return change(context, "releaseHold", input, async (tx) => {
    const field = ["input", "holdId"];
    const seen = await tx.peek(Hold, input.holdId, field);
    const locked = await lockCase(tx, seen.caseId, field);
    const hold = await tx.lock(Hold, input.holdId, field);
    const from = holdStatusOf(hold);
    const to = stepOrRefuse(holdLifecycle, from, "release", field);
    await tx.update(Hold, hold, {
      releasedAt: tx.now,
      releasedBy: tx.actor.subject,
      releaseNote: input.note ?? null,
    });
    tx.record(Hold, { type: "HoldReleased", subject: hold, from, to, audience: caseAudience(locked) });
    await evaluatePanel(tx, locked);
    await settle(tx, locked);
    return { holdId: hold.id, caseId: locked.row.id };
  });
}
