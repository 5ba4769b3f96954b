import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { GraphQLError } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { developmentIdentities } from "../../src/identity/development.ts";
import { type Answer, fixtureGateway, mutationCalls, startFixture, type TestServer } from "./fixture.ts";
import { startProcess } from "./process.ts";

const json = { "content-type": "application/json" };
const rename = 'mutation { rename(input: { id: "1", name: "Name" }) { calls } }';
const body = JSON.stringify({ query: rename });

let server: TestServer;
beforeAll(async () => {
  server = await startFixture({ settings: { introspection: true } });
});
afterAll(() => server.stop());

const post = (init: RequestInit): Promise<Answer> => server.send("/graphql", { method: "POST", ...init });

describe("one operation", () => {
  it("is answered, and its resolvers get the context itself and not a copy", async () => {
    const { status, body } = await server.ask("{ viewer { sameContext } }");
    expect(status).toBe(200);
    expect(body).toEqual({
      data: { viewer: { sameContext: true } },
      extensions: { cost: { requested: 1, budget: 10_000 } },
    });
  });

  it("is chosen by its name", async () => {
    const document = "query A { viewer { subject } } query B { release(id: 1) { id } }";
    expect((await server.ask(document, { operationName: "B" })).body.data).toEqual({ release: { id: "1" } });
  });

  it.each([[undefined], ["C"]])("is refused where the name %j chooses none", async (operationName) => {
    const document = "query A { viewer { subject } } query B { release(id: 1) { id } }";
    const { status, body } = await server.ask(document, operationName === undefined ? {} : { operationName });
    expect(status).toBe(400);
    expect(body.errors[0].extensions).toEqual({ code: "OPERATION_RESOLUTION_FAILURE" });
  });

  it("is refused where it is a subscription", async () => {
    const { status, body } = await server.ask("subscription { renamed { id } }");
    expect(status).toBe(400);
    expect(body.errors[0].extensions).toEqual({ code: "BAD_REQUEST" });
  });

  it("is refused where it is a subscription that a variable may leave empty", async () => {
    const query = "subscription ($off: Boolean!) { renamed @skip(if: $off) { id } }";
    const { status, body } = await server.ask(query, { variables: { off: true } });
    expect(status).toBe(400);
    expect(body.errors).toEqual([
      {
        message: "A subscription follows one field. Leave @skip and @include off it.",
        extensions: { code: "GRAPHQL_VALIDATION_FAILED" },
      },
    ]);
  });

  it("is answered to a GET that no other site's page can send", async () => {
    const query = encodeURIComponent("{ viewer { subject } }");
    const sent = await server.send(`/graphql?query=${query}`, { headers: { "apollo-require-preflight": "1" } });
    expect(sent.status).toBe(200);
    const simple = await server.send(`/graphql?query=${query}`);
    expect(simple.status).toBe(400);
    expect(simple.body.data).toBeUndefined();
  });

  it("comes back as the media type of GraphQL over HTTP where that is asked for", async () => {
    const accept = "application/graphql-response+json";
    expect((await server.ask("{ viewer { subject } }", { headers: { accept } })).headers.get("content-type")).toContain(
      accept,
    );
    expect((await server.ask("{", { headers: { accept } })).headers.get("content-type")).toContain(accept);
  });
});

describe("a mutation never runs", () => {
  const attempts: [string, () => Promise<{ status: number }>, number][] = [
    [
      "by GET",
      () => server.send(`/graphql?query=${encodeURIComponent(rename)}`, { headers: { "apollo-require-preflight": "1" } }),
      405,
    ],
    ["as text/plain", () => post({ headers: { "content-type": "text/plain" }, body }), 415],
    ["as text/plain that calls itself JSON", () => post({ headers: { "content-type": "text/plain;application/json" }, body }), 415],
    ["without content type", () => post({ body: new Blob([body]) }), 415],
    ["as a form", () => post({ body: new URLSearchParams({ query: rename }) }), 415],
    ["as multipart", () => { const form = new FormData(); form.set("operations", body); return post({ body: form }); }, 415],
    ["in a strange charset", () => post({ headers: { "content-type": "application/json; charset=utf-7" }, body }), 415],
    ["in UTF-16", () => post({ headers: { "content-type": 'application/json; charset="utf-16"' }, body: Buffer.from(body, "utf16le") }), 415],
    ["compressed", () => post({ headers: { ...json, "content-encoding": "gzip" }, body }), 415],
    ["in a batch", () => post({ headers: json, body: `[${body},${body}]` }), 400],
    ["in an empty batch", () => post({ headers: json, body: "[]" }), 400],
    ["as a parsed document", () => post({ headers: json, body: JSON.stringify({ query: { kind: "Document" } }) }), 400],
    ["as JSON cut short", () => post({ headers: json, body: body.slice(0, -1) }), 400],
    ["as bytes that aren't UTF-8", () => post({ headers: json, body: Buffer.concat([Buffer.from(body.slice(0, -2)), Buffer.from([0xff, 0xfe, 0x22, 0x7d])]) }), 400],
    ["as JSON null", () => post({ headers: json, body: "null" }), 400],
    ["with variables as text", () => post({ headers: json, body: JSON.stringify({ query: rename, variables: "{}" }) }), 400],
    ["by PUT", () => server.send("/graphql", { method: "PUT", headers: json, body }), 405],
    ["by a persisted query", () => post({ headers: json, body: JSON.stringify({ query: "", extensions: { persistedQuery: { version: 1, sha256Hash: "0" } } }) }), 400],
  ]; // biome-ignore format: one attempt a line
  it.each(attempts)("%s", async (_, attempt, status) => {
    const before = mutationCalls();
    expect((await attempt()).status).toBe(status);
    expect(mutationCalls()).toBe(before);
  });

  it("but as JSON in UTF-8 it does", async () => {
    const before = mutationCalls();
    expect((await post({ headers: { "content-type": 'Application/JSON; Charset="UTF-8"' }, body })).status).toBe(200);
    expect(mutationCalls()).toBe(before + 1);
  });
});

describe("a body over 1 MB", () => {
  it("is refused by its stated length, and the connection still serves", async () => {
    const { status, body } = await post({ headers: json, body: JSON.stringify({ query: "x".repeat(10_000_000) }) });
    expect(status).toBe(413);
    expect(body.errors[0].extensions).toEqual({ code: "PAYLOAD_TOO_LARGE", limit: "bytes", allowed: 1_048_576 });
    expect((await server.ask("{ viewer { subject } }")).status).toBe(200);
  });

  it("is refused as it arrives where it states none, and one that goes on is cut off", async () => {
    const sent = await new Promise<{ status: number | undefined; megabytes: number }>((resolve, reject) => {
      let status: number | undefined;
      let megabytes = 0;
      const request = httpRequest(`${server.url}/graphql`, { method: "POST", headers: json }, (response) => {
        status = response.statusCode;
        response.resume();
      });
      const more = (): void => {
        if (request.destroyed) return;
        megabytes += 1;
        request.write(Buffer.alloc(1_048_576, 0x20), () => setTimeout(more, 20));
      };
      request.once("close", () => resolve({ status, megabytes }));
      request.once("error", (error: NodeJS.ErrnoException) => {
        if (error.code !== "ECONNRESET" && error.code !== "EPIPE") reject(error);
      });
      more();
    });
    expect(sent.status).toBe(413);
    expect(sent.megabytes).toBeGreaterThan(1);
  });

  it("leaves memory flat, however many come", async () => {
    const alone = await startProcess();
    const body = JSON.stringify({ query: "x".repeat(10_000_000) });
    const send = async (): Promise<number> => {
      const { status } = await fetch(`${alone.url}/graphql`, { method: "POST", headers: json, body });
      return status;
    };
    await send();
    const before = await alone.rss();
    for (let round = 0; round < 10; round += 1) expect(await Promise.all([send(), send()])).toEqual([413, 413]);
    expect((await alone.rss()) - before).toBeLessThan(60 * 1_048_576);
    await alone.end("SIGTERM");
  });
});

describe("what is hidden from clients", () => {
  it.each([
    "{ _service { sdl } }",
    '{ _entities(representations: [{ __typename: "Release", id: "1" }]) { __typename } }',
  ])("a subgraph's own fields: %s", async (query) => {
    const { status, body } = await server.ask(query);
    expect(status).toBe(400);
    expect(body.data).toBeUndefined();
    expect(body.errors[0].extensions).toEqual({ code: "GRAPHQL_VALIDATION_FAILED" });
  });

  it("the schema, where introspection is off", async () => {
    const closed = await startFixture();
    const { status, body, text } = await closed.ask("{ __schema { types { name } } }");
    expect(status).toBe(400);
    expect(body.errors[0].extensions).toEqual({ code: "GRAPHQL_VALIDATION_FAILED" });
    expect(text).not.toMatch(/Release|Apollo/);
    expect((await server.ask("{ __schema { types { name } } }")).text).toContain("ReleaseConnection");
    await closed.stop();
  });

  it("what the server is made of", async () => {
    const { headers } = await server.ask("{ viewer { subject } }");
    expect(headers.get("x-powered-by")).toBeNull();
    expect(headers.get("server")).toBeNull();
    expect(headers.get("access-control-allow-origin")).toBeNull();
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
  });

  it("an operation's trace, whoever asks for it", async () => {
    const { body } = await server.ask("{ viewer { subject } }", {
      headers: { "apollo-federation-include-trace": "ftv1" },
    });
    expect(Object.keys(body.extensions)).toEqual(["cost"]);
  });
});

describe("paths and methods", () => {
  it.each(["/", "/graphql/", "/GRAPHQL", "/.env", "/dev/tokens", "//graphql", "/graphiql/../graphql", "/metrics/../x"])(
    "%s is not found, and says where the graph is",
    async (path) => {
      const status = await rawStatus(`GET ${path} HTTP/1.1`);
      expect(status).toBe(404);
    },
  );

  it("an answer to a wrong method names the right ones", async () => {
    const { status, headers, body } = await server.send("/graphql", { method: "DELETE" });
    expect(status).toBe(405);
    expect(headers.get("allow")).toBe("GET, POST");
    expect(body.errors[0].extensions.code).toBe("METHOD_NOT_ALLOWED");
    expect((await server.send("/healthz", { method: "POST" })).headers.get("allow")).toBe("GET, HEAD");
  });

  it("a page of another site gets no leave to send more", async () => {
    const headers = { origin: "https://evil.example", "access-control-request-method": "POST" };
    const preflight = await server.send("/graphql", { method: "OPTIONS", headers });
    expect(preflight.status).toBe(405);
    expect([...preflight.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
  });

  it("nonsense instead of HTTP is answered 400 and cut off", async () => {
    expect(await rawStatus("NONSENSE")).toBe(400);
  });
});

/** The status that a raw request line is answered with. */
function rawStatus(line: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect(server.port, "127.0.0.1", () => socket.write(`${line}\r\nhost: x\r\n\r\n`));
    socket.once("data", (data) => {
      resolve(Number(/^HTTP\/1.1 (\d+)/.exec(data.toString())?.[1]));
      socket.destroy();
    });
    socket.once("error", reject);
  });
}

describe("the correlation id", () => {
  it("is new for each request, and in its log line", async () => {
    const [one, other] = await Promise.all([
      server.ask("{ viewer { subject } }"),
      server.ask("query Named { viewer { subject } }"),
    ]);
    const id = other.headers.get("x-correlation-id");
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(one.headers.get("x-correlation-id")).not.toBe(id);
    await expect
      .poll(() => server.lines.find((line) => line.correlationId === id && line.msg === "answered"))
      .toMatchObject({
        level: "info",
        method: "POST",
        path: "/graphql",
        status: 200,
        operation: "Named",
        subject: null,
      });
  });

  it("is not taken from a client", async () => {
    const given = "00000000-0000-4000-8000-000000000001";
    const { headers } = await server.ask("{ viewer { subject } }", { headers: { "x-correlation-id": given } });
    expect(headers.get("x-correlation-id")).not.toBe(given);
  });
});

describe("the log", () => {
  it("never holds a token, a query or a variable", async () => {
    const { tokens } = await developmentIdentities();
    const { oncd } = await tokens();
    await server.ask("{ viewer { subject } }", { token: oncd });
    await server.ask("query ($c: String!) { coded(code: $c) }", { variables: { c: "PRIVATE-VALUE" }, token: oncd });
    await server.send("/graphql?query={secretlyAsked}&token=shownNowhere", {
      headers: { "apollo-require-preflight": "1" },
    });
    const all = JSON.stringify(server.lines);
    expect(all).not.toContain(oncd);
    expect(all).not.toMatch(/PRIVATE-VALUE|secretlyAsked|shownNowhere/);
  });
});

describe("a context that can't be made", () => {
  it("is a fault, masked and logged", async () => {
    const failing = await startFixture({
      makeContext: () => {
        throw new Error("connection to 10.0.0.7 refused");
      },
    });
    const { status, body, text, headers } = await failing.ask("{ viewer { subject } }");
    expect(status).toBe(500);
    expect(body.errors[0].extensions).toEqual({
      code: "INTERNAL_SERVER_ERROR",
      correlationId: headers.get("x-correlation-id"),
    });
    expect(text).not.toContain("10.0.0.7");
    expect(JSON.stringify(failing.lines)).toContain("10.0.0.7");
    await failing.stop();
  });
});

describe("an executor that throws", () => {
  it("is a fault, masked and logged with the correlation id", async () => {
    const whole = fixtureGateway();
    const failing = await startFixture({
      gateway: {
        ...whole,
        load: async (options) => {
          await whole.load(options);
          return { executor: async () => Promise.reject(new Error("connect ECONNREFUSED 10.0.0.7")) };
        },
      },
    });
    const { status, text, headers } = await failing.ask("{ viewer { subject } }");
    expect(status).toBe(500);
    expect(text).not.toContain("10.0.0.7");
    const id = headers.get("x-correlation-id");
    expect(text).toContain(id);
    expect(JSON.stringify(failing.lines.filter((line) => line.correlationId === id))).toContain("10.0.0.7");
    await failing.stop();
  });
});

describe("an operation that is refused whole", () => {
  it.each([
    ["UNAUTHENTICATED", 401],
    ["FORBIDDEN", 403],
    ["BAD_USER_INPUT", 400],
    ["SUBGRAPH_UNAVAILABLE", 503],
    ["SOMETHING_ELSE", 500],
  ])("by %s answers %i", async (code, status) => {
    const whole = fixtureGateway();
    const refusing = await startFixture({
      gateway: {
        ...whole,
        load: async (options) => {
          await whole.load(options);
          return { executor: async () => ({ errors: [new GraphQLError("no", { extensions: { code } })] }) };
        },
      },
    });
    const answered = await refusing.ask("{ viewer { subject } }");
    expect(answered.status).toBe(status);
    expect(answered.headers.get("www-authenticate")).toBe(status === 401 ? "Bearer" : null);
    await refusing.stop();
  });
});
