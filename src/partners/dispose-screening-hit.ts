import type { Context } from "../context.ts";
import { Refused, refusal } from "../graph/refusal.ts";
import { refuseStale } from "../graph/refusals.ts";
import { stepOrRefuse } from "../graph/step.ts";
import { authorise } from "../identity/permissions.ts";
import { change } from "../ledger/change.ts";
import { dispositionAction, dispositionReasons, screeningHitLifecycle } from "../rules/lifecycles/screening-hit.ts";
import { screeningAudience } from "./screen-partner.ts";
import { ScreeningHit } from "./screening-hit.ts";
import type { DisposeScreeningHitInput } from "./screening-inputs.ts";

/** Finds that a hit is a true or a false match, with the reason and a note. A finding may be corrected by the other. */
export function disposeScreeningHit(context: Context, input: DisposeScreeningHitInput) {
  authorise(context.actor, "screening:dispose");
  return change(context, "disposeScreeningHit", input, async (tx) => {
    const field = ["input", "hitId"];
    const hit = await tx.lock(ScreeningHit, input.hitId, field);
    if (input.revision != null) refuseStale("screening hit", hit, input.revision);
    const { disposition, reason } = input;
    const from = hit.status;
    const to = stepOrRefuse(screeningHitLifecycle, from, dispositionAction[disposition], field);
    if (!dispositionReasons[disposition].includes(reason)) throw new Refused(wrongReason(disposition));
    await tx.update(ScreeningHit, hit, {
      status: to,
      dispositionReason: reason,
      dispositionNote: input.note,
      disposedBy: tx.actor.subject,
      disposedAt: tx.now,
      revision: hit.revision + 1,
    });
    tx.record(ScreeningHit, { type: "ScreeningHitDisposed", subject: hit, from, to, audience: screeningAudience });
    return { hitId: hit.id };
  });
}

const wrongReason = (disposition: keyof typeof dispositionReasons) =>
  refusal("INVALID_INPUT", `A ${disposition} rests on one of: ${dispositionReasons[disposition].join(", ")}.`, {
    field: ["input", "reason"],
  });
