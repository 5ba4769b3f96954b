import type { Context } from "../context.ts";
import { Refused, refusal } from "../graph/refusal.ts";
import { authorise } from "../identity/permissions.ts";
import { change } from "../ledger/change.ts";
import type { Tx } from "../ledger/tx.ts";
import { normalizedName } from "../rules/names.ts";
import { releaseAudience } from "./audience.ts";
import { latestPolicy } from "./latest-policy.ts";
import { nameRefusals } from "./names.ts";
import { Release } from "./release.ts";
import { missingToRegister, modelVersionTaken } from "./release-content.ts";
import type { RegisterReleaseInput } from "./release-inputs.ts";
import { Vendor } from "./vendor.ts";

/** Registers a release of the actor's own organisation under the latest version of a policy, or keeps it as a draft. */
export function registerRelease(context: Context, input: RegisterReleaseInput) {
  authorise(context.actor, "release:register");
  return change(context, "registerRelease", input, async (tx) => {
    const vendor = await shareOwnVendor(tx);
    const { description = null, safeguards = null, draft } = input;
    const problems = [...nameRefusals(input.name), ...(draft ? [] : missingToRegister({ description, safeguards }))];
    if (problems.length > 0) throw new Refused(...problems);
    const policy = await latestPolicy(tx, input.policyKey);
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
    });
    const type = draft ? "ReleaseDrafted" : "ReleaseRegistered";
    tx.record(Release, { type, subject: release, to: release.phase, audience: releaseAudience(release, vendor) });
    return { releaseId: release.id };
  });
}

/** Locks the vendor that the actor's organisation is. Refuses with BLOCKED where Commerce has enrolled none. */
async function shareOwnVendor(tx: Tx): Promise<Vendor> {
  const vendor = await tx.manager.findOne(Vendor, {
    where: { org: tx.actor.org as string },
    lock: { mode: "pessimistic_read" },
  });
  if (!vendor) throw new Refused(notEnrolled);
  return vendor;
}

const notEnrolled = refusal("BLOCKED", "Your organisation isn't enrolled as a vendor. Commerce enrols vendors.", {
  blockers: ["VENDOR_NOT_ENROLLED"],
});
