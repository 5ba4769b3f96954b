import { createHash, createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";

/** A key that signs or has signed notes, by what verifies it. */
export interface NoteKey {
  /** Of whoever signs: no spaces, no plus sign. */
  readonly name: string;
  /** Four bytes in hex, by which signatures name the key: of SHA-256 over its name, a line break and the key. */
  readonly keyId: string;
  readonly publicKey: KeyObject;
  /** What a verifier is given: `<name>+<id>+<base64 of 0x01 and the public key>`. */
  readonly verifier: string;
}

/** The key that signs from now on. */
export interface SigningKey extends NoteKey {
  readonly privateKey: KeyObject;
}

/** C2SP's number for Ed25519. */
const ed25519 = 1;
const keyLength = 32;
/** The DER of a PKCS#8 private key and of an SPKI public key, up to the key's own bytes. */
const privatePrefix = Buffer.from("302e020100300506032b657004220420", "hex");
const publicPrefix = Buffer.from("302a300506032b6570032100", "hex");

/** Whether a text can name a key, and be the first line of a checkpoint. */
export const isKeyName = (text: string): boolean => /^[\x21-\x2a\x2c-\x7e]{1,200}$/.test(text);

/**
 * A private key from its text: a PEM (PKCS#8, as `openssl genpkey -algorithm ed25519` writes it; line breaks may be
 * written as \n), or the 32 bytes of its seed in base64. Throws an Error that says what is wrong and never repeats the
 * text.
 */
export function signingKeyFrom(text: string, name: string): SigningKey {
  const privateKey = text.includes("-----BEGIN") ? pemKey(text) : seedKey(text.trim());
  return { ...noteKey(name, rawPublicKey(createPublicKey(privateKey))), privateKey };
}

function pemKey(text: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPrivateKey(text.replaceAll("\\n", "\n"));
  } catch {
    throw new Error("is a PEM that holds no private key");
  }
  if (key.asymmetricKeyType !== "ed25519") throw new Error("holds a key of another kind than Ed25519");
  return key;
}

function seedKey(text: string): KeyObject {
  const seed = Buffer.from(text, "base64");
  if (seed.length !== keyLength || seed.toString("base64").replace(/=+$/, "") !== text.replace(/=+$/, "")) {
    throw new Error("must be a PEM with an Ed25519 private key, or the 32 bytes of its seed in base64");
  }
  return createPrivateKey({ key: Buffer.concat([privatePrefix, seed]), format: "der", type: "pkcs8" });
}

/** A key from what verifies it. Throws an Error that says what is wrong. */
export function noteKeyFrom(verifier: string): NoteKey {
  const [, name = "", keyId, encoded = ""] = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/.exec(verifier) ?? [];
  const bytes = Buffer.from(encoded, "base64");
  if (!isKeyName(name) || bytes.length !== 1 + keyLength || bytes[0] !== ed25519) {
    throw new Error(`"${verifier.slice(0, 300)}" is no Ed25519 verifier key such as name+01234567+AQ…`);
  }
  const key = noteKey(name, bytes.subarray(1));
  if (key.keyId !== keyId) throw new Error(`"${verifier}" has the id ${keyId}, and its key's is ${key.keyId}`);
  return key;
}

function noteKey(name: string, raw: Uint8Array): NoteKey {
  const typed = Buffer.concat([Uint8Array.of(ed25519), raw]);
  const keyId = createHash("sha256").update(`${name}\n`).update(typed).digest("hex").slice(0, 8);
  const der = Buffer.concat([publicPrefix, raw]);
  return {
    name,
    keyId,
    publicKey: createPublicKey({ key: der, format: "der", type: "spki" }),
    verifier: `${name}+${keyId}+${typed.toString("base64")}`,
  };
}

const rawPublicKey = (key: KeyObject): Buffer => key.export({ format: "der", type: "spki" }).subarray(-keyLength);
