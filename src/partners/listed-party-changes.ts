import { type Sql, sql } from "../graph/sql.ts";
import type { Tx } from "../ledger/tx.ts";
import type { ListedPartyChangeKind } from "../rules/vocabulary.ts";
import type { ListedPartyChange } from "./listed-party-change.ts";
import type { ScreeningList } from "./screening-list.ts";

type Counts = Pick<ScreeningList, "partiesAdded" | "partiesRemoved" | "partiesChanged">;

/** The keys of what is stored of a party, as the graph's `ListedPartyField` calls them. */
const fieldOf = (key: Sql): Sql => sql`upper(regexp_replace(${key}, '([A-Z])', '_\\1', 'g'))`;

/**
 * Keeps which parties are new, gone and changed since the list before, and in what; all are new on the first. In one
 * statement, while the parties of both lists are there.
 */
export async function keepPartyChanges(tx: Tx, listId: string, previous: string | null): Promise<Counts> {
  const changed = sql`array(select ${fieldOf(sql`each.key`)} from jsonb_object_keys(old.party || new.party) each(key)
    where old.party ->> each.key is distinct from new.party ->> each.key order by 1)`;
  const [counts] = await tx.query<Counts>(
    sql`with kept as (
          insert into listed_party_change (list_id, party_id, kind, changed, before, after)
          select ${listId}, coalesce(new.id, old.id),
                 case when old.id is null then 'ADDED' when new.id is null then 'REMOVED' else 'CHANGED' end,
                 case when old.id is null or new.id is null then '{}' else ${changed} end, old.party, new.party
          from (select * from listed_party where list_id = ${listId}) new
          full join (select * from listed_party where list_id = ${previous}) old on old.id = new.id
          where new.fingerprint is distinct from old.fingerprint
          returning kind)
        select count(*) filter (where kind = 'ADDED')::int as "partiesAdded",
               count(*) filter (where kind = 'REMOVED')::int as "partiesRemoved",
               count(*) filter (where kind = 'CHANGED')::int as "partiesChanged" from kept`,
  );
  return counts as NonNullable<typeof counts>;
}

/** A party that a version changed, in few words. */
export interface ToldPartyChange extends Pick<ListedPartyChange, "kind" | "changed"> {
  /** As the version lists it; as the version before did, where it is REMOVED. */
  readonly name: string;
  readonly source: string;
  /** The name that it was listed under before, where it is CHANGED. */
  readonly nameBefore: string | null;
}

interface Reads {
  query<Row>(statement: Sql): Promise<Row[]>;
}

/** The first changes of each kind that a version kept, by the parties' ids: at most so many of a kind. */
export function readPartyChanges(reads: Reads, listId: string, mostOfAKind: number): Promise<ToldPartyChange[]> {
  const of = (kind: ListedPartyChangeKind): Sql =>
    sql`(select kind, changed, coalesce(after, before) ->> 'name' as name, coalesce(after, before) ->> 'source' as source,
           case kind when 'CHANGED' then before ->> 'name' end as "nameBefore"
         from listed_party_change where list_id = ${listId} and kind = ${kind} order by party_id limit ${mostOfAKind})`;
  return reads.query<ToldPartyChange>(sql`${of("ADDED")} union all ${of("CHANGED")} union all ${of("REMOVED")}`);
}
