import type { Context } from "../../src/context.ts";
import { sql } from "../../src/graph/sql.ts";
import { Cursor, encodePosition, type LedgerPosition, markOf } from "../../src/ledger/cursor.ts";

/** The number of the entry that a cursor stands behind. */
export const sequenceIn = (cursor: unknown): number => (Cursor.parseValue(cursor) as LedgerPosition).sequence;

/** A text without what its cursors know their ledger by: that is another for each, whatever was done. */
export const withoutMarks = (text: string): string =>
  text.replace(/\bbGVkZ2Vy[\w-]+/g, (cursor) => {
    const { sequence, id } = Cursor.parseValue(cursor) as LedgerPosition;
    return encodePosition({ sequence, id });
  });

/** The cursor behind all that a ledger of at least one entry holds, as it is handed out. */
export async function endOfLedger({ database }: Context["services"]): Promise<string> {
  const { text, values } =
    sql`select e.seq as sequence, ${markOf("e")} as mark from ledger_entry e order by e.seq desc limit 1`;
  const [end] = await database.query<{ sequence: number; mark: string }>(text, values);
  return encodePosition({ ...end!, id: null });
}
