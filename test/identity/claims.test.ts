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

  it.each([[undefined], [""], [7], ["x".repeat(256)]])("has no token id when `jti` is %j", (jti) => {
    expect(actorFrom({ ...claims, jti: jti as string }, defaultClaimNames).tokenId).toBeNull();
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
