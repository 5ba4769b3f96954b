import type { NoteKey, SigningKey } from "./note-keys.ts";

/** Whose signatures on checkpoints are believed, and which key makes new ones. */
export interface LedgerKeys {
  readonly signing: SigningKey;
  /** The signing key, and those that signed before it. */
  readonly known: readonly NoteKey[];
}

/** The signing key with those before it, each once. */
export const ledgerKeys = (signing: SigningKey, earlier: readonly NoteKey[]): LedgerKeys => ({
  signing,
  known: [signing, ...earlier.filter(({ verifier }) => verifier !== signing.verifier)],
});
