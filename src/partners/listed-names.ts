import { type Sql, sql } from "../graph/sql.ts";
import { readName } from "../rules/screening/read-name.ts";
import { searchOf } from "../rules/screening/search-keys.ts";
import type { ListedNameKind } from "../rules/vocabulary.ts";
import type { ListedParty } from "./listed-party.ts";

/** A name that a listed party is looked for by, read in one way. */
export interface ListedName {
  readonly partyId: string;
  readonly ordinal: number;
  readonly kind: ListedNameKind;
  readonly name: string;
  readonly searchText: string;
  /** Separated by blanks, which none has within it. */
  readonly searchKeys: string;
}

/** What a party is looked for by: each name and alias, once for every way to read it. */
export function namesOf({ sourceId, name, aliases }: Pick<ListedParty, "sourceId" | "name" | "aliases">): ListedName[] {
  const found: ListedName[] = [];
  for (const [index, each] of [name, ...aliases].entries()) {
    const kind = index === 0 ? "PRIMARY" : "ALIAS";
    for (const { text, keys } of readName(each).map(searchOf)) {
      const searchKeys = keys.join(" ");
      if (found.some((known) => known.name === each && known.searchText === text && known.searchKeys === searchKeys))
        continue;
      found.push({ partyId: sourceId, ordinal: found.length, kind, name: each, searchText: text, searchKeys });
    }
  }
  return found;
}

/** Stores names of a list's parties. */
export const insertNames = (listId: string, some: readonly ListedName[]): Sql =>
  sql`insert into listed_name (list_id, party_id, ordinal, kind, name, search_text, search_keys)
      select ${listId}, party_id, ordinal, kind, name, search_text, string_to_array(search_keys, ' ')
      from unnest(${some.map(({ partyId }) => partyId)}::varchar[],
        ${some.map(({ ordinal }) => ordinal)}::int4[], ${some.map(({ kind }) => kind)}::varchar[],
        ${some.map(({ name }) => name)}::varchar[], ${some.map((each) => each.searchText)}::varchar[],
        ${some.map((each) => each.searchKeys)}::varchar[])
        as each (party_id, ordinal, kind, name, search_text, search_keys)`;
