import { join, type Sql, sql } from "../graph/sql.ts";
import { hitThreshold, matchReadings, type NameMatch } from "../rules/screening/match-names.ts";
import { type NameReading, readName } from "../rules/screening/read-name.ts";
import { partTexts, searchOf } from "../rules/screening/search-keys.ts";
import type { ListedNameKind } from "../rules/vocabulary.ts";

/** How many listed names, the nearest by their trigrams, are looked at for one reading of a name. */
const candidatesAtMost = 120;
/** And for one part of it. */
const candidatesOfPart = 20;
/** By how many texts, and parts of them, one name is looked for. */
const textsAtMost = 8;
const partsAtMost = 16;

/** A listed name that could match. */
export interface Candidate {
  readonly partyId: string;
  readonly name: string;
  readonly kind: ListedNameKind;
}

/** The name of a listed party that matches best, how well and why. */
export type Found = Candidate & NameMatch;

interface Reads {
  query<Row>(statement: Sql): Promise<Row[]>;
}

/** The listed parties that a name matches well enough for a hit, each by its best name, the best match first. */
export async function matchesInList(tx: Reads, name: string, listId: string): Promise<Found[]> {
  const readings = readName(name);
  return bestByParty(readings, await candidatesOf(tx, readings, listId));
}

/**
 * The listed names that could match: near to the name by the trigrams of what tells, with a word, initials or a number of
 * its own among theirs, or with a part of it.
 */
export async function candidatesOf(tx: Reads, readings: readonly NameReading[], listId: string): Promise<Candidate[]> {
  const searches = readings.map(searchOf);
  const texts = [...new Set(searches.map(({ text }) => text))].slice(0, textsAtMost);
  if (texts.length === 0) return [];
  const keys = [...new Set(searches.flatMap((search) => search.keys))];
  const parts = [...new Set(readings.flatMap(partTexts))].slice(0, partsAtMost);
  const near = (text: string, most: number) => sql`(select n.party_id as "partyId", n.name, n.kind from listed_name n
      where n.list_id = ${listId} and n.search_text % ${text}
      order by similarity(n.search_text, ${text}) desc, n.party_id, n.ordinal limit ${most})`;
  const sharing = (some: readonly string[]) => sql`(select n.party_id as "partyId", n.name, n.kind from listed_name n
      where n.list_id = ${listId} and n.search_keys && ${some}::varchar[]
      order by similarity(n.search_text, ${texts[0]}) desc, n.party_id, n.ordinal limit ${candidatesAtMost})`;
  const initials = keys.filter((key) => key.startsWith("i:"));
  const others = keys.filter((key) => !key.startsWith("i:"));
  const all = [
    ...texts.map((text) => near(text, candidatesAtMost)),
    ...parts.map((part) => near(part, candidatesOfPart)),
    ...[initials, others].filter((some) => some.length > 0).map(sharing),
  ];
  return tx.query<Candidate>(sql`select distinct * from (${join(all, " union all ")}) found`);
}

/** The best match of each party that matches well enough, the best first. */
function bestByParty(readings: readonly NameReading[], near: readonly Candidate[]): Found[] {
  const best = new Map<string, Found>();
  for (const candidate of near) {
    const match = matchReadings(readings, readName(candidate.name));
    if (match.score < hitThreshold) continue;
    if (match.score > (best.get(candidate.partyId)?.score ?? 0))
      best.set(candidate.partyId, { ...candidate, ...match });
  }
  return [...best.values()].sort((a, b) => b.score - a.score || (a.partyId < b.partyId ? -1 : 1));
}
