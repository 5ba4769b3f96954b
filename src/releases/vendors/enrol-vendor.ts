import type { Context } from "../../context.ts";
import { nameOnRecord } from "../../graph/names-on-record.ts";
import { Refused, refusal } from "../../graph/refusal.ts";
import { authorise } from "../../identity/permissions.ts";
import { change } from "../../ledger/change.ts";
import { vendorAudience } from "../audience.ts";
import { nameRefusals } from "../names.ts";
import { Vendor } from "./vendor.ts";
import type { EnrolVendorInput } from "./vendor-inputs.ts";

/** Enrols a company as a vendor. Refuses a second enrolment of an organisation and a deceptive name; flags one that can be taken for another. */
export function enrolVendor(context: Context, input: EnrolVendorInput) {
  authorise(context.actor, "vendor:enrol");
  return change(context, "enrolVendor", input, async (tx) => {
    const problems = nameRefusals(input.name);
    if (problems.length > 0) throw new Refused(...problems);
    tx.onConflict("one_vendor_per_org", enrolledAlready);
    const id = tx.newId("Vendor");
    const vendor = await tx.insert(Vendor, {
      id,
      org: input.org,
      ...(await nameOnRecord(tx, { table: "vendor", column: "name" }, id, input.name)),
      enrolledAt: tx.now,
    });
    tx.record(Vendor, { type: "VendorEnrolled", subject: vendor, audience: vendorAudience(vendor) });
    return { vendorId: vendor.id };
  });
}

const enrolledAlready = refusal("DUPLICATE", "This organisation is enrolled already.", { field: ["input", "org"] });
