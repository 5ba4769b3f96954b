import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import type { LedgerKeys } from "../notes/ledger-keys.ts";
import { signHead } from "../tree/checkpoints.ts";
import { rowsAfter } from "../tree/ledger-rows.ts";
import type { TreeSource } from "../tree/tile.ts";
import { TreeReader } from "../tree/tree-reader.ts";
import { endLine, entryLine, firstLine } from "./format.ts";

/** What an export came to. */
export interface Exported {
  readonly entries: number;
  /** The checkpoint of just these entries; null where no key is set. */
  readonly checkpoint: string | null;
}

/**
 * Writes the whole ledger, as it stands now, to a file that its owner alone may read: beside it first, so that an export
 * that was broken off is never taken for one. Rows are written as they are, changed or not: telling is the
 * verification's. Throws what the file system or the database says, and LedgerMismatch where nothing may be signed.
 */
export async function exportLedger(
  source: TreeSource,
  keys: LedgerKeys | null,
  path: string,
  onProgress: (share: number) => void,
): Promise<Exported> {
  const head = keys === null ? null : await signHead(source, keys);
  const entries = head?.size ?? (await new TreeReader(source).size());
  const exported = { entries, checkpoint: head?.note ?? null };
  const part = `${path}.part`;
  try {
    await pipeline(linesOf(source, exported, onProgress), createWriteStream(part, { mode: 0o600 }));
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  return exported;
}

/** The file's text, a page of rows at a time. */
async function* linesOf(
  source: TreeSource,
  exported: Exported,
  onProgress: (share: number) => void,
): AsyncGenerator<string, void, void> {
  yield `${firstLine}\n`;
  let last = 0;
  for await (const rows of rowsAfter(source, 0, exported.entries)) {
    if (rows.length > 0) yield `${rows.map(entryLine).join("\n")}\n`;
    last = rows.at(-1)?.seq ?? last;
    onProgress(last / exported.entries);
  }
  yield `${endLine(exported)}\n`;
}
