import { signCheckpoint } from "../notes/checkpoint-note.ts";
import type { LedgerKeys } from "../notes/ledger-keys.ts";
import type { TreeSource } from "./tile.ts";
import { TreeReader } from "./tree-reader.ts";

/** The ledger isn't what it was when it was last signed or verified; the message says where. */
export class LedgerMismatch extends Error {
  override readonly name = "LedgerMismatch";
}

/** A tree's head under a signature. */
export interface SignedHead {
  readonly size: number;
  readonly root: Uint8Array;
  readonly note: string;
}

interface KeptHead {
  readonly size: number;
  readonly root: Buffer;
}

/** The latest checkpoint that is kept; null before the first. */
export async function latestKept(source: TreeSource): Promise<(KeptHead & { note: string }) | null> {
  const [kept] = await source.query<KeptHead & { note: string }>(
    "select size, root, note from ledger_checkpoint order by size desc, signed_at desc limit 1",
  );
  return kept ?? null;
}

/** Throws LedgerMismatch unless the ledger still begins with the entries that a kept head was made of. */
export async function refuseAnother(reader: TreeReader, kept: KeptHead | null, what: string): Promise<void> {
  if (kept === null) return;
  const size = await reader.size();
  if (size < kept.size) {
    throw new LedgerMismatch(`The ledger has ${size} entries, and had ${kept.size} when it was last ${what}.`);
  }
  if (kept.root.equals(await reader.root(kept.size))) return;
  throw new LedgerMismatch(
    `The first ${kept.size} entries of the ledger aren't those that it had when it was last ${what}: ` +
      "export it, and verify the file against a checkpoint to find the entry.",
  );
}

/**
 * Signs the tree above every entry that there is. A ledger that doesn't go on from its latest kept checkpoint is never
 * signed: throws LedgerMismatch.
 */
export async function signHead(source: TreeSource, { signing }: LedgerKeys): Promise<SignedHead> {
  const reader = new TreeReader(source);
  await refuseAnother(reader, await latestKept(source), "signed");
  const size = await reader.size();
  const root = await reader.root(size);
  return { size, root, note: signCheckpoint({ origin: signing.name, size, root: Buffer.from(root) }, signing) };
}

/** Signs the tree as it is and keeps the checkpoint; gives it, or null where this key has signed that size before. */
export async function keepCheckpoint(
  source: TreeSource,
  keys: LedgerKeys,
  fixedNow: Date | null,
): Promise<SignedHead | null> {
  const head = await signHead(source, keys);
  const kept = await source.query(
    `insert into ledger_checkpoint (size, key_id, root, note, signed_at)
     values ($1, $2, $3, $4, coalesce($5::timestamptz, date_trunc('milliseconds', clock_timestamp())))
     on conflict do nothing returning size`,
    [head.size, keys.signing.keyId, head.root, head.note, fixedNow],
  );
  return kept.length > 0 ? head : null;
}
