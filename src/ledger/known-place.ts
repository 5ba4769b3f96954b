import { GraphQLError } from "graphql";
import { type Sql, sql } from "../graph/sql.ts";
import { encodePosition, type LedgerPosition, markOf } from "./cursor.ts";

/** What runs a statement: a context, or a change's transaction. */
interface Source {
  query<Row>(statement: Sql): Promise<Row[]>;
}

/**
 * Refuses a place that isn't in this ledger: ahead of it, or behind an entry that is another one here, because the cursor is
 * another ledger's or the ledger was put back to an earlier state since. Throws CURSOR_UNKNOWN with the ledger's end as
 * `resumeFrom`.
 */
export async function refuseUnknown(source: Source, place: LedgerPosition | null | undefined): Promise<void> {
  if (!place) return;
  const [row] = await source.query<{ head: number; headMark: string | null; mark: string | null }>(
    sql`select tail.last_seq as head, last.mark as "headMark", asked.mark from ledger_tail tail
        left join lateral (select ${markOf("e")} as mark from ledger_entry e where e.seq = tail.last_seq) last on true
        left join lateral (select ${markOf("e")} as mark from ledger_entry e where e.seq = ${place.sequence}::int8) asked on true`,
  );
  const { head = 0, headMark = null, mark = null } = row ?? {};
  if (place.sequence > head || (place.mark != null && place.mark !== mark)) {
    throw cursorUnknown({ sequence: head, id: null, mark: headMark });
  }
}

const cursorUnknown = (head: LedgerPosition): GraphQLError =>
  new GraphQLError(
    "This cursor isn't from here: it is ahead of the ledger, or of another one. Read the present state, and follow from the cursor in `resumeFrom`.",
    { extensions: { code: "CURSOR_UNKNOWN", resumeFrom: encodePosition(head) } },
  );
