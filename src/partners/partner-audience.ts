import { sql } from "../graph/sql.ts";
import { partnerTag, vendorTag } from "../identity/visibility.ts";
import type { Tx } from "../ledger/tx.ts";
import { holdingAuthorizationStatuses } from "../rules/lifecycles/authorization.ts";
import type { Partner } from "./partner.ts";

/** Who may read a ledger entry about a partner: the partner itself and officials. */
export const partnerAudience = ({ org }: Pick<Partner, "org">): string[] => ["officials", partnerTag(org)];

/**
 * The vendors for whose releases the partner holds an authorization: when its standing moves, what it holds is effective
 * or not from then on. Authorizations belong to a later room, so this reads their table.
 */
export async function vendorsConcerned(tx: Tx, { id }: Pick<Partner, "id">): Promise<string[]> {
  const vendors = await tx.query<{ org: string }>(
    sql`select distinct v.org from "authorization" a join release r on r.id = a.release_id join vendor v on v.id = r.vendor_id
        where a.partner_id = ${id} and a.status = any(${[...holdingAuthorizationStatuses]}::varchar[])
          and a.expires_at > ${tx.now} order by v.org`,
  );
  return vendors.map(({ org }) => vendorTag(org));
}
