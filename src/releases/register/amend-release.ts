import type { Context } from "../../context.ts";
import { Refused } from "../../graph/refusal.ts";
import { refuseStale, refuseUnchanged } from "../../graph/refusals.ts";
import { stepOrRefuse } from "../../graph/step.ts";
import { authorise } from "../../identity/permissions.ts";
import { change } from "../../ledger/change.ts";
import type { Tx } from "../../ledger/tx.ts";
import { releaseLifecycle } from "../../rules/lifecycles/release.ts";
import { normalizedName } from "../../rules/names.ts";
import { releaseAudience } from "../audience.ts";
import { nameRefusals } from "../names.ts";
import { latestPolicy } from "../policies/latest-policy.ts";
import { Policy } from "../policies/policy.ts";
import { lockOwnRelease } from "./locked-release.ts";
import { Release } from "./release.ts";
import { missingToRegister, modelVersionTaken, sameContent } from "./release-content.ts";
import type { AmendReleaseInput } from "./release-inputs.ts";

/** Changes the record of one of the actor's own releases and counts its revision up; may register what was a draft. */
export function amendRelease(context: Context, input: AmendReleaseInput) {
  authorise(context.actor, "release:amend");
  return change(context, "amendRelease", input, async (tx) => {
    const { vendor, release } = await lockOwnRelease(tx, input.releaseId, "write");
    refuseStale("release", release, input.revision);
    const { register } = input;
    const from = release.phase;
    const phase = stepOrRefuse(releaseLifecycle, from, register ? "register" : "amend", ["input", "releaseId"]);
    const amended = {
      name: input.name == null ? release.name : normalizedName(input.name),
      modelVersion: input.modelVersion ?? release.modelVersion,
      description: input.description ?? release.description,
      safeguards: input.safeguards ?? release.safeguards,
    };
    const problems = [...nameRefusals(input.name), ...(phase === "DRAFT" ? [] : missingToRegister(amended))];
    if (problems.length > 0) throw new Refused(...problems);
    const policyId = await policyIdAmended(tx, release, input.policyKey);
    if (!register && sameContent(release, { ...amended, policyId })) refuseUnchanged("release's record");
    tx.onConflict("one_release_per_model_version", modelVersionTaken);
    const registeredAt = register ? tx.now : release.registeredAt;
    await tx.update(Release, release, { ...amended, policyId, phase, registeredAt, revision: release.revision + 1 });
    tx.record(Release, {
      type: register ? "ReleaseRegistered" : "ReleaseAmended",
      subject: release,
      ...(register ? { from, to: phase } : {}),
      audience: releaseAudience(release, vendor),
    });
    return { releaseId: release.id };
  });
}

/** Another policy's newest version. The one that the release follows already is no change: it follows every version. */
async function policyIdAmended(tx: Tx, { policyId }: Release, key: string | null | undefined): Promise<string> {
  if (key == null) return policyId;
  const followed = await tx.manager.findOneByOrFail(Policy, { id: policyId });
  return followed.key === key ? policyId : (await latestPolicy(tx, key, "RELEASES")).id;
}
