import { sql } from "../../graph/sql.ts";
import { partnerTag } from "../../identity/visibility.ts";
import type { Tx } from "../../ledger/tx.ts";
import type { Programme } from "../../partners/programme.ts";
import { vendorAudience } from "../audience.ts";
import type { Vendor } from "../vendors/vendor.ts";

/** Who may read that a programme ended: its vendor, officials, and every organisation that is or was in it. */
export async function programmeAudience(
  tx: Tx,
  vendor: Pick<Vendor, "org">,
  { id }: Pick<Programme, "id">,
): Promise<string[]> {
  const enrolled = await tx.query<{ org: string }>(
    sql`select distinct org from enrolment where programme_id = ${id} order by org`,
  );
  return [...vendorAudience(vendor), ...enrolled.map(({ org }) => partnerTag(org))];
}

/** Who may read about an enrolment: the vendor, officials, and the organisation itself. */
export const enrolmentAudience = (vendor: Pick<Vendor, "org">, { org }: { readonly org: string }): string[] => [
  ...vendorAudience(vendor),
  partnerTag(org),
];
