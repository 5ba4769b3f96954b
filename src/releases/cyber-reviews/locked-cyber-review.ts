import type { Tx } from "../../ledger/tx.ts";
import { type LockedRelease, lockRelease } from "../register/locked-release.ts";
import { CyberReview } from "./cyber-review.ts";

/** A cyber review locked, and before it its release and vendor. */
interface LockedCyberReview extends LockedRelease {
  readonly review: CyberReview;
}

/** Locks a cyber review that the actor may see, in the one lock order. Refuses with NOT_FOUND otherwise. */
export async function lockCyberReview(tx: Tx, id: string, field: readonly string[]): Promise<LockedCyberReview> {
  const { releaseId } = await tx.peek(CyberReview, id, field);
  const locked = await lockRelease(tx, releaseId, "share", field);
  return { ...locked, review: await tx.lock(CyberReview, id, field) };
}
