import { sql } from "../graph/sql.ts";
import { vendorTag } from "../identity/visibility.ts";
import type { Tx } from "../ledger/tx.ts";
import type { Directive } from "./directives/directive.ts";
import type { Release } from "./register/release.ts";
import type { Vendor } from "./vendors/vendor.ts";

type Org = Pick<Vendor, "org">;

/** Who may read a ledger entry about a vendor, or a phase advance of its release: the vendor itself and officials. */
export const vendorAudience = ({ org }: Org): string[] => ["officials", vendorTag(org)];

/** Who may read one about a release: its vendor and officials, and everyone once it is in the public register. A draft is its vendor's alone. */
export function releaseAudience(release: Pick<Release, "registeredAt" | "publicSince">, { org }: Org): string[] {
  if (release.registeredAt === null) return ["auditors", vendorTag(org)];
  return ["officials", vendorTag(org), ...(release.publicSince === null ? [] : ["public"])];
}

/** Who may read one about a directive: the vendor and officials, and everyone once it came into force on what is public. */
export function directiveAudience(
  directive: Pick<Directive, "inForceSince">,
  { org }: Org,
  targetIsPublic: boolean,
): string[] {
  return measureAudience({ org }, targetIsPublic && directive.inForceSince !== null);
}

/** Who may read one about a measure on a vendor or its releases: the vendor, officials, and everyone if it is public. */
export const measureAudience = ({ org }: Org, isPublic: boolean): string[] => [
  "officials",
  vendorTag(org),
  ...(isPublic ? ["public"] : []),
];

/** Whether a vendor is in the public register: it has a release there. */
export async function vendorIsPublic(tx: Tx, vendorId: string): Promise<boolean> {
  const [row] = await tx.query<{ found: boolean }>(
    sql`select exists (select 1 from release where vendor_id = ${vendorId} and public_since is not null) as found`,
  );
  return row?.found === true;
}

/** Who may read that a policy was published: everyone. */
export const policyAudience: readonly string[] = ["public"];
