import type { Context } from "../../context.ts";
import { Refused, refusal } from "../../graph/refusal.ts";
import { refuseForeign } from "../../graph/refusals.ts";
import { authorise } from "../../identity/permissions.ts";
import { change } from "../../ledger/change.ts";
import type { DesignationStatus } from "../../rules/vocabulary.ts";
import { measureAudience, vendorIsPublic } from "../audience.ts";
import { Vendor } from "../vendors/vendor.ts";
import { Designation } from "./designation.ts";
import type { AcknowledgeDesignationInput } from "./designation-inputs.ts";

/** Acknowledges, once, the designation in force of the actor's own company. */
export function acknowledgeDesignation(context: Context, input: AcknowledgeDesignationInput) {
  authorise(context.actor, "designation:acknowledge");
  return change(context, "acknowledgeDesignation", input, async (tx) => {
    const { vendorId } = await tx.peek(Designation, input.designationId, field);
    const vendor = await tx.lockKnown(Vendor, vendorId, "pessimistic_read");
    const designation = await tx.lock(Designation, input.designationId, field);
    refuseForeign(tx, vendor, "the vendor's own people", field);
    if (designation.status !== "IN_FORCE") throw new Refused(notInForce(designation.status));
    if (designation.acknowledgedAt !== null) throw new Refused(acknowledgedAlready);
    await tx.update(Designation, designation, { acknowledgedAt: tx.now });
    tx.record(Designation, {
      type: "DesignationAcknowledged",
      subject: designation,
      legalBasis: designation.legalBasis,
      audience: measureAudience(vendor, await vendorIsPublic(tx, vendor.id)),
    });
    return { designationId: designation.id };
  });
}

const field = ["input", "designationId"];

const notInForce = (from: DesignationStatus) =>
  refusal("ILLEGAL_TRANSITION", `${from} does not allow acknowledge. It is for a designation in force.`, {
    field,
    from,
    attempted: "acknowledge",
  });

const acknowledgedAlready = refusal("ALREADY_DONE", "This designation is acknowledged already.", { field });
