import type { EntryActor, EntryPayload, EntryRestricted, EntrySalts } from "../ledger-entry.ts";
import type { TreeSource } from "./tile.ts";

/** One row of the ledger, whole. */
export interface LedgerRow {
  readonly seq: number;
  readonly id: string;
  readonly at: Date;
  readonly operationId: string;
  readonly body: string;
  readonly leafHash: Buffer;
  readonly type: string;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly subjectRevision: number | null;
  readonly actor: EntryActor;
  readonly payload: EntryPayload;
  readonly restricted: EntryRestricted;
  readonly audience: readonly string[];
  readonly salts: EntrySalts;
}

const page = 1_000;

/**
 * The rows behind a sequence number, up to and with another, a page at a time; the next page is read while one is worked
 * on. Rows that are missing are left out.
 */
export async function* rowsAfter(
  source: TreeSource,
  behind: number,
  upTo: number,
): AsyncGenerator<LedgerRow[], void, void> {
  const read = (from: number): Promise<LedgerRow[]> =>
    source.query<LedgerRow>(
      `select seq, id, at, operation_id as "operationId", body, leaf_hash as "leafHash", type, subject_type as "subjectType",
          subject_id as "subjectId", subject_revision as "subjectRevision", actor, payload, restricted, audience, salts
         from ledger_entry where seq > $1::int8 and seq <= $2::int8 order by seq`,
      [from, Math.min(from + page, upTo)],
    );
  let next = behind < upTo ? read(behind) : null;
  for (let from = behind; next !== null; from += page) {
    const rows: LedgerRow[] = await next;
    next = from + page < upTo ? read(from + page) : null;
    // Whoever stops here leaves the page that is being read to itself.
    next?.catch(() => {});
    yield rows;
  }
}

/** The values that a row's body commits to. */
export const committedValues = ({
  type,
  subjectType,
  subjectId,
  subjectRevision,
  actor,
  payload,
  restricted,
  audience,
}: LedgerRow) => ({
  type,
  subject: { type: subjectType, id: subjectId, revision: subjectRevision },
  actor,
  payload,
  restricted,
  audience,
});
