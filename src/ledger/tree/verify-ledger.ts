import { GrowingTree } from "../merkle/growing-tree.ts";
import { leafHash } from "../merkle/hashes.ts";
import { openCheckpoint } from "../notes/checkpoint-note.ts";
import type { LedgerKeys } from "../notes/ledger-keys.ts";
import { NoteError } from "../notes/signed-note.ts";
import { LedgerMismatch, latestKept, refuseAnother } from "./checkpoints.ts";
import { bodyOf, misplaced, uncommitted } from "./entry-check.ts";
import { committedValues, type LedgerRow, rowsAfter } from "./ledger-rows.ts";
import type { TreeSource } from "./tile.ts";
import { TreeReader } from "./tree-reader.ts";

/** What may be given to a verification. */
export interface VerifyOptions {
  /** Whose signature the latest kept checkpoint must have; null, and its signature isn't looked at. */
  readonly keys: LedgerKeys | null;
  readonly fixedNow: Date | null;
  readonly stopping?: AbortSignal;
  /** Told after each stretch how many entries are verified, and how many there are. */
  readonly onProgress?: (verified: number, size: number) => void;
}

/**
 * Verifies what has been appended since the ledger was last verified, and keeps how far that is: each entry is the one
 * that its body commits to, in its place; the tree above them all goes on from the one that was verified before, and
 * from the latest signed one. Gives how many entries are verified. Throws LedgerMismatch, which says where.
 */
export async function verifyLedger(source: TreeSource, options: VerifyOptions): Promise<number> {
  const { keys, fixedNow, stopping, onProgress } = options;
  const reader = new TreeReader(source);
  const verified = await lastVerified(source);
  await refuseAnother(reader, verified, "verified");
  await refuseForeignCheckpoint(source, reader, keys);
  const size = await reader.size();
  const begun = verified?.size ?? 0;
  const tree = new GrowingTree(begun, await reader.edge(begun));
  for await (const rows of rowsAfter(source, begun, size)) {
    for (const row of rows) add(tree, row);
    onProgress?.(tree.size, size);
    if (stopping?.aborted) break;
  }
  if (tree.size < size && !stopping?.aborted)
    throw new LedgerMismatch(`The ledger lacks entry ${tree.size + 1} of ${size}.`);
  if (tree.size > begun) await keepVerified(source, reader, tree, fixedNow);
  return tree.size;
}

interface Verified {
  readonly size: number;
  readonly root: Buffer;
}

async function lastVerified(source: TreeSource): Promise<Verified | null> {
  const [row] = await source.query<Verified>("select size, root from ledger_verification order by size desc limit 1");
  return row ?? null;
}

/** A checkpoint that this ledger's keys haven't signed was put there by someone else. */
async function refuseForeignCheckpoint(source: TreeSource, reader: TreeReader, keys: LedgerKeys | null): Promise<void> {
  const kept = await latestKept(source);
  if (kept === null) return;
  if (keys !== null) {
    try {
      const { size, root } = openCheckpoint(kept.note, keys.known);
      if (size !== kept.size || !root.equals(kept.root))
        throw new NoteError("It says another size or root than its row.");
    } catch (error) {
      if (!(error instanceof NoteError)) throw error;
      throw new LedgerMismatch(
        `The checkpoint of ${kept.size} entries can't be believed. ${error.message} ` +
          "Where the key was changed, add the former one to LEDGER_VERIFIER_KEYS.",
      );
    }
  }
  await refuseAnother(reader, kept, "signed");
}

function add(tree: GrowingTree, row: LedgerRow): void {
  const number = tree.size + 1;
  if (row.seq !== number) throw new LedgerMismatch(`The ledger lacks entry ${number}: the next is ${row.seq}.`);
  const problems = problemsOf(row);
  if (problems.length > 0)
    throw new LedgerMismatch(`Entry ${number} of the ledger was changed: ${problems.join("; ")}.`);
  tree.add(row.leafHash);
}

/** What of a row isn't as it was written. */
function problemsOf(row: LedgerRow): string[] {
  const { seq, id, at, operationId, salts } = row;
  const body = bodyOf(row.body);
  if (typeof body === "string") return [body];
  const problems = [
    ...misplaced(body, { seq, id, at: at.toISOString(), operationId }),
    ...uncommitted(body, salts, committedValues(row)),
  ];
  return leafHash(row.body).equals(row.leafHash) ? problems : [...problems, "its leaf's hash isn't its body's"];
}

/** The entries are compared with the stored tree too: proofs are made from that. */
async function keepVerified(
  source: TreeSource,
  reader: TreeReader,
  tree: GrowingTree,
  fixedNow: Date | null,
): Promise<void> {
  const root = Buffer.from(tree.root());
  if (!root.equals(await reader.root(tree.size))) {
    throw new LedgerMismatch(
      `The stored tree above the first ${tree.size} entries of the ledger isn't the entries' own.`,
    );
  }
  await source.query(
    `insert into ledger_verification (size, root, verified_at)
     values ($1, $2, coalesce($3::timestamptz, date_trunc('milliseconds', clock_timestamp()))) on conflict do nothing`,
    [tree.size, root, fixedNow],
  );
}
