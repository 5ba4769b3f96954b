import { refusal } from "../../graph/refusal.ts";
import type { Tx } from "../../ledger/tx.ts";
import { vendorIsPublic } from "../audience.ts";
import { Release } from "../register/release.ts";
import { Vendor } from "../vendors/vendor.ts";
import type { Directive } from "./directive.ts";

/** What a directive is about, locked in the one lock order. */
export interface DirectiveTarget {
  readonly vendor: Vendor;
  /** Null for a directive on the vendor. */
  readonly release: Release | null;
  /** Whether it is in the public register. */
  readonly isPublic: boolean;
}

/** `write` where what is in force may change: whoever builds on the standing of the target waits. */
type Mode = "share" | "write";

const modes = { share: "pessimistic_read", write: "pessimistic_write" } as const;

/** Locks a directive's target: the release behind a share of its vendor, or the vendor. */
export async function lockTarget(
  tx: Tx,
  { releaseId, vendorId }: Pick<Directive, "releaseId" | "vendorId">,
  mode: Mode,
): Promise<DirectiveTarget> {
  if (releaseId === null) {
    const vendor = await tx.lockKnown(Vendor, vendorId as string, modes[mode]);
    return { vendor, release: null, isPublic: await vendorIsPublic(tx, vendor.id) };
  }
  const { vendorId: owner } = await tx.manager.findOneByOrFail(Release, { id: releaseId });
  const vendor = await tx.lockKnown(Vendor, owner, "pessimistic_read");
  const release = await tx.lockKnown(Release, releaseId, modes[mode]);
  return { vendor, release, isPublic: release.publicSince !== null };
}

/** The refusal of a directive on nothing, or on a release and a vendor at once. */
export const oneTarget = refusal("INVALID_INPUT", "A directive is about one release or one vendor: give either id.", {
  field: ["input", "releaseId"],
});

/** The refusal of a directive on a release that nobody may use any more. */
export const releaseWithdrawn = refusal(
  "BLOCKED",
  "The vendor has withdrawn the release: nobody may use it any more.",
  {
    field: ["input", "releaseId"],
    blockers: ["RELEASE_WITHDRAWN"],
  },
);
