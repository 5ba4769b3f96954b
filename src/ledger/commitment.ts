import { hash, randomBytes } from "node:crypto";
import { canonical } from "./canonical.ts";

/** A fresh salt: 128 random bits, base64url. */
export const newSalt = (): string => randomBytes(16).toString("base64url");

/** What opens a commitment: the canonical form of [salt, name, value], as in SD-JWT's disclosures. */
export const disclosure = (salt: string, name: string, value: unknown): string => canonical([salt, name, value]);

/**
 * A salted commitment to a named value: base64url SHA-256 over what opens it. Without the salt, the value can't be
 * guessed from it.
 */
export const commitment = (salt: string, name: string, value: unknown): string =>
  hash("sha256", disclosure(salt, name, value), "base64url");

/** Lower-case hex SHA-256 of a value's canonical form. */
export const fingerprint = (value: unknown): string => hash("sha256", canonical(value), "hex");
