import type { JWTPayload } from "jose";
import { isLine } from "../graph/bounds.ts";
import { type Agency, agencies } from "../rules/vocabulary.ts";
import type { Actor, Role } from "./actor.ts";
import { type ClaimNames, rolesByName } from "./claim-names.ts";
import { forbidden, tokenRefused } from "./refusals.ts";

const organisation = /^[a-z0-9-]{1,64}$/;
const longest = 255;
/** The end of the year 9999, in seconds: the last time that RFC 3339 writes. */
const lastSecond = 253_402_300_799;

/**
 * The actor that a verified token speaks for. Unknown roles count for nothing. Throws UNAUTHENTICATED for a token
 * without subject or expiry, with a subject or id that can't be stored and revoked by name (no line of text, or over 255
 * characters), or with a time past the year 9999, and FORBIDDEN where the roles make no actor: none known, roles that exclude each other, or
 * a vendor or partner without an organisation.
 */
export function actorFrom(claims: JWTPayload, names: ClaimNames): Actor {
  const { sub, jti, exp, iat, nbf } = claims;
  if (typeof sub !== "string" || !isStorable(sub) || exp === undefined) throw tokenRefused("TOKEN_INVALID");
  if ((typeof jti === "string" && jti !== "" && !isStorable(jti)) || ![exp, iat, nbf].every(isTime))
    throw tokenRefused("TOKEN_INVALID");
  const known = knownRoles(claimAt(claims, names.roles), names.roleNames);
  const agency = agencies.find((name) => known.has(name)) ?? null;
  refuseExclusive(known, agency);
  const org = known.has("VENDOR") || known.has("PARTNER") ? organisationOf(claimAt(claims, names.org)) : null;
  return Object.freeze({
    subject: sub,
    roles: new Set<Role>(["PUBLIC", ...known]),
    agency,
    org,
    tokenId: typeof jti === "string" && jti !== "" ? jti : null,
    expiresAt: new Date(exp * 1000),
  });
}

/** What can be kept, and named again by who revokes it: see RevokeActorInput. */
const isStorable = (text: string): boolean => isLine(text, longest);

const isTime = (seconds: unknown): boolean =>
  seconds === undefined || (typeof seconds === "number" && Math.abs(seconds) <= lastSecond);

function claimAt(claims: JWTPayload, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  let value: unknown = claims;
  for (const step of name.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string, unknown>)[step];
  }
  return value;
}

function knownRoles(claim: unknown, roleNames: ClaimNames["roleNames"]): ReadonlySet<Role> {
  const names = (Array.isArray(claim) ? claim : [claim]).filter((name): name is string => typeof name === "string");
  const known = names
    .map((name) => name.toLowerCase())
    .map((name) => (Object.hasOwn(roleNames, name) ? roleNames[name] : rolesByName.get(name)));
  return new Set(known.filter((role): role is Role => role !== undefined && role !== "PUBLIC"));
}

/** Only a vendor may be a partner too; every other role stands alone, so that nobody reviews or audits their own case. */
function refuseExclusive(known: ReadonlySet<Role>, agency: Agency | null): void {
  if (known.size === 0)
    throw forbidden("Your token holds no role of this graph. Ask your issuer's administrator for one.");
  const both = known.size === 2 && known.has("VENDOR") && known.has("PARTNER");
  if (known.size === 1 || both) return;
  const why =
    agency === null ? "These roles exclude each other" : "An official acts for one agency and in no other role";
  throw forbidden(`${why}, and your token holds ${[...known].sort().join(", ")}. Sign in with one of them.`);
}

function organisationOf(claim: unknown): string {
  if (typeof claim === "string" && organisation.test(claim)) return claim;
  throw forbidden(
    "A vendor's or partner's token names its organisation (1 to 64 of a-z, 0-9 and -), and yours does not. Ask your issuer's administrator.",
  );
}
