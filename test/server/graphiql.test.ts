import { readdirSync, readFileSync } from "node:fs";
import { Script } from "node:vm";
import { buildSchema, getVariableValues, type OperationDefinitionNode, parse, validate } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Example } from "../../src/server/examples.ts";
import { type Answer, startFixture, type TestServer } from "./fixture.ts";

const browser = { accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8" };
let server: TestServer;
let page: Answer;
beforeAll(async () => {
  server = await startFixture({ settings: { introspection: true } });
  page = await server.send("/graphql", { headers: browser });
});
afterAll(() => server.stop());

const addresses = (html: string): string[] =>
  [...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => address ?? "");

describe("the page for queries", () => {
  it("is what a browser gets at /graphql", () => {
    expect(page.status).toBe(200);
    expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(page.text).toContain("<title>Countersign</title>");
  });

  it("loads files of this server alone, and each is there", async () => {
    const files = addresses(page.text).filter((address) => address !== "data:,");
    expect(files).toHaveLength(3);
    for (const file of files) {
      expect(file).toMatch(/^\/graphiql\/[\w-]{16}\/\w+\.(js|css)$/);
      const { status, headers } = await server.send(file);
      expect(status).toBe(200);
      expect(headers.get("content-type")).toMatch(file.endsWith(".js") ? /^text\/javascript/ : /^text\/css/);
      expect(headers.get("content-security-policy")).toBe(page.headers.get("content-security-policy"));
    }
  });

  it("finds the editor's workers where its start script says", async () => {
    const start = addresses(page.text).find((address) => address.endsWith("start.js")) ?? "";
    const { text } = await server.send(start);
    const folder = /"folder":"(\/graphiql\/[^"]+\/)"/.exec(text)?.[1];
    for (const label of ["editorWorkerService", "graphql", "json"]) {
      expect((await server.send(`${folder}${label}.js`)).status).toBe(200);
    }
  });

  it("offers the documented operations of every role, each with the variables that it requires", async () => {
    const start = addresses(page.text).find((address) => address.endsWith("start.js")) ?? "";
    const { status, body } = await server.send(start.replace("start.js", "examples.json"));
    expect(status).toBe(200);
    const examples = body as unknown as Example[];
    const files = readdirSync("schema/operations", { recursive: true, encoding: "utf8" });
    expect(examples).toHaveLength(files.filter((file) => file.endsWith(".graphql")).length);
    const schema = buildSchema(readFileSync("schema/api.graphql", "utf8"));
    for (const { title, query, variables } of examples) {
      const document = parse(query);
      expect(validate(schema, document), title).toEqual([]);
      const [operation] = document.definitions as [OperationDefinitionNode];
      const filled = JSON.parse(JSON.stringify(variables).replaceAll("%UUID%", "an-example-key"));
      const { errors } = getVariableValues(schema, operation.variableDefinitions ?? [], filled);
      expect(errors ?? [], title).toEqual([]);
    }
    expect(examples).toContainEqual(expect.objectContaining({ role: "vendor", title: "Register release" }));
  });

  it("has a script that a browser can read", async () => {
    const start = addresses(page.text).find((address) => address.endsWith("start.js")) ?? "";
    const { text } = await server.send(start);
    expect(() => new Script(text)).not.toThrow();
  });

  it("sends each operation with the role's token, and subscriptions where events are streamed", async () => {
    const start = addresses(page.text).find((address) => address.endsWith("start.js")) ?? "";
    const { text } = await server.send(start);
    const sent: Request[] = [];
    const answers: Record<string, unknown> = { "/dev/tokens": { vendor: "the vendor's" } };
    const element = () => ({ append: () => undefined, addEventListener: () => undefined, value: "" });
    const self = {
      fetch: async (input: Request | string) => {
        if (typeof input === "string") return Response.json(answers[input] ?? []);
        sent.push(input);
        return Response.json({});
      },
    };
    const rendered = new Promise<void>((resolve) => {
      new Script(text).runInNewContext({
        self,
        URL,
        Request,
        location: new URL("http://127.0.0.1:4000/graphql"),
        sessionStorage: { getItem: () => "vendor", setItem: () => undefined },
        document: { createElement: element, querySelector: element },
        YogaGraphiQL: { renderYogaGraphiQL: () => resolve() },
      });
    });
    await rendered;
    const ask = (url: string, headers: Record<string, string>): unknown =>
      self.fetch(new Request(new URL(url, "http://127.0.0.1:4000"), { headers }));
    await ask("/graphql?query=subscription", { accept: "text/event-stream" });
    await ask("/graphql", { accept: "application/json" });
    await ask("/graphql", { accept: "application/json", authorization: "Bearer of my own" });
    await ask("http://elsewhere.example/graphql", { accept: "text/event-stream" });
    expect(sent.map(({ url, headers }) => [url, headers.get("authorization")])).toEqual([
      ["http://127.0.0.1:4000/graphql/stream?query=subscription", "Bearer the vendor's"],
      ["http://127.0.0.1:4000/graphql", "Bearer the vendor's"],
      ["http://127.0.0.1:4000/graphql", "Bearer of my own"],
      ["http://elsewhere.example/graphql", null],
    ]);
  });

  it("runs no script but those files: nothing inline, nothing evaluated, nothing from elsewhere", () => {
    expect(page.text).not.toMatch(/<script(?![^>]*\ssrc=)|\son\w+=|javascript:/i);
    const policy = page.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toMatch(/unsafe-eval|https?:|\*/);
    expect(policy).toContain("frame-ancestors 'none'");
  });

  it("is not what a program gets", async () => {
    const { status, headers } = await server.send("/graphql", { headers: { accept: "*/*" } });
    expect(status).toBe(400);
    expect(headers.get("content-type")).toMatch(/json/);
  });

  it("has no other files", async () => {
    expect((await server.send("/graphiql/aaaaaaaaaaaaaaaa/graphiql.js")).status).toBe(404);
    expect((await server.send("/graphiql/")).status).toBe(404);
  });

  it("is not there where introspection is off", async () => {
    const closed = await startFixture();
    const { headers } = await closed.send("/graphql", { headers: browser });
    expect(headers.get("content-type")).not.toMatch(/html/);
    const [file = ""] = addresses(page.text).filter((address) => address.endsWith(".js"));
    expect((await closed.send(file)).status).toBe(404);
    await closed.stop();
  });
});
