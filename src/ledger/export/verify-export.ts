import { GrowingTree } from "../merkle/growing-tree.ts";
import { leafHash } from "../merkle/hashes.ts";
import { type OpenedCheckpoint, openCheckpoint } from "../notes/checkpoint-note.ts";
import type { NoteKey } from "../notes/note-keys.ts";
import { NoteError } from "../notes/signed-note.ts";
import { bodyOf, committedNames, misplaced, openedHash } from "../tree/entry-check.ts";
import { type ExportEnd, type ExportedEntry, firstLine, readLine } from "./format.ts";

/** Something that isn't as it must be, and where. */
export interface Problem {
  /** From 1; null for what is about the file as a whole. */
  readonly line: number | null;
  /** The entry's number, where it is about one. */
  readonly entry: number | null;
  readonly what: string;
}

/** What the caller trusts already. */
export interface Trusted {
  /** The ledger's keys; empty, and no signature is looked at. */
  readonly keys: readonly NoteKey[];
  /** A checkpoint that was kept outside: the file must go on from it. */
  readonly older: OpenedCheckpoint | null;
}

/** What a file was found to be. */
export interface Verified {
  readonly entries: number;
  /** Hex, over the entries of the file. */
  readonly root: string;
  /** The file's own checkpoint, where one was there and believed. */
  readonly checkpoint: OpenedCheckpoint | null;
  readonly problems: number;
}

/**
 * Verifies an export's lines, one after the other and once, in constant memory: every entry is what its body commits to, in
 * its place, and all of them together make the tree that was signed. Each problem is given to `tell` as it is found.
 */
export class ExportVerifier {
  readonly #trusted: Trusted;
  readonly #tell: (problem: Problem) => void;
  readonly #tree = new GrowingTree();
  #line = 0;
  #next = 1;
  #problems = 0;
  #end: ExportEnd | null = null;
  #olderRoot: Uint8Array | null = null;

  constructor(trusted: Trusted, tell: (problem: Problem) => void) {
    this.#trusted = trusted;
    this.#tell = tell;
    this.#noteOlder();
  }

  /** Takes the next line, without its line break; null for one whose bytes are no text. */
  take(line: string | null): void {
    this.#line += 1;
    if (this.#line === 1) {
      if (line !== firstLine) this.#problem(`it is no export of a ledger, which begins with ${firstLine}`);
      return;
    }
    if (this.#end !== null) {
      this.#problem("it stands behind the export's end");
      return;
    }
    const read = readLine(line);
    if (typeof read === "string") {
      this.#problem(read, this.#next);
      this.#next += 1;
    } else if ("end" in read) this.#end = read.end;
    else this.#takeEntry(read.entry);
  }

  /** The file has ended; `whole` unless its last line was cut. Gives what it was found to be. */
  finish(whole: boolean): Verified {
    if (this.#line === 0) this.#problem("it is empty", null, null);
    else if (!whole) this.#problem("the file ends in the middle of it: it was cut", null);
    if (this.#end === null && this.#line > 0)
      this.#problem("the file has no end: lines behind this one were cut off", null);
    const root = Buffer.from(this.#tree.root());
    const checkpoint = this.#end === null ? null : this.#believed(this.#end, root);
    this.#compareOlder();
    return { entries: this.#tree.size, root: root.toString("hex"), checkpoint, problems: this.#problems };
  }

  #takeEntry(entry: ExportedEntry): void {
    const { seq } = entry;
    if (seq > this.#next) this.#problem(missing(this.#next, seq - 1), this.#next);
    else if (seq < this.#next)
      this.#problem(`entry ${seq} stands where entry ${this.#next} should: it is there twice, or out of order`, seq);
    this.#next = Math.max(this.#next, seq) + (seq < this.#next ? 0 : 1);
    for (const what of problemsOf(entry)) this.#problem(what, seq);
    this.#tree.add(leafHash(entry.body));
    this.#noteOlder();
  }

  #noteOlder(): void {
    if (this.#tree.size === this.#trusted.older?.size) this.#olderRoot = this.#tree.root();
  }

  #compareOlder(): void {
    const { older } = this.#trusted;
    if (older === null) return;
    if (this.#olderRoot === null) {
      const lacks = `the checkpoint is of ${older.size} entries, and the file has ${this.#tree.size}: later entries were taken away`;
      this.#problem(lacks, null, null);
    } else if (!older.root.equals(this.#olderRoot)) {
      const forked = `the history was forked: the first ${older.size} entries aren't those that the checkpoint was made of`;
      this.#problem(forked, null, null);
    }
  }

  #believed({ entries, checkpoint }: ExportEnd, root: Buffer): OpenedCheckpoint | null {
    if (entries !== this.#tree.size) {
      this.#problem(`it says that there are ${entries} entries, and the file has ${this.#tree.size}`);
    }
    const { keys } = this.#trusted;
    if (keys.length === 0) return null;
    if (checkpoint === null) {
      this.#problem("it has no checkpoint: nothing proves that these are the ledger's entries");
      return null;
    }
    try {
      const opened = openCheckpoint(checkpoint, keys);
      const same = opened.size === this.#tree.size && opened.root.equals(root);
      if (!same) this.#problem(`its checkpoint is of ${opened.size} entries that aren't these`);
      return opened;
    } catch (error) {
      if (!(error instanceof NoteError)) throw error;
      this.#problem(`its checkpoint can't be believed. ${error.message}`);
      return null;
    }
  }

  #problem(what: string, entry: number | null = null, line: number | null = this.#line): void {
    this.#problems += 1;
    this.#tell({ line, entry, what });
  }
}

const missing = (from: number, to: number): string =>
  from === to ? `entry ${from} is missing before it` : `the entries ${from} to ${to} are missing before it`;

/** What of an entry isn't as its body says. */
function problemsOf({ seq, id, at, operationId, body: text, leafHash: written, disclosures }: ExportedEntry): string[] {
  const body = bodyOf(text);
  if (typeof body === "string") return [body];
  const problems = misplaced(body, { seq, id, at, operationId });
  for (const name of committedNames) {
    if (openedHash(disclosures[name]) !== body[name])
      problems.push(`its ${name} isn't the one that its body commits to`);
  }
  return leafHash(text).toString("hex") === written ? problems : [...problems, "its leaf's hash isn't its body's"];
}
