import type { Context } from "../../context.ts";
import { Refused, refusal } from "../../graph/refusal.ts";
import { authorise } from "../../identity/permissions.ts";
import { change } from "../../ledger/change.ts";
import { Programme } from "../../partners/programme.ts";
import { normalizedName } from "../../rules/names.ts";
import { vendorAudience } from "../audience.ts";
import { nameRefusals } from "../names.ts";
import { latestPolicy } from "../policies/latest-policy.ts";
import { shareOwnVendor } from "../vendors/own-vendor.ts";
import type { OpenProgrammeInput } from "./programme-inputs.ts";

/** Opens a trusted-access programme of the actor's own company, under a policy that is published for programmes. */
export function openProgramme(context: Context, input: OpenProgrammeInput) {
  authorise(context.actor, "programme:open");
  return change(context, "openProgramme", input, async (tx) => {
    const vendor = await shareOwnVendor(tx);
    const problems = nameRefusals(input.name);
    if (problems.length > 0) throw new Refused(...problems);
    const { key } = await latestPolicy(tx, input.policyKey, "PROGRAMMES");
    tx.onConflict("one_open_programme_per_name", nameTaken);
    const programme = await tx.insert(Programme, {
      id: tx.newId("Programme"),
      vendorId: vendor.id,
      name: normalizedName(input.name),
      description: input.description,
      partnerKinds: [...input.partnerKinds].sort(),
      endUses: [...input.endUses].sort(),
      policyKey: key,
      status: "OPEN",
      openedAt: tx.now,
      closedAt: null,
      closingReason: null,
      revokedAt: null,
      revocationReason: null,
      revocationLegalBasis: null,
      revocationNote: null,
    });
    tx.record(Programme, {
      type: "ProgrammeOpened",
      subject: programme,
      to: programme.status,
      audience: vendorAudience(vendor),
    });
    return { programmeId: programme.id };
  });
}

const nameTaken = refusal("DUPLICATE", "You have an open programme of this name. Close it first, or choose another.", {
  field: ["input", "name"],
});
