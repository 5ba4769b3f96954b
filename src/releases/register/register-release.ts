import type { Context } from "../../context.ts";
import { Refused } from "../../graph/refusal.ts";
import { authorise } from "../../identity/permissions.ts";
import { change } from "../../ledger/change.ts";
import { normalizedName } from "../../rules/names.ts";
import { releaseAudience } from "../audience.ts";
import { nameRefusals } from "../names.ts";
import { latestPolicy } from "../policies/latest-policy.ts";
import { shareOwnVendor } from "../vendors/own-vendor.ts";
import { Release } from "./release.ts";
import { missingToRegister, modelVersionTaken } from "./release-content.ts";
import type { RegisterReleaseInput } from "./release-inputs.ts";

/** Registers a release of the actor's own organisation under the latest version of a policy, or keeps it as a draft. */
export function registerRelease(context: Context, input: RegisterReleaseInput) {
  authorise(context.actor, "release:register");
  return change(context, "registerRelease", input, async (tx) => {
    const vendor = await shareOwnVendor(tx);
    const { description = null, safeguards = null, draft } = input;
    const problems = [...nameRefusals(input.name), ...(draft ? [] : missingToRegister({ description, safeguards }))];
    if (problems.length > 0) throw new Refused(...problems);
    const policy = await latestPolicy(tx, input.policyKey, "RELEASES");
    tx.onConflict("one_release_per_model_version", modelVersionTaken);
    const release = await tx.insert(Release, {
      id: tx.newId("Release"),
      vendorId: vendor.id,
      policyId: policy.id,
      name: normalizedName(input.name),
      modelVersion: input.modelVersion,
      description,
      safeguards,
      phase: draft ? "DRAFT" : "REGISTERED",
      revision: 1,
      registeredAt: draft ? null : tx.now,
      publicSince: null,
      withdrawalReason: null,
      postponedAt: null,
      postponedUntil: null,
      postponementReason: null,
    });
    const type = draft ? "ReleaseDrafted" : "ReleaseRegistered";
    tx.record(Release, { type, subject: release, to: release.phase, audience: releaseAudience(release, vendor) });
    return { releaseId: release.id };
  });
}
