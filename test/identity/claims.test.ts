import { describe, expect, it } from "vitest";
import { defaultClaimNames } from "../../src/identity/claim-names.ts";
import { actorFrom } from "../../src/identity/claims.ts";

const exp = 1_800_000_000;
const claims = { sub: "s", exp, jti: "t", countersign_roles: ["vendor"], countersign_org: "example-labs" };

describe("an actor made of a token's claims", () => {
  it("has the token's subject, id and end, its organisation, and everyone's role besides its own", () => {
    expect(actorFrom(claims, defaultClaimNames)).toEqual({
      subject: "s",
      roles: new Set(["PUBLIC", "VENDOR"]),
      agency: null,
      org: "example-labs",
      tokenId: "t",
      expiresAt: new Date(exp * 1000),
    });
  });

  it("acts for the agency that its role names, and for no organisation", () => {
    const actor = actorFrom({ ...claims, countersign_roles: ["Defense"] }, defaultClaimNames);
    expect(actor).toMatchObject({ agency: "DEFENSE", org: null });
  });

  it.each([[undefined], [""], [7]])("has no token id when `jti` is %j", (jti) => {
    expect(actorFrom({ ...claims, jti: jti as string }, defaultClaimNames).tokenId).toBeNull();
  });

  it.each<[string, Record<string, unknown>]>([
    ["a NUL in its subject", { sub: "official\0-1" }],
    ["a line feed in its subject", { sub: "official\n-1" }],
    ["a C1 control character in its subject", { sub: "official\u0085" }],
    ["half a character in its subject", { sub: "official\ud800" }],
    ["a subject too long", { sub: "x".repeat(256) }],
    ["a NUL in its id", { jti: "t\0" }],
    ["a subject that no revocation can name: nothing to read", { sub: "---" }],
    ["a subject that no revocation can name: blanks around it", { sub: " official-1" }],
    ["an id that no revocation can name", { jti: "t-1 " }],
    ["an escape in its id", { jti: "\u001b[2J" }],
    ["an id too long", { jti: "x".repeat(256) }],
    ["an end past what a date holds", { exp: 8.64e12 + 1 }],
    ["an end past every date", { exp: 1e300 }],
    ["an end past the year 9999", { exp: 253_402_300_800 }],
    ["an end that is no number", { exp: Number.NaN }],
    ["an issue past what a date holds", { iat: 1e300 }],
    ["an issue before every date", { iat: -1e300 }],
    ["a start past what a date holds", { nbf: 1e300 }],
  ])("is not made of a token with %s", (_, spoilt) => {
    expect(() => actorFrom({ ...claims, ...spoilt }, defaultClaimNames)).toThrow(
      expect.objectContaining({ extensions: { code: "UNAUTHENTICATED", reason: "TOKEN_INVALID" } }),
    );
  });

  it("takes the longest subject and id that can be stored, in any script, and the last second of the year 9999", () => {
    const long = { sub: "é".repeat(255), jti: `1${"😀".repeat(127)}`, exp: 253_402_300_799 };
    const actor = actorFrom({ ...claims, ...long }, defaultClaimNames);
    expect(actor).toMatchObject({ subject: long.sub, tokenId: long.jti });
    expect(actor.expiresAt?.toISOString()).toBe("9999-12-31T23:59:59.000Z");
  });

  it.each<[string, string, Record<string, unknown>]>([
    ["a claim named like an address", "https://example.org/roles", { "https://example.org/roles": ["ostp"] }],
    ["a path into a claim", "realm_access.roles", { realm_access: { roles: ["ostp"] } }],
    ["one name instead of a list", "role", { role: "ostp" }],
  ])("takes its roles from %s", (_, roles, given) => {
    expect(actorFrom({ sub: "s", exp, ...given }, { ...defaultClaimNames, roles }).agency).toBe("OSTP");
  });

  it("takes the issuer's own names for roles", () => {
    const names = { ...defaultClaimNames, roleNames: { "cs-reviewers-ostp": "OSTP" } as const };
    expect(actorFrom({ ...claims, countersign_roles: ["CS-Reviewers-OSTP"] }, names).agency).toBe("OSTP");
  });

  it("finds no role by a path that leads nowhere or to what every object has", () => {
    for (const roles of ["a.b.c", "constructor.name", "countersign_roles.length", "__proto__"]) {
      expect(() => actorFrom(claims, { ...defaultClaimNames, roles })).toThrow(/no role of this graph/);
    }
  });
});
