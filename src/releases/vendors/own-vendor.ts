import { Refused, refusal } from "../../graph/refusal.ts";
import type { Tx } from "../../ledger/tx.ts";
import { Vendor } from "./vendor.ts";

/** Locks the vendor that the actor's organisation is. Refuses with BLOCKED where Commerce has enrolled none. */
export async function shareOwnVendor(tx: Tx): Promise<Vendor> {
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
