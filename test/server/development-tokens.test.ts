import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { developmentIdentities } from "../../src/identity/development.ts";
import { startFixture, type TestServer } from "./fixture.ts";

let server: TestServer;
beforeAll(async () => {
  const identities = await developmentIdentities();
  server = await startFixture({ verifier: identities.verifier, developmentTokens: identities.tokens });
});
afterAll(() => server.stop());

/** Asks for the tokens with headers that fetch doesn't let one set. */
function askAs(
  headers: Record<string, string>,
  method = "GET",
): Promise<{ status: number | undefined; text: string; headers: object }> {
  return new Promise((resolve, reject) => {
    const asked = request(`${server.url}/dev/tokens`, { method, headers }, (response) => {
      let text = "";
      response.on("data", (chunk) => {
        text += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode, text, headers: response.headers }));
    });
    asked.on("error", reject);
    asked.end();
  });
}

describe("development tokens", () => {
  it("are handed out to this machine, and each is taken", async () => {
    const { status, body } = await server.send("/dev/tokens");
    expect(status).toBe(200);
    expect(Object.keys(body)).toHaveLength(14);
    const { body: answer } = await server.ask("{ viewer { subject roles } }", { token: body["oncd-2"] });
    expect(answer.data.viewer).toEqual({ subject: "dev|oncd-2", roles: ["PUBLIC", "ONCD"] });
  });

  it("are as many more for partners' people as are asked for, up to 50", async () => {
    const { status, body } = await server.send("/dev/tokens?partners=50");
    expect([status, Object.keys(body).length]).toEqual([200, 14 + 48]);
    const { body: answer } = await server.ask("{ viewer { subject roles } }", { token: body["partner-50"] });
    expect(answer.data.viewer).toEqual({ subject: "dev|partner-50", roles: ["PUBLIC", "PARTNER"] });
  });

  it.each(["51", "0", "-1", "1e1", "", "two", "0003"])("are refused for %j partners", async (partners) => {
    const { status, body } = await server.send(`/dev/tokens?partners=${partners}`);
    expect(status).toBe(400);
    expect(body.errors[0].extensions.code).toBe("BAD_REQUEST");
  });

  it.each(["localhost", "127.0.0.1", "[::1]", "LOCALHOST"])(
    "are handed out under the name %s with the port",
    async (name) => {
      expect((await askAs({ host: `${name}:${server.port}` })).status).toBe(200);
    },
  );

  it.each([
    ["another name that leads here", { host: "evil.example:PORT" }],
    ["a name that only begins locally", { host: "localhost.evil.example:PORT" }],
    ["no port", { host: "localhost" }],
    ["another port", { host: "localhost:1" }],
    ["a name with nothing in it", { host: ":PORT" }],
    ["another site's page", { host: "localhost:PORT", origin: "https://evil.example" }],
    ["a page of no origin", { host: "localhost:PORT", origin: "null" }],
    ["another site's script element", { host: "localhost:PORT", "sec-fetch-site": "cross-site" }],
  ])("are refused under %s", async (_, headers) => {
    const named = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, value.replace("PORT", String(server.port))]),
    );
    const { status, text } = await askAs(named);
    expect(status).toBe(403);
    expect(text).not.toMatch(/eyJ/);
  });

  it("are not changed by what a proxy is said to have seen", async () => {
    expect((await askAs({ host: "evil.example", "x-forwarded-host": `localhost:${server.port}` })).status).toBe(403);
  });

  it("are handed out by GET alone, are kept by nobody, and are no other site's", async () => {
    expect((await askAs({ host: `localhost:${server.port}` }, "POST")).status).toBe(405);
    const { headers } = await askAs({ host: `localhost:${server.port}` });
    expect(headers).toMatchObject({ "cache-control": "no-store", "cross-origin-resource-policy": "same-origin" });
    expect(headers).not.toHaveProperty("access-control-allow-origin");
  });

  it("stop a server from starting where others could reach it", async () => {
    const { tokens } = await developmentIdentities();
    await expect(startFixture({ settings: { host: "0.0.0.0" }, developmentTokens: tokens })).rejects.toThrow(
      /this machine alone/,
    );
  });
});
