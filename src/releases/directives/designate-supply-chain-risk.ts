import type { Context } from "../../context.ts";
import { refusal } from "../../graph/refusal.ts";
import { authorise } from "../../identity/permissions.ts";
import { change } from "../../ledger/change.ts";
import { measureAudience, vendorIsPublic } from "../audience.ts";
import { Vendor } from "../vendors/vendor.ts";
import { Designation } from "./designation.ts";
import type { DesignateSupplyChainRiskInput } from "./designation-inputs.ts";
import { contentOrRefuse } from "./measure-content.ts";

/** Designates a vendor as a supply-chain risk: in force at once on all its releases. One at a time for a vendor. */
export function designateSupplyChainRisk(context: Context, input: DesignateSupplyChainRiskInput) {
  authorise(context.actor, "designation:designate");
  return change(context, "designateSupplyChainRisk", input, async (tx) => {
    const content = await contentOrRefuse(tx, input);
    const vendor = await tx.lock(Vendor, input.vendorId, field);
    tx.onConflict("one_designation_in_force", designatedAlready);
    const designation = await tx.insert(Designation, {
      id: tx.newId("Designation"),
      vendorId: vendor.id,
      ...content,
      status: "IN_FORCE",
      reason: input.reason,
      legalBasis: input.legalBasis,
      rationale: input.rationale ?? null,
      designatedBy: context.actor.subject,
      designatedAt: tx.now,
      acknowledgedAt: null,
      liftedAt: null,
      liftedBy: null,
      liftingReason: null,
    });
    tx.record(Designation, {
      type: "SupplyChainRiskDesignated",
      subject: designation,
      to: designation.status,
      legalBasis: designation.legalBasis,
      audience: measureAudience(vendor, await vendorIsPublic(tx, vendor.id)),
    });
    return { designationId: designation.id };
  });
}

const field = ["input", "vendorId"];

/** A vendor is designated once at a time. */
export const designatedAlready = refusal(
  "DUPLICATE",
  "The vendor is designated already. Lift that designation first.",
  {
    field,
  },
);
