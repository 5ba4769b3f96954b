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

  it("belong to two vendors of the public record and two made-up partners", async () => {
    const { tokens, verifier } = await developmentIdentities();
    const given = await tokens();
    const orgOf = async (token: string) => (await verifier.verify(`Bearer ${token}`)).org;
    expect(await Promise.all([given.vendor, given["vendor-2"], given.partner, given["partner-2"]].map(orgOf))).toEqual([
      "openai",
      "anthropic",
      "acme-research",
      "globex-health",
    ]);
    expect(await orgOf(given.auditor)).toBeNull();
  });

  it("are as many more partners' people as one asks for, each of an organisation without a past", async () => {
    const { tokens, verifier } = await developmentIdentities();
    const given = await tokens(4);
    expect(Object.keys(given)).toEqual([...names, "partner-3", "partner-4"]);
    const actor = await verifier.verify(`Bearer ${given["partner-4"]}`);
    expect(actor).toMatchObject({ subject: "dev|partner-4", org: "demo-partner-04" });
    expect([...actor.roles]).toEqual(["PUBLIC", "PARTNER"]);
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
