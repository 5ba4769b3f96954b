import { createHash, createPrivateKey, createPublicKey, type JsonWebKey, type KeyObject } from "node:crypto";

/** The algorithms that tokens are signed with: EdDSA over Ed25519, or ECDSA over P-256. */
export type TokenAlgorithm = "EdDSA" | "ES256";

/** A public key as a JSON Web Key (RFC 7517), named by its thumbprint (RFC 7638). */
export interface PublicTokenKey {
  readonly kty: string;
  readonly crv: string;
  readonly x: string;
  readonly y?: string;
  readonly kid: string;
  readonly alg: TokenAlgorithm;
  readonly use: "sig";
}

/** The key that signs tokens. */
export interface TokenKey {
  readonly privateKey: KeyObject;
  readonly shown: PublicTokenKey;
}

/** What this deployment signs authorizations' tokens with. */
export interface TokenSigning {
  /** Who issues them, and where their keys and status lists are; null where it is the address that a server listens on. */
  readonly issuer: string | null;
  /** Null where none is set: on the embedded database one is made then, elsewhere no tokens are offered. */
  readonly signing: TokenKey | null;
  /** The keys that signed before, still shown to who verifies. */
  readonly earlier: readonly PublicTokenKey[];
}

const curves: Readonly<Record<string, TokenAlgorithm>> = { Ed25519: "EdDSA", "P-256": "ES256" };

/**
 * A private key from a PEM (PKCS#8, as `openssl genpkey -algorithm ed25519` writes it; line breaks may be written as
 * \n). Throws an Error that says what is wrong and never repeats the text.
 */
export function tokenKeyFrom(text: string): TokenKey {
  let privateKey: KeyObject;
  try {
    privateKey = createPrivateKey(text.replaceAll("\\n", "\n"));
  } catch {
    throw new Error("must be a PEM with a private key, such as `openssl genpkey -algorithm ed25519` writes");
  }
  return { privateKey, shown: publicTokenKey(createPublicKey(privateKey).export({ format: "jwk" })) };
}

/**
 * The public keys of a JSON Web Key Set's text, as `/.well-known/jwks.json` gave it. Throws an Error that says what is
 * wrong.
 */
export function publicTokenKeysFrom(text: string): PublicTokenKey[] {
  let set: unknown;
  try {
    set = JSON.parse(text);
  } catch {
    throw new Error("is no JSON");
  }
  const keys = (set as { keys?: unknown } | null)?.keys;
  if (!Array.isArray(keys)) throw new Error('must be a key set such as {"keys": [{"kty": "OKP", …}]}');
  return keys.map((given: JsonWebKey | null) => {
    const key = given ?? {};
    if (key.d !== undefined) throw new Error("holds a private key: give the public ones alone");
    return publicTokenKey(key);
  });
}

/** The key by the values that make it, and nothing else of what is given. */
function publicTokenKey({ kty, crv, x, y }: JsonWebKey): PublicTokenKey {
  const alg = curves[String(crv)];
  if (alg === undefined) throw new Error("holds a key of another kind than Ed25519 and P-256");
  const made = alg === "EdDSA" ? { crv, kty, x } : { crv, kty, x, y };
  try {
    createPublicKey({ key: made as JsonWebKey, format: "jwk" });
  } catch {
    throw new Error("holds a key that can't be read");
  }
  // The members that RFC 7638 names, in its order.
  const kid = createHash("sha256").update(JSON.stringify(made)).digest("base64url");
  return { ...(made as Pick<PublicTokenKey, "kty" | "crv" | "x" | "y">), kid, alg, use: "sig" };
}
