import { join } from "node:path";
import { type JWTPayload, SignJWT } from "jose";
import { keptKey } from "./kept-key.ts";
import { isLoopback } from "./loopback.ts";
import { type PublicTokenKey, type TokenKey, type TokenSigning, tokenKeyFrom } from "./token-keys.ts";

/** Signs tokens in the name of this deployment, for whoever verifies them by its public keys. */
export class TokenIssuer {
  /** The signing key, and those before it: what `/.well-known/jwks.json` shows. */
  readonly keys: readonly PublicTokenKey[];
  readonly #signing: TokenKey;
  #name: string | null;

  constructor(signing: TokenKey, earlier: readonly PublicTokenKey[], name: string | null) {
    this.#signing = signing;
    this.#name = name;
    this.keys = [signing.shown, ...earlier.filter(({ kid }) => kid !== signing.shown.kid)];
  }

  /** The `iss` of its tokens, behind which its keys and status lists are found. Throws before it is known. */
  get name(): string {
    if (this.#name === null) throw new Error("The issuer of tokens has no name: none is set, and nothing listens.");
    return this.#name;
  }

  /** Whether it has a name: without one it signs nothing. */
  get isNamed(): boolean {
    return this.#name !== null;
  }

  /**
   * Takes the address that a server listens on for its name, where no other is set: on this machine alone, since nobody
   * reaches it elsewhere by an address like 0.0.0.0.
   */
  listensOn(url: string): void {
    if (isLoopback(new URL(url).hostname)) this.#name ??= url;
  }

  /** The claims as a compact JWS whose header names its `typ`, the key and its algorithm. `iss` is added. */
  sign(typ: string, claims: JWTPayload): Promise<string> {
    const { privateKey, shown } = this.#signing;
    return new SignJWT(claims)
      .setIssuer(this.name)
      .setProtectedHeader({ alg: shown.alg, typ, kid: shown.kid })
      .sign(privateKey);
  }
}

const fileName = "authorization-signing-key.pem";

/**
 * What signs tokens: with the key that is set, on somebody's own machine with one that is kept in `folder`; null where
 * there is neither. Throws an Error that names the file where it holds no key.
 */
export function tokenIssuer({ issuer, signing, earlier }: TokenSigning, folder: string | null): TokenIssuer | null {
  if (signing !== null) return new TokenIssuer(signing, earlier, issuer);
  return folder === null ? null : new TokenIssuer(ownKey(folder), earlier, issuer);
}

function ownKey(folder: string): TokenKey {
  const path = join(folder, fileName);
  try {
    return tokenKeyFrom(keptKey(path));
  } catch (error) {
    throw new Error(`${path} ${(error as Error).message}: put back what it held, or set AUTHORIZATION_SIGNING_KEY.`);
  }
}
