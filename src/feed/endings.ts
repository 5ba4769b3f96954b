import { type Sql, sql } from "../graph/sql.ts";
import { type FeedEntry, feedColumns } from "./feed-entry.ts";

/** What is told of an entry that ends an identity or its connections. */
export type Ending = Pick<FeedEntry, "sequence" | "type" | "names">;

/** The ledger's end, and the entries behind a place that name someone, in order: 500 at most, the rest from the last one. */
export interface Endings {
  readonly head: number;
  readonly entries: readonly Ending[];
}

/** How many entries are told at once. */
export const mostEndings = 500;

interface Source {
  query<Row>(text: string, values: readonly unknown[]): Promise<Row[]>;
}

/** Reads them in one statement; with null for the place, the ledger's end alone. */
export async function endingsAfter(source: Source, after: number | null): Promise<Endings> {
  const rows = await query<Ending & { head: number }>(
    source,
    sql`select tail.head, e.sequence, e.type, e.names from (select last_seq as head from ledger_tail) tail
      left join lateral (select ${feedColumns} from ledger_entry e where e.seq > ${after}::int8
        and e.subject_type = 'Revocation' order by e.seq limit ${mostEndings}) e on true order by e.sequence`,
  );
  const entries = rows.flatMap(({ head: _, ...ending }) => (ending.sequence === null ? [] : [ending]));
  return { head: rows[0]?.head ?? 0, entries };
}

const query = <Row>(source: Source, { text, values }: Sql): Promise<Row[]> => source.query<Row>(text, values);
