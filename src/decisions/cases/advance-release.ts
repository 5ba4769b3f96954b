import { stepOrRefuse } from "../../graph/step.ts";
import type { Tx } from "../../ledger/tx.ts";
import type { PhaseAdvance } from "../../releases/advances/phase-advance.ts";
import { releaseAudience } from "../../releases/audience.ts";
import { Release } from "../../releases/register/release.ts";
import { isOpenPhase, releaseLifecycle } from "../../rules/lifecycles/release.ts";
import type { Decision } from "../outcomes/decision.ts";
import type { LockedCase } from "./locked-case.ts";

/** Moves a release to the phase that was approved; its first open phase enters it in the public register. */
export async function advanceRelease(
  tx: Tx,
  { release, vendor }: LockedCase,
  advance: PhaseAdvance,
  decision: Decision,
): Promise<void> {
  const from = release.phase;
  const to = stepOrRefuse(releaseLifecycle, from, "advance", ["input", "decisionId"]);
  if (to !== advance.toPhase)
    throw new Error(`Phase advance ${advance.id} approves ${advance.toPhase}, the release would reach ${to}`);
  await tx.update(Release, release, {
    phase: to,
    publicSince: release.publicSince ?? (isOpenPhase(to) ? tx.now : null),
  });
  tx.record(Release, {
    type: "ReleaseAdvanced",
    subject: release,
    from,
    to,
    legalBasis: decision.legalBasis,
    audience: releaseAudience(release, vendor),
  });
}
