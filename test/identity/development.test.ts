import { decodeJwt } from "jose";
import { describe, expect, it } from "vitest";
import { developmentIdentities } from "../../src/identity/development.ts";

const names = [
  "oncd", "oncd-2", "ostp", "ostp-2", "commerce", "commerce-2", "defense", "defense-2",
  "vendor", "vendor-2", "partner", "partner-2", "auditor", "administrator",
]; // biome-ignore format: the order of the documentation

describe("development identities", () => {
  it("are one person for each role and a second for each agency, vendor and partner", async () => {
    const { tokens, verifier } = await developmentIdentities();
    const given = await tokens();
    expect(Object.keys(given)).toEqual(names);
    const actors = await Promise.all(Object.values(given).map((token) => verifier.verify(`Bearer ${token}`)));
    expect(actors.map(({ subject }) => subject)).toEqual(names.map((name) => `dev|${name}`));
    expect(actors.map(({ roles }) => [...roles][1])).toEqual(names.map((name) => name.replace("-2", "").toUpperCase()));
  });

  it("belong to four made-up organisations", async () => {
    const { tokens, verifier } = await developmentIdentities();
    const given = await tokens();
    const orgOf = async (token: string) => (await verifier.verify(`Bearer ${token}`)).org;
    expect(await Promise.all([given.vendor, given["vendor-2"], given.partner, given["partner-2"]].map(orgOf))).toEqual([
      "example-labs",
      "second-labs",
      "acme-research",
      "globex-health",
    ]);
    expect(await orgOf(given.auditor)).toBeNull();
  });

  it("end after 24 hours", async () => {
    const { exp = 0, iat = 0 } = decodeJwt((await (await developmentIdentities()).tokens()).oncd);
    expect(exp - iat).toBe(86_400);
  });

  it("of one process are strangers to another", async () => {
    const [one, other] = await Promise.all([developmentIdentities(), developmentIdentities()]);
    const { oncd } = await one.tokens();
    await expect(other.verifier.verify(`Bearer ${oncd}`)).rejects.toMatchObject({
      extensions: { code: "UNAUTHENTICATED" },
    });
  });
});
