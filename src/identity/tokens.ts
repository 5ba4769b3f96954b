import { createHash } from "node:crypto";
import { errors, type JWTPayload, type JWTVerifyResult, jwtVerify } from "jose";
import { type Actor, publicActor } from "./actor.ts";
import { type ClaimNames, defaultClaimNames } from "./claim-names.ts";
import { actorFrom } from "./claims.ts";
import { type KeySource, KeysUnavailable } from "./issuer-keys.ts";
import { identityUnavailable, tokenRefused } from "./refusals.ts";

export interface VerifierSettings {
  /** The only issuer whose tokens count, exactly as its `iss` says. */
  readonly issuer: string;
  /** What a token's `aud` must hold. */
  readonly audience: string;
  readonly keys: KeySource;
  readonly claims?: Partial<ClaimNames>;
  /** How many verified tokens are remembered; those not seen for longest go first. */
  readonly cacheSize?: number;
}

/** Tells who is asking. */
export interface Verifier {
  /**
   * The actor of a request, from its Authorization header alone; without one, the public. Throws UNAUTHENTICATED for a
   * token that isn't taken, FORBIDDEN for one that makes no actor, IDENTITY_UNAVAILABLE while the issuer has no keys
   * for us.
   */
  verify(authorization: string | undefined): Promise<Actor>;
  /** Throws while no token could be verified: for readiness. */
  check(): Promise<void>;
}

/** Signatures that count (RFC 8725, 3.1): asymmetric ones alone, so a public key never serves as a shared secret. */
const algorithms = ["RS256", "PS256", "ES256", "EdDSA"];
const clockToleranceSeconds = 5;
const longestToken = 8_192;

/**
 * A verifier for one issuer. Verified tokens are remembered by their SHA-256, until they end or the issuer's keys change:
 * a key that has been taken away ends its tokens as soon as the new key set is fetched, which `issuerKeys` bounds.
 */
export function createVerifier({ issuer, audience, keys, claims, cacheSize = 10_000 }: VerifierSettings): Verifier {
  const names = { ...defaultClaimNames, ...claims };
  const remembered = new Map<string, Actor>();
  let rememberedUnder: object | null = null;

  const recall = (digest: string): Actor | null => {
    const edition = keys.edition();
    if (edition !== rememberedUnder) remembered.clear();
    rememberedUnder = edition;
    const actor = remembered.get(digest);
    if (!actor) return null;
    remembered.delete(digest);
    if (hasEnded(actor)) return null;
    remembered.set(digest, actor);
    return actor;
  };
  const remember = (digest: string, actor: Actor, edition: object | null): void => {
    if (edition === null || edition !== keys.edition()) return;
    if (edition !== rememberedUnder) remembered.clear();
    rememberedUnder = edition;
    remembered.set(digest, actor);
    if (remembered.size > cacheSize) remembered.delete(remembered.keys().next().value as string);
  };
  const verifyToken = async (token: string): Promise<{ actor: Actor; edition: object | null }> => {
    let edition: object | null = null;
    const keyFor: typeof keys.keyFor = async (header, input) => {
      await keys.check();
      edition = keys.edition();
      return keys.keyFor(header, input);
    };
    const verified = await jwtVerify(token, keyFor, {
      issuer,
      audience,
      algorithms,
      clockTolerance: clockToleranceSeconds,
      requiredClaims: ["exp", "sub"],
    }).catch((error: unknown) => {
      throw refusalOf(error);
    });
    if (!isAccessToken(verified)) throw tokenRefused("TOKEN_INVALID");
    return { actor: actorFrom(verified.payload, names), edition };
  };

  return {
    verify: async (authorization) => {
      if (authorization === undefined) return publicActor;
      const token = bearerToken(authorization);
      const digest = createHash("sha256").update(token).digest("base64");
      const known = recall(digest);
      if (known) return known;
      const { actor, edition } = await verifyToken(token);
      remember(digest, actor, edition);
      return actor;
    },
    check: () => keys.check(),
  };
}

const hasEnded = ({ expiresAt }: Actor): boolean => (expiresAt?.getTime() ?? 0) <= Date.now();

function bearerToken(authorization: string): string {
  const token = /^Bearer +([\w.~+/-]+=*) *$/i.exec(authorization)?.[1];
  if (token === undefined || token.length > longestToken) throw tokenRefused("TOKEN_MALFORMED");
  return token;
}

function refusalOf(error: unknown): Error {
  if (error instanceof errors.JWTExpired) return tokenRefused("TOKEN_EXPIRED");
  if (error instanceof errors.JOSEError || error instanceof TypeError) return tokenRefused("TOKEN_INVALID");
  return identityUnavailable(error instanceof KeysUnavailable ? error.cause : error);
}

/**
 * Whether a verified token is a bearer access token. `typ: at+jwt` (RFC 9068) says so. Issuers that write `typ: JWT`
 * for every token must say it by a claim that no ID token has; any mark of another kind of token refuses it. A token
 * bound to a key (`cnf`) is refused, because a bearer doesn't prove that key.
 */
function isAccessToken({ protectedHeader, payload }: JWTVerifyResult): boolean {
  const typ = protectedHeader.typ?.toLowerCase().replace(/^application\//, "");
  if (payload.cnf !== undefined) return false;
  if (typ === "at+jwt") return true;
  return typ === "jwt" && !marksOfOtherTokens.some((claim) => payload[claim] !== undefined) && saysAccessToken(payload);
}

const marksOfOtherTokens = ["nonce", "at_hash", "c_hash", "s_hash", "events"];

function saysAccessToken({ typ, token_use, scope, scp, client_id }: JWTPayload): boolean {
  if (typ !== undefined) return typ === "Bearer";
  if (token_use !== undefined) return token_use === "access";
  return scope !== undefined || scp !== undefined || client_id !== undefined;
}
