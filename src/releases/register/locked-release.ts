import { refuseForeign } from "../../graph/refusals.ts";
import type { Tx } from "../../ledger/tx.ts";
import { Vendor } from "../vendors/vendor.ts";
import { Release } from "./release.ts";

/** A release locked, and before it its vendor, in the one lock order. */
export interface LockedRelease {
  readonly vendor: Vendor;
  readonly release: Release;
}

/** `write` where the release itself changes or moves, or what is in force on it; `share` where a case builds on it. */
type Mode = "share" | "write";

/** Locks a release that the actor may see. Refuses with NOT_FOUND otherwise. */
export async function lockRelease(
  tx: Tx,
  id: string,
  mode: Mode,
  field: readonly string[] = ["input", "releaseId"],
): Promise<LockedRelease> {
  const { vendorId } = await tx.peek(Release, id, field);
  const vendor = await tx.lockKnown(Vendor, vendorId, "pessimistic_read");
  const release = await (mode === "write" ? tx.lock(Release, id, field) : tx.share(Release, id, field));
  return { vendor, release };
}

/** Locks a release of the actor's own. Refuses with NOT_FOUND, or with BLOCKED for one that is public and another's. */
export async function lockOwnRelease(tx: Tx, id: string, mode: Mode): Promise<LockedRelease> {
  const field = ["input", "releaseId"];
  const locked = await lockRelease(tx, id, mode, field);
  refuseForeign(tx, locked.vendor, "the vendor's own people", field);
  return locked;
}
