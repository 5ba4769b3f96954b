import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startFixture, type TestServer } from "./fixture.ts";

const secret = "a secret that the gateway and its subgraphs share";
const viewer = "{ viewer { subject } }";
let server: TestServer;
beforeAll(async () => {
  server = await startFixture({ settings: { gatewayProof: secret, introspection: true } });
});
afterAll(() => server.stop());

describe("a subgraph behind its gateway", () => {
  it("answers a request with the gateway's proof", async () => {
    const { status, body } = await server.ask(viewer, { headers: { "x-countersign-gateway": secret } });
    expect(status).toBe(200);
    expect(body).toEqual({ data: { viewer: { subject: null } } });
  });

  it.each([[undefined], [""], ["wrong"], [secret.slice(0, -1)], [`${secret} `.repeat(2)]])(
    "refuses the proof %j",
    async (proof) => {
      const headers: Record<string, string> = proof === undefined ? {} : { "x-countersign-gateway": proof };
      const { status, body, text } = await server.ask(viewer, { headers });
      expect(status).toBe(403);
      expect(body.errors[0].extensions).toEqual({ code: "FORBIDDEN" });
      expect(text).not.toContain(secret.slice(0, 10));
    },
  );

  it("refuses without reading a body, and a token is no proof", async () => {
    const { status } = await server.send("/graphql", {
      method: "POST",
      body: "x".repeat(20_000_000),
      headers: { authorization: "Bearer x" },
    });
    expect(status).toBe(403);
  });

  it("refuses a GET past the gateway too, and has no page for queries", async () => {
    expect((await server.send("/graphql", { headers: { accept: "text/html" } })).status).toBe(403);
    expect((await server.send("/graphiql/x")).status).toBe(404);
  });

  it("takes what a gateway gathers: many representations at once, and more levels than a client may", async () => {
    const headers = { "x-countersign-gateway": secret };
    const deep = `{ release(id: 1) ${"{ next ".repeat(20)}{ id }${" }".repeat(20)} }`;
    expect((await server.ask(deep, { headers })).status).toBe(200);
    const ids = Array.from({ length: 50_000 }, () => "rel_01h455vb4pex5vsknk084sn02q");
    expect(
      (await server.ask("query ($unused: [ID!]) { release(id: 1) { id } }", { headers, variables: { ids } })).status,
    ).toBe(400);
    expect((await server.ask("{ release(id: 1) { id } }", { headers, variables: { ids } })).status).toBe(200);
  });

  it("goes on under the gateway's correlation id", async () => {
    const id = randomUUID();
    const headers = { "x-countersign-gateway": secret, "x-correlation-id": id };
    expect((await server.ask(viewer, { headers })).headers.get("x-correlation-id")).toBe(id);
    expect(
      (await server.ask(viewer, { headers: { ...headers, "x-correlation-id": 'x"}' } })).headers.get(
        "x-correlation-id",
      ),
    ).not.toBe('x"}');
  });

  it("still tells who asks by their token alone", async () => {
    const headers = { "x-countersign-gateway": secret, authorization: "Bearer forged" };
    expect((await server.ask(viewer, { headers })).status).toBe(401);
  });

  it("answers for its health without proof", async () => {
    expect((await server.send("/healthz")).status).toBe(200);
  });
});
