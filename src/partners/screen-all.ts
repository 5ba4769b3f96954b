import { sql } from "../graph/sql.ts";
import type { Tx } from "../ledger/tx.ts";
import type { PartnerStatus } from "../rules/vocabulary.ts";
import { screenPartner } from "./screen-partner.ts";
import type { ScreeningHit } from "./screening-hit.ts";

/** What came of screening every partner: how many there were, the hits, and how many of those are on admitted ones. */
export interface ScreenedAll {
  readonly partnersScreened: number;
  readonly hitsRaised: number;
  readonly hitsOnAdmitted: number;
  readonly hits: readonly ScreeningHit[];
}

/** Screens every partner that isn't barred against a list, whose row must be locked. `progress` is told the share that is done. */
export async function screenAll(
  tx: Tx,
  listId: string,
  progress: (share: number) => void = () => {},
): Promise<ScreenedAll> {
  const partners = await tx.query<{ id: string; legalName: string; status: PartnerStatus }>(
    sql`select id, legal_name as "legalName", status from partner where status <> 'BARRED' order by id`,
  );
  const hits: ScreeningHit[] = [];
  let hitsOnAdmitted = 0;
  for (const [index, partner] of partners.entries()) {
    const raised = await screenPartner(tx, partner, listId);
    hits.push(...raised);
    if (partner.status === "ADMITTED") hitsOnAdmitted += raised.length;
    progress((index + 1) / partners.length);
  }
  return { partnersScreened: partners.length, hitsRaised: hits.length, hitsOnAdmitted, hits };
}
