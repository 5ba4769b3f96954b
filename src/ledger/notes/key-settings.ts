import { readFileSync } from "node:fs";
import { isKeyName, type NoteKey, noteKeyFrom, type SigningKey, signingKeyFrom } from "./note-keys.ts";

/** What is set from outside about the ledger's keys, as it was written; null for what isn't set. */
export interface KeySettings {
  readonly origin: string | null;
  readonly key: string | null;
  readonly keyFile: string | null;
  readonly verifierKeys: string | null;
}

/** What signs the ledger's checkpoints. */
export interface LedgerSigning {
  /** The name of this ledger and of its keys. */
  readonly origin: string;
  /** Null where none is set: on the embedded database one is made then, elsewhere nothing is signed. */
  readonly signing: SigningKey | null;
  /** The keys that signed before. */
  readonly earlier: readonly NoteKey[];
}

/** The name of a ledger on somebody's own machine. */
const developmentOrigin = "countersign.localhost/ledger";

/** Reads the settings; adds to `mistakes` what is wrong with them, and never a key's own text. */
export function signingFrom(settings: KeySettings, ownMachine: boolean, mistakes: string[]): LedgerSigning {
  const origin = originFrom(settings, ownMachine, mistakes);
  const text = keyText(settings, mistakes);
  const variable = settings.keyFile === null ? "LEDGER_SIGNING_KEY" : "LEDGER_SIGNING_KEY_FILE";
  const signing = text === null ? null : noting(mistakes, `${variable} `, () => signingKeyFrom(text, origin));
  const earlier = (settings.verifierKeys ?? "").split(/[\s,]+/).filter((written) => written !== "");
  const keys = earlier.map((written) => noting(mistakes, "LEDGER_VERIFIER_KEYS: ", () => noteKeyFrom(written)));
  for (const key of keys) {
    if (key !== null && key.name !== origin) {
      mistakes.push(
        `LEDGER_VERIFIER_KEYS names a key of ${key.name}, and LEDGER_ORIGIN is ${origin}: one ledger, one name.`,
      );
    }
  }
  return { origin, signing, earlier: keys.filter((key) => key !== null) };
}

function originFrom({ origin, key, keyFile }: KeySettings, ownMachine: boolean, mistakes: string[]): string {
  const keyed = key !== null || keyFile !== null;
  if (origin === null && keyed && !ownMachine) {
    mistakes.push("LEDGER_SIGNING_KEY needs LEDGER_ORIGIN: the ledger's name, such as example.gov/countersign.");
  }
  if (origin !== null && !keyed && !ownMachine) {
    mistakes.push("LEDGER_ORIGIN is set without LEDGER_SIGNING_KEY or LEDGER_SIGNING_KEY_FILE: set the key too.");
  }
  if (origin !== null && !isKeyName(origin)) {
    mistakes.push(
      "LEDGER_ORIGIN must be printable ASCII without spaces and plus signs, such as example.gov/countersign.",
    );
    return developmentOrigin;
  }
  return origin ?? developmentOrigin;
}

function keyText({ key, keyFile }: KeySettings, mistakes: string[]): string | null {
  if (key !== null && keyFile !== null) {
    mistakes.push("LEDGER_SIGNING_KEY and LEDGER_SIGNING_KEY_FILE are both set: keep one of them.");
  }
  if (keyFile === null) return key;
  try {
    return readFileSync(keyFile, "utf8");
  } catch (error) {
    mistakes.push(`LEDGER_SIGNING_KEY_FILE ${keyFile} can't be read: ${(error as NodeJS.ErrnoException).code}.`);
    return null;
  }
}

function noting<Value>(mistakes: string[], what: string, read: () => Value): Value | null {
  try {
    return read();
  } catch (error) {
    mistakes.push(`${what}${(error as Error).message}.`);
    return null;
  }
}
