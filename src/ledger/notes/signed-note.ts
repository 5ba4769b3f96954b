import { sign, verify } from "node:crypto";
import type { NoteKey, SigningKey } from "./note-keys.ts";

/** A signed note can't be believed; the message says why. */
export class NoteError extends Error {
  override readonly name = "NoteError";
}

/** One line of signature under a note. */
interface Signature {
  readonly name: string;
  readonly keyId: string;
  readonly signature: Buffer;
}

/** Longer than any note that is read here: what a file or a database gives is bounded before it is parsed. */
const longestNote = 65_536;
const signatureMark = "\u2014 ";

/** A text, which ends with a line break, with one Ed25519 signature under it: C2SP's signed-note. Throws NoteError. */
export function signNote(text: string, key: SigningKey): string {
  refuseUnsignable(text);
  const signature = Buffer.concat([Buffer.from(key.keyId, "hex"), sign(null, Buffer.from(text), key.privateKey)]);
  return `${text}\n${signatureMark}${key.name} ${signature.toString("base64")}\n`;
}

/** What a note says once it is believed, and whose signature that was. */
export interface OpenedNote {
  readonly text: string;
  readonly signedBy: NoteKey;
}

/**
 * Believes a note where one of the known keys has signed it. Signatures of other keys are passed over, as C2SP's
 * signed-note asks; one of a known key that doesn't hold is refused. Throws NoteError.
 */
export function openNote(note: string, known: readonly NoteKey[]): OpenedNote {
  const { text, signatures } = parsed(note);
  let signedBy: NoteKey | null = null;
  for (const { name, keyId, signature } of signatures) {
    const key = known.find((each) => each.name === name && each.keyId === keyId);
    if (!key) continue;
    if (!verify(null, Buffer.from(text), key.publicKey, signature)) {
      throw new NoteError(`The signature of ${name}+${keyId} isn't that key's over this text.`);
    }
    signedBy ??= key;
  }
  if (signedBy !== null) return { text, signedBy };
  const by = signatures.map(({ name, keyId }) => `${name}+${keyId}`).join(", ");
  throw new NoteError(`None of the known keys has signed it: it is signed by ${by}.`);
}

function parsed(note: string): { text: string; signatures: readonly Signature[] } {
  if (note.length > longestNote) throw new NoteError(`It is longer than ${longestNote} characters.`);
  const end = note.lastIndexOf("\n\n");
  if (end < 0 || !note.endsWith("\n")) throw new NoteError("It has no signatures: they follow an empty line.");
  const text = note.slice(0, end + 1);
  refuseUnsignable(text);
  const lines = note.slice(end + 2, -1).split("\n");
  return { text, signatures: lines.map(signatureIn) };
}

function signatureIn(line: string): Signature {
  const [, name, encoded = ""] = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/u.exec(line) ?? [];
  const bytes = Buffer.from(encoded, "base64");
  if (name === undefined || bytes.length < 5 || bytes.toString("base64") !== encoded) {
    throw new NoteError("A line of signature isn't one: an em dash, the key's name, and base64.");
  }
  return { name, keyId: bytes.subarray(0, 4).toString("hex"), signature: bytes.subarray(4) };
}

function refuseUnsignable(text: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a note may not hold
  if (!text.endsWith("\n") || /[\u0000-\u0009\u000b-\u001f]/.test(text) || /\ufffd/.test(text)) {
    throw new NoteError("A note is lines of text without control characters, each ended by a line break.");
  }
}
