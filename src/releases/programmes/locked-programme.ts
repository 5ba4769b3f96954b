import { refuseForeign } from "../../graph/refusals.ts";
import type { Tx } from "../../ledger/tx.ts";
import { Programme } from "../../partners/programme.ts";
import { Vendor } from "../vendors/vendor.ts";

/** A programme locked, and before it its vendor, in the one lock order. */
interface LockedProgramme {
  readonly vendor: Vendor;
  readonly programme: Programme;
}

type Mode = "share" | "write";

/** Locks a programme that the actor may see, behind its vendor: shared unless what hangs on all its programmes changes. */
export async function lockProgramme(
  tx: Tx,
  id: string,
  mode: Mode,
  field: readonly string[],
  vendorMode: Mode = "share",
): Promise<LockedProgramme> {
  const { vendorId } = await tx.peek(Programme, id, field);
  const vendor = await tx.lockKnown(
    Vendor,
    vendorId,
    vendorMode === "write" ? "pessimistic_write" : "pessimistic_read",
  );
  const programme = await (mode === "write" ? tx.lock(Programme, id, field) : tx.share(Programme, id, field));
  return { vendor, programme };
}

/** Locks a programme of the actor's own. Refuses with NOT_FOUND, or with BLOCKED for another's that the actor is in. */
export async function lockOwnProgramme(
  tx: Tx,
  id: string,
  mode: Mode,
  field: readonly string[],
): Promise<LockedProgramme> {
  const locked = await lockProgramme(tx, id, mode, field);
  refuseForeign(tx, locked.vendor, "the vendor's own people", field);
  return locked;
}
