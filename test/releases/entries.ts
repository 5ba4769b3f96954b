import { expect } from "vitest";
import { canonical } from "../../src/ledger/canonical.ts";
import { commitment } from "../../src/ledger/commitment.ts";
import type { LedgerEntry } from "../../src/ledger/ledger-entry.ts";
import { leafHash } from "../../src/ledger/merkle/hashes.ts";
import type { Room } from "../support/room.ts";

/** One ledger entry as the tests of this room compare it. */
export interface ShownEntry {
  readonly type: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly legalBasis: string | null;
  readonly audience: readonly string[];
  readonly state: Readonly<Record<string, unknown>>;
  readonly restricted: Readonly<Record<string, unknown>>;
  readonly by: string | null;
}

const columns = `seq, id, at, operation_id as "operationId", body, leaf_hash as "leafHash", audience, type,
  subject_type as "subjectType", subject_id as "subjectId", subject_revision as "subjectRevision", actor, payload,
  restricted, salts`;

/** The entries about a record, oldest first, each proved against its commitments and its hash. */
export async function entriesOf(room: Room, subjectId: string): Promise<ShownEntry[]> {
  const rows = await room.database.query<LedgerEntry>(
    `select ${columns} from ledger_entry where subject_id = $1 order by seq`,
    [subjectId],
  );
  return rows.map((row) => {
    expectProved(row);
    const { type, audience, actor, payload, restricted } = row;
    const { from, to, legalBasis, state } = payload;
    return { type, from, to, legalBasis, audience, state, restricted: restricted.state, by: actor.subject };
  });
}

function expectProved(row: LedgerEntry): void {
  const { type, subjectType, subjectId, subjectRevision: revision, actor, payload, restricted, salts } = row;
  const values = { type, subject: { type: subjectType, id: subjectId, revision }, actor, payload, restricted };
  const body = JSON.parse(row.body);
  expect(canonical(body)).toBe(row.body);
  expect(row.leafHash).toEqual(leafHash(row.body));
  expect(body).toMatchObject({ seq: row.seq, id: row.id, at: row.at.toISOString(), operationId: row.operationId });
  for (const name of ["type", "subject", "actor", "payload", "restricted"] as const) {
    expect(body[name], name).toBe(commitment(salts[name], name, values[name]));
  }
}

/** How many entries the ledger has. */
export async function ledgerLength(room: Room): Promise<number> {
  const [row] = await room.database.query<{ count: number }>("select count(*)::int as count from ledger_entry");
  return row!.count;
}
