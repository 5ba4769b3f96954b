import type { Context } from "../../context.ts";
import { stepOrRefuse } from "../../graph/step.ts";
import { authorise } from "../../identity/permissions.ts";
import { change } from "../../ledger/change.ts";
import { designationLifecycle } from "../../rules/lifecycles/designation.ts";
import { measureAudience, vendorIsPublic } from "../audience.ts";
import { Vendor } from "../vendors/vendor.ts";
import { Designation } from "./designation.ts";
import type { LiftDesignationInput } from "./designation-inputs.ts";

/** Lifts a vendor's designation. */
export function liftDesignation(context: Context, input: LiftDesignationInput) {
  authorise(context.actor, "designation:lift");
  return change(context, "liftDesignation", input, async (tx) => {
    const field = ["input", "designationId"];
    const { vendorId } = await tx.peek(Designation, input.designationId, field);
    const vendor = await tx.lockKnown(Vendor, vendorId);
    const designation = await tx.lock(Designation, input.designationId, field);
    const from = designation.status;
    const to = stepOrRefuse(designationLifecycle, from, "lift", field);
    await tx.update(Designation, designation, {
      status: to,
      liftedAt: tx.now,
      liftedBy: tx.actor.subject,
      liftingReason: input.reason,
    });
    tx.record(Designation, {
      type: "DesignationLifted",
      subject: designation,
      from,
      to,
      legalBasis: designation.legalBasis,
      audience: measureAudience(vendor, await vendorIsPublic(tx, vendor.id)),
    });
    return { designationId: designation.id };
  });
}
