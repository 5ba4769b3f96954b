import type { Context } from "../../context.ts";
import { Refused, refusal } from "../../graph/refusal.ts";
import { stepOrRefuse } from "../../graph/step.ts";
import { authorise } from "../../identity/permissions.ts";
import { change } from "../../ledger/change.ts";
import { deadlineAfter } from "../../rules/clock.ts";
import { blockersOfAdvance } from "../../rules/directives.ts";
import { releaseLifecycle } from "../../rules/lifecycles/release.ts";
import { vendorAudience } from "../audience.ts";
import { policyFollowed } from "../policies/latest-policy.ts";
import { lockOwnRelease } from "../register/locked-release.ts";
import type { RequestPhaseAdvanceInput } from "../register/release-inputs.ts";
import { measuresInside } from "../register/standing.ts";
import { PhaseAdvance } from "./phase-advance.ts";

/** Asks for one of the actor's own releases to move to its next phase: a case, under the newest version of the policy that the release follows. */
export function requestPhaseAdvance(context: Context, input: RequestPhaseAdvanceInput) {
  authorise(context.actor, "phase-advance:request");
  return change(context, "requestPhaseAdvance", input, async (tx) => {
    const { vendor, release } = await lockOwnRelease(tx, input.releaseId, "share");
    const toPhase = stepOrRefuse(releaseLifecycle, release.phase, "advance", field);
    const blockers = blockersOfAdvance(await measuresInside(tx, release), release.phase);
    if (blockers.length > 0) throw new Refused(notNow(blockers));
    const { id: policyId, document } = await policyFollowed(tx, release);
    tx.onConflict("one_open_phase_advance", openAlready);
    const advance = await tx.insert(PhaseAdvance, {
      id: tx.newId("PhaseAdvance"),
      releaseId: release.id,
      policyId,
      revision: 1,
      status: "SUBMITTED",
      fromPhase: release.phase,
      toPhase,
      justification: input.justification,
      submittedAt: tx.now,
      lastSubmittedAt: tx.now,
      acceptedAt: null,
      dueAt: deadlineAfter(document, tx.now, document.clocks.refer),
      rebuttalDueAt: null,
      intendedAt: null,
      closedAt: null,
      closureReason: null,
    });
    tx.record(PhaseAdvance, {
      type: "PhaseAdvanceRequested",
      subject: advance,
      to: advance.status,
      audience: vendorAudience(vendor),
    });
    return { phaseAdvanceId: advance.id };
  });
}

const field = ["input", "releaseId"];

const notNow = (blockers: readonly string[]) =>
  refusal(
    "BLOCKED",
    "A directive, a designation or your own postponement keeps the release from advancing. See its `directives` and `postponement`.",
    {
      field,
      blockers,
    },
  );

const openAlready = refusal("DUPLICATE", "An advance of this release is open already. See its `phaseAdvances`.", {
  field,
});
