import { sql } from "../graph/sql.ts";
import type { Tx } from "../ledger/tx.ts";
import { type Found, matchesInList } from "./listed-matches.ts";
import type { ListedParty } from "./listed-party.ts";
import type { Partner } from "./partner.ts";
import { ScreeningHit } from "./screening-hit.ts";

/** Who reads the ledger of screening: a partner would learn which spellings pass. */
export const screeningAudience = ["officials"];

/**
 * The id of the list in force, or null where none was ever imported. No other comes into force before the change ends.
 * Taken before the partner's lock, as an import does.
 */
export async function listInForce(tx: Tx): Promise<string | null> {
  const [row] = await tx.query<{ listId: string | null }>(
    sql`select list_id as "listId" from screening where id = 1 for share`,
  );
  return row?.listId ?? null;
}

/**
 * Compares a partner's legal name with a list, and raises a hit for each party that it matches: unless the same name has
 * an open hit for it, or was found a match or none of exactly what the list says of it now. No list raises none.
 */
export async function screenPartner(
  tx: Tx,
  partner: Pick<Partner, "id" | "legalName">,
  listId: string | null,
): Promise<ScreeningHit[]> {
  if (listId === null) return [];
  return raiseHits(tx, partner, listId, await matchesInList(tx, partner.legalName, listId));
}

/** The same where what the name matches in the list is known already. */
export async function raiseHits(
  tx: Tx,
  { id: partnerId, legalName }: Pick<Partner, "id" | "legalName">,
  listId: string,
  found: readonly Found[],
): Promise<ScreeningHit[]> {
  const raised: ScreeningHit[] = [];
  const unseen = await unseenOf(tx, partnerId, legalName, listId, found);
  for (const { partyId, name, kind, score, reasons, listed } of unseen) {
    const hit = await tx.insert(ScreeningHit, {
      id: tx.newId("ScreeningHit"),
      partnerId,
      listId,
      partyId,
      fingerprint: listed.fingerprint,
      party: listed.party,
      screenedName: legalName,
      matchedName: name,
      matchedKind: kind,
      score,
      reasons,
      status: "OPEN",
      dispositionReason: null,
      dispositionNote: null,
      disposedBy: null,
      disposedAt: null,
      raisedAt: tx.now,
      revision: 1,
    });
    tx.record(ScreeningHit, { type: "ScreeningHitRaised", subject: hit, to: hit.status, audience: screeningAudience });
    raised.push(hit);
  }
  return raised;
}

/** Whether screening the partner now would raise a hit. */
export async function hasUnseenMatch(
  tx: Tx,
  { id, legalName }: Pick<Partner, "id" | "legalName">,
  listId: string,
): Promise<boolean> {
  return (await unseenOf(tx, id, legalName, listId, await matchesInList(tx, legalName, listId))).length > 0;
}

interface Listed {
  readonly party: ListedParty;
  readonly fingerprint: string;
}

/** Of the listed parties that the name matches those for which it has no such hit yet, with what the list says of them. */
async function unseenOf(
  tx: Tx,
  partnerId: string,
  name: string,
  listId: string,
  found: readonly Found[],
): Promise<(Found & { readonly listed: Listed })[]> {
  if (found.length === 0) return [];
  const rows = await tx.query<Listed & { id: string }>(
    sql`select p.id, p.party, p.fingerprint from listed_party p
        where p.list_id = ${listId} and p.id = any(${found.map(({ partyId }) => partyId)}::varchar[])
          and not exists (select 1 from screening_hit h where h.partner_id = ${partnerId} and h.party_id = p.id
            and h.screened_name = ${name} and (h.status = 'OPEN' or h.fingerprint = p.fingerprint))`,
  );
  const parties = new Map(rows.map((row) => [row.id, row]));
  return found.flatMap((match) => {
    const listed = parties.get(match.partyId);
    return listed === undefined ? [] : [{ ...match, listed }];
  });
}
