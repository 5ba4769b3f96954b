import { type Sql, sql } from "../../graph/sql.ts";
import type { Tx } from "../../ledger/tx.ts";
import { standingOf } from "../../rules/directives.ts";
import { isPostponed } from "../../rules/postponement.ts";
import { releaseAudience } from "../audience.ts";
import { Vendor } from "../vendors/vendor.ts";
import { Release } from "./release.ts";
import { measuresInside } from "./standing.ts";

/** The releases whose vendor's postponement has run out, and nobody has noted it. */
export const duePostponements = (now: Date, limit: number): Sql =>
  sql`select id from release where postponed_until <= ${now} order by postponed_until, id limit ${limit}`;

/**
 * Notes that a vendor's postponement has run out, so that whoever follows the release is told. Gives whether there was
 * anything to note: another may have, and the vendor may have postponed anew.
 */
export async function endPostponement(tx: Tx, releaseId: string): Promise<boolean> {
  const { vendorId } = await tx.manager.findOneByOrFail(Release, { id: releaseId });
  const vendor = await tx.lockKnown(Vendor, vendorId, "pessimistic_read");
  const release = await tx.lockKnown(Release, releaseId);
  if (release.postponedAt === null || isPostponed(release, tx.now)) return false;
  const measures = await measuresInside(tx, release);
  const to = standingOf(measures, release.phase);
  const from = standingOf([...measures, { effect: "POSTPONE", status: "IN_FORCE", scope: null }], release.phase);
  await tx.update(Release, release, { postponedAt: null, postponedUntil: null, postponementReason: null });
  tx.record(Release, {
    type: "ReleasePostponementEnded",
    subject: release,
    from,
    to,
    audience: releaseAudience(release, vendor),
  });
  return true;
}
