import { sql } from "../graph/sql.ts";
import type { Tx } from "../ledger/tx.ts";
import type { PartnerStatus } from "../rules/vocabulary.ts";
import { type Found, matchesInList } from "./listed-matches.ts";
import { raiseHits } from "./screen-partner.ts";
import type { ScreeningHit } from "./screening-hit.ts";

/** What came of screening every partner: how many there were, the hits, and how many of those are on admitted ones. */
export interface ScreenedAll {
  readonly partnersScreened: number;
  readonly hitsRaised: number;
  readonly hitsOnAdmitted: number;
  readonly hits: readonly ScreeningHit[];
}

/** What partners' legal names match in one list, by name: it follows from the name and the list alone. */
export type MatchesByName = ReadonlyMap<string, readonly Found[]>;

const none: MatchesByName = new Map();

const notBarred = (tx: Tx) =>
  tx.query<{ id: string; legalName: string; status: PartnerStatus }>(
    sql`select id, legal_name as "legalName", status from partner where status <> 'BARRED' order by id`,
  );

/**
 * Looks for the names of all partners that aren't barred in a list that isn't in force yet: what takes long of screening
 * them, and needs no lock. `progress` is told the share that is done, and waited for.
 */
export async function matchAll(
  tx: Tx,
  listId: string,
  progress: (share: number) => void | Promise<void> = () => {},
): Promise<MatchesByName> {
  const partners = await notBarred(tx);
  const matches = new Map<string, readonly Found[]>();
  for (const [index, { legalName }] of partners.entries()) {
    if (!matches.has(legalName)) matches.set(legalName, await matchesInList(tx, legalName, listId));
    await progress((index + 1) / partners.length);
  }
  return matches;
}

/**
 * Screens every partner that isn't barred against a list, whose row must be locked. What names match is taken from
 * `known`; names that aren't in it, of partners that came or were renamed since, are looked for.
 */
export async function screenAll(tx: Tx, listId: string, known: MatchesByName = none): Promise<ScreenedAll> {
  const partners = await notBarred(tx);
  const hits: ScreeningHit[] = [];
  let hitsOnAdmitted = 0;
  for (const partner of partners) {
    const found = known.get(partner.legalName) ?? (await matchesInList(tx, partner.legalName, listId));
    const raised = await raiseHits(tx, partner, listId, found);
    hits.push(...raised);
    if (partner.status === "ADMITTED") hitsOnAdmitted += raised.length;
  }
  return { partnersScreened: partners.length, hitsRaised: hits.length, hitsOnAdmitted, hits };
}
