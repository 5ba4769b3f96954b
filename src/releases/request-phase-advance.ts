import type { Context } from "../context.ts";
import { Refused, refusal } from "../graph/refusal.ts";
import { stepOrRefuse } from "../graph/step.ts";
import { authorise } from "../identity/permissions.ts";
import { change } from "../ledger/change.ts";
import type { Tx } from "../ledger/tx.ts";
import { deadlineAfter } from "../rules/clock.ts";
import { isAdvancePostponed, standingOf } from "../rules/directives.ts";
import { releaseLifecycle } from "../rules/lifecycles/release.ts";
import { vendorAudience } from "./audience.ts";
import { lockOwnRelease } from "./locked-release.ts";
import { PhaseAdvance } from "./phase-advance.ts";
import { Policy } from "./policy.ts";
import type { Release } from "./release.ts";
import type { RequestPhaseAdvanceInput } from "./release-inputs.ts";
import { measuresInside } from "./standing.ts";

/** Asks for one of the actor's own releases to move to its next phase: a case, under the policy that the release adopted. */
export function requestPhaseAdvance(context: Context, input: RequestPhaseAdvanceInput) {
  authorise(context.actor, "phase-advance:request");
  return change(context, "requestPhaseAdvance", input, async (tx) => {
    const { vendor, release } = await lockOwnRelease(tx, input.releaseId, "share");
    const toPhase = stepOrRefuse(releaseLifecycle, release.phase, "advance", field);
    const blockers = await blockersOfAdvance(tx, release);
    if (blockers.length > 0) throw new Refused(notNow(blockers));
    const { document } = await tx.manager.findOneByOrFail(Policy, { id: release.policyId });
    tx.onConflict("one_open_phase_advance", openAlready);
    const advance = await tx.insert(PhaseAdvance, {
      id: tx.newId("PhaseAdvance"),
      releaseId: release.id,
      policyId: release.policyId,
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

/** What is in force on the release that keeps it from advancing. */
async function blockersOfAdvance(tx: Tx, release: Release): Promise<string[]> {
  const measures = await measuresInside(tx, release);
  const standing = standingOf(measures, release.phase);
  const blockers: string[] = [];
  // A stricter standing can hide a postponement, so that is asked for by itself.
  if (isAdvancePostponed(measures, release.phase)) blockers.push("RELEASE_POSTPONED");
  if (standing === "SUSPENDED") blockers.push("RELEASE_SUSPENDED");
  if (standing === "WITHDRAWN") blockers.push("RELEASE_WITHDRAWN");
  return blockers;
}

const field = ["input", "releaseId"];

const notNow = (blockers: readonly string[]) =>
  refusal("BLOCKED", "A directive or designation in force keeps the release from advancing. See its `directives`.", {
    field,
    blockers,
  });

const openAlready = refusal("DUPLICATE", "An advance of this release is open already. See its `phaseAdvances`.", {
  field,
});
