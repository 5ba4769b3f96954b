import { hashLength } from "../merkle/hashes.ts";
import type { NoteKey, SigningKey } from "./note-keys.ts";
import { NoteError, openNote, signNote } from "./signed-note.ts";

/** What a checkpoint says of a tree. */
export interface TreeHead {
  /** Which log it is. */
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
}

/** What a checkpoint says once it is believed, and whose signature that was. */
export interface OpenedCheckpoint extends TreeHead {
  readonly signedBy: NoteKey;
}

/** A tree's head as a signed checkpoint: C2SP's tlog-checkpoint, under one signature. */
export const signCheckpoint = ({ origin, size, root }: TreeHead, key: SigningKey): string =>
  signNote(`${origin}\n${size}\n${root.toString("base64")}\n`, key);

/** Believes a checkpoint of the keys' own log where one of them has signed it. Throws NoteError. */
export function openCheckpoint(note: string, known: readonly NoteKey[]): OpenedCheckpoint {
  const { text, signedBy } = openNote(note, known);
  const [origin = "", written = "", encoded = ""] = text.split("\n");
  const size = /^(0|[1-9]\d{0,15})$/.test(written) ? Number(written) : Number.NaN;
  const root = Buffer.from(encoded, "base64");
  if (!Number.isSafeInteger(size)) throw new NoteError(`"${written.slice(0, 40)}" is no size of a tree.`);
  if (root.length !== hashLength || root.toString("base64") !== encoded) {
    throw new NoteError("Its third line isn't the base64 of a root's 32 bytes.");
  }
  if (origin !== signedBy.name) throw new NoteError(`It is of ${origin}, and its key is for ${signedBy.name}.`);
  return { origin, size, root, signedBy };
}
