import { readFileSync } from "node:fs";
import { eachLine } from "../ledger/export/file-lines.ts";
import { ExportVerifier, type Problem } from "../ledger/export/verify-export.ts";
import { type OpenedCheckpoint, openCheckpoint } from "../ledger/notes/checkpoint-note.ts";
import { type NoteKey, noteKeyFrom } from "../ledger/notes/note-keys.ts";
import { reasonOf } from "../reason.ts";
import { ProgressBar } from "./progress-bar.ts";

/** What to verify a file against. */
export interface VerifyWords {
  /** Verifier keys, or files that hold some, one a line. */
  readonly keys: readonly string[];
  /** A file with a checkpoint that was kept outside. */
  readonly checkpoint: string | null;
}

/** How many problems are listed one by one; the rest is counted. */
const listedAtMost = 50;

/**
 * Verifies an export by itself, and tells what is wrong and where; gives whether nothing is. Throws where a file can't be
 * read, or a key or the older checkpoint is none to verify with.
 */
export async function runLedgerVerify(path: string, words: VerifyWords, say: (line: string) => void): Promise<boolean> {
  const keys = words.keys.flatMap(keysIn);
  const older = words.checkpoint === null ? null : olderFrom(words.checkpoint, keys);
  const bar = new ProgressBar(process.stderr);
  let listed = 0;
  const tell = (problem: Problem): void => {
    listed += 1;
    if (listed <= listedAtMost) say(told(problem));
  };
  const verifier = new ExportVerifier({ keys, older }, tell);
  try {
    const whole = await eachLine(
      path,
      (line) => verifier.take(line),
      (share) => bar.show("verifying", share),
    );
    bar.end();
    const { entries, root, checkpoint, problems } = verifier.finish(whole);
    if (problems > listedAtMost) say(`… and ${problems - listedAtMost} more`);
    say(`${path}: ${entries} entries, root ${root}`);
    if (problems > 0) say(`It does not verify: ${problems === 1 ? "1 problem" : `${problems} problems`}.`);
    else if (checkpoint === null) say("It agrees with itself. No signature was looked at: it may be of any ledger.");
    else say(`It verifies: these are the entries that ${checkpoint.signedBy.verifier} has signed.`);
    if (problems === 0 && older !== null) say(`It goes on from the checkpoint of ${older.size} entries.`);
    return problems === 0;
  } finally {
    bar.end();
  }
}

const told = ({ line, entry, what }: Problem): string => {
  const where = [line === null ? "" : `line ${line}`, entry === null ? "" : `entry ${entry}`].filter(
    (part) => part !== "",
  );
  return where.length === 0 ? what : `${where.join(", ")}: ${what}`;
};

/** A key as it is written, or those that a file holds. */
function keysIn(word: string): NoteKey[] {
  if (/\+[0-9a-f]{8}\+/.test(word)) return [noteKeyFrom(word)];
  const lines = read(word)
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  if (lines.length === 0) throw new Error(`${word} holds no key.`);
  return lines.map(noteKeyFrom);
}

function olderFrom(path: string, keys: readonly NoteKey[]): OpenedCheckpoint {
  try {
    return openCheckpoint(read(path), keys);
  } catch (error) {
    throw new Error(`The checkpoint in ${path} can't be used: ${reasonOf(error)}`, { cause: error });
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new Error(`${path} can't be read: ${reasonOf(error)}`, { cause: error });
  }
}
