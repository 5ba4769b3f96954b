import { createHash, randomBytes } from "node:crypto";
import canonicalize from "canonicalize";

/** The canonical JSON text of a value (RFC 8785): the same bytes for the same value. Throws on what JSON can't hold. */
export function canonical(value: unknown): string {
  const text = canonicalize(value as object);
  if (text === undefined) throw new TypeError("This value has no canonical JSON form.");
  return text;
}

/** A fresh salt: 128 random bits, base64url. */
export const newSalt = (): string => randomBytes(16).toString("base64url");

/**
 * A salted commitment to a named value: base64url SHA-256 over the canonical form of [salt, name, value], as in
 * SD-JWT's disclosures. Without the salt, the value can't be guessed from it.
 */
export const commitment = (salt: string, name: string, value: unknown): string =>
  createHash("sha256")
    .update(canonical([salt, name, value]))
    .digest("base64url");

/** The RFC 6962 hash of a Merkle tree's leaf: SHA-256 over a zero byte and the leaf. */
export const leafHash = (body: string): Buffer =>
  createHash("sha256").update(Uint8Array.of(0)).update(body, "utf8").digest();

/** Lower-case hex SHA-256 of a value's canonical form. */
export const fingerprint = (value: unknown): string => createHash("sha256").update(canonical(value)).digest("hex");
