import { refuseForeign } from "../graph/refusals.ts";
import type { Tx } from "../ledger/tx.ts";
import { Release } from "./release.ts";
import { Vendor } from "./vendor.ts";

/** A release locked, and before it its vendor, in the one lock order. */
interface LockedRelease {
  readonly vendor: Vendor;
  readonly release: Release;
}

/** `write` where the release itself changes or moves, or what is in force on it; `share` where a case builds on it. */
type Mode = "share" | "write";

/** Locks a release of the actor's own. Refuses with NOT_FOUND, or with BLOCKED for one that is public and another's. */
export async function lockOwnRelease(tx: Tx, id: string, mode: Mode): Promise<LockedRelease> {
  const field = ["input", "releaseId"];
  const { vendorId } = await tx.peek(Release, id, field);
  const vendor = await tx.lockKnown(Vendor, vendorId, "pessimistic_read");
  const release = await (mode === "write" ? tx.lock(Release, id, field) : tx.share(Release, id, field));
  refuseForeign(tx, vendor, "the vendor's own people", field);
  return { vendor, release };
}
