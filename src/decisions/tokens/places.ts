import { randomInt } from "node:crypto";
import type { Context } from "../../context.ts";
import { type Sql, sql } from "../../graph/sql.ts";

/** How many places a status list has: a lot of others for each token, and 16 KiB in all. */
export const placesInList = 65_536;
/** How many of them are given out before the next list begins: so that a list is soon read, and most lots drawn are free. */
const mostGiven = placesInList / 4;
/** How many lots are drawn for each token at once: that none of them is free comes once in a million at the worst. */
const lots = 10;

/** Where a token's status stands. */
export interface Place {
  readonly list: number;
  readonly place: number;
}

/** An authorization under terms, by their digest. */
export interface Wanted {
  readonly authorizationId: string;
  readonly terms: string;
}

/** The list that places are given out in now. */
const current: Sql = sql`(select coalesce((select case when count(*) < ${mostGiven} then k.list else k.list + 1 end
  from authorization_token k where k.list = (select max(list) from authorization_token) group by k.list), 1) as list)`;

/**
 * A place for each authorization under its terms, in the order asked: the one that it was given before, or one drawn by
 * lot. In two statements however many there are, and again where another node drew the same at the same time.
 */
export async function placesFor(context: Context, wanted: readonly Wanted[]): Promise<Place[]> {
  const found = new Map<string, Place>();
  const keyOf = ({ authorizationId, terms }: Wanted): string => `${authorizationId} ${terms}`;
  // Those who give out the same at the same time wait for each other in the same order.
  const ordered = wanted.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const missing = ordered.filter((each) => !found.has(keyOf(each)));
    if (missing.length === 0) return wanted.map((each) => found.get(keyOf(each)) as Place);
    const read = attempt % 2 === 0 ? give : given;
    for (const row of await unlessDeadlocked(context.query<Wanted & Place>(read(missing)))) found.set(keyOf(row), row);
  }
  throw new Error("No place in a status list was free.");
}

const deadlock = "40P01";

/** Nothing where PostgreSQL broke a deadlock by ending the statement: two that draw lots at once can meet crosswise. */
async function unlessDeadlocked<Row>(rows: Promise<Row[]>): Promise<Row[]> {
  try {
    return await rows;
  } catch (error) {
    if ((error as { readonly code?: unknown }).code !== deadlock) throw error;
    return [];
  }
}

const columns: Sql = sql`k.authorization_id as "authorizationId", encode(k.terms, 'hex') as terms, k.list, k.place`;
const pairs = (wanted: readonly Wanted[]): Sql =>
  sql`unnest(${wanted.map(({ authorizationId }) => authorizationId)}::varchar[], ${wanted.map(({ terms }) => terms)}::varchar[])`;

const given = (wanted: readonly Wanted[]): Sql =>
  sql`select ${columns} from ${pairs(wanted)} w(id, terms)
    join authorization_token k on k.authorization_id = w.id and k.terms = decode(w.terms, 'hex')`;

const give = (wanted: readonly Wanted[]): Sql => {
  const drawn = Array.from({ length: wanted.length * lots }, () => randomInt(placesInList));
  return sql`insert into authorization_token as k (list, place, authorization_id, terms)
    select current.list, free.place, w.id, decode(w.terms, 'hex')
      from ${current} current cross join ${pairs(wanted)} with ordinality w(id, terms, nr)
        cross join lateral (select lot.place
          from unnest((${drawn}::int4[])[(w.nr::int4 - 1) * ${lots} + 1 : w.nr::int4 * ${lots}]) with ordinality lot(place, nr)
          where not exists (select 1 from authorization_token t where t.list = current.list and t.place = lot.place)
          order by lot.nr limit 1) free
    order by w.nr
    on conflict do nothing
    returning ${columns}`;
};
