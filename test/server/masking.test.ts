import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { developmentIdentities } from "../../src/identity/development.ts";
import { type Executor, startFixture, type TestServer } from "./fixture.ts";

describe.each<[Executor]>([["graphql-js"], ["graphql-jit"]])("errors of an operation run by %s", (executor) => {
  let server: TestServer;
  let vendor: string;
  beforeAll(async () => {
    const identities = await developmentIdentities();
    server = await startFixture({ executor, verifier: identities.verifier });
    vendor = (await identities.tokens()).vendor;
  });
  afterAll(() => server.stop());

  it("hides a database's error and logs it under the correlation id that the client gets", async () => {
    const { status, body, text, headers } = await server.ask("{ broken }");
    expect(status).toBe(200);
    expect(body.data).toEqual({ broken: null });
    expect(body.errors).toHaveLength(1);
    const { correlationId } = body.errors[0].extensions;
    expect(body.errors[0]).toMatchObject({
      message: expect.stringMatching(/^Something went wrong\./),
      path: ["broken"],
      extensions: { code: "INTERNAL_SERVER_ERROR" },
    });
    expect(correlationId).toBe(headers.get("x-correlation-id"));
    expect(text).not.toMatch(/partner|constraint|srv|23505|insert|stack|Confidential/i);
    const logged = server.lines.find((line) => line.level === "error" && line.correlationId === correlationId);
    expect(logged).toMatchObject({ err: { type: "QueryFailedError", cause: { code: "23505" } } });
    expect(JSON.stringify(logged)).toContain("partner_org_key");
  });

  it("keeps a query's parameters out of the log", async () => {
    await server.ask("{ broken }");
    expect(JSON.stringify(server.lines)).not.toContain("Confidential Customer");
  });

  it("hides what was null where the schema promised a value", async () => {
    const { body, text } = await server.ask("{ required }");
    expect(body.data ?? null).toBeNull();
    expect(body.errors[0].extensions.code).toBe("INTERNAL_SERVER_ERROR");
    expect(text).not.toContain("non-null");
  });

  it("shows a deliberate error with its code and its listed extensions alone", async () => {
    const { body } = await server.ask('{ coded(code: "BAD_USER_INPUT") }');
    expect(body.errors[0]).toMatchObject({ message: "said with BAD_USER_INPUT", path: ["coded"] });
    expect(body.errors[0].extensions).toEqual({ code: "BAD_USER_INPUT", field: ["input", "id"] });
  });

  it.each(["INTERNAL_SERVER_ERROR", "23505", "DOWNSTREAM_SERVICE_ERROR", "toString", ""])(
    "hides an error with the unlisted code %j",
    async (code) => {
      const { body, text } = await server.ask("query ($code: String!) { coded(code: $code) }", { variables: { code } });
      expect(body.errors[0].extensions.code).toBe("INTERNAL_SERVER_ERROR");
      expect(text).not.toContain("said with");
    },
  );

  it("says which fields of an input are wrong, without the classes and values behind them", async () => {
    const { body, text } = await server.ask("mutation ($input: RenameInput!) { rename(input: $input) { calls } }", {
      variables: { input: { id: "1", name: "much too long a name" } },
    });
    expect(body.errors[0].message).toBe("input.name: name must be at most 10 characters long");
    expect(body.errors[0].extensions).toEqual({
      code: "BAD_USER_INPUT",
      fields: [{ field: ["input", "name"], message: "name must be at most 10 characters long" }],
    });
    expect(text).not.toMatch(/much too long|RenameInput|target/);
  });

  it.each([
    ["a missing variable", {}],
    ["a variable of another type", { input: "text" }],
    ["a missing field in a variable", { input: { id: "1" } }],
    ["an unknown field in a variable", { input: { id: "1", name: "Name", nmae: "x" } }],
  ])("refuses %s as bad input", async (_, variables) => {
    const { status, body, text } = await server.ask(
      "mutation ($input: RenameInput!) { rename(input: $input) { calls } }",
      { variables },
    );
    expect(status).toBe(400);
    expect(body.errors[0].extensions.code).toBe("BAD_USER_INPUT");
    expect(text).not.toMatch(/Did you mean/i);
  });

  it("cuts a message that repeats an enormous value", async () => {
    const { text } = await server.ask("query ($n: Int!) { slow(milliseconds: $n) }", {
      variables: { n: "x".repeat(500_000) },
    });
    expect(text.length).toBeLessThan(2_000);
  });

  it("suggests no names for a mistyped field, argument, type or value", async () => {
    for (const query of [
      "{ relase(id: 1) { id } }",
      "{ release(idd: 1) { id } }",
      "{ viewer { ... on Viewr { x } } }",
    ]) {
      const { status, body, text } = await server.ask(query);
      expect(status).toBe(400);
      expect(body.errors[0].extensions.code).toBe("GRAPHQL_VALIDATION_FAILED");
      expect(text).not.toMatch(/did you mean|"releases?"/i);
    }
  });

  it("tells the public to sign in, and another role who may", async () => {
    const publicly = await server.ask("{ secret }");
    expect(publicly.status).toBe(200);
    expect(publicly.body.errors[0]).toMatchObject({ path: ["secret"], extensions: { code: "UNAUTHENTICATED" } });
    const asVendor = await server.ask("{ secret }", { token: vendor });
    expect(asVendor.body).toMatchObject({
      data: { secret: null },
      errors: [
        {
          message: expect.stringContaining(
            "This is for ONCD, OSTP, COMMERCE, DEFENSE (`decision:countersign`), and you act as VENDOR",
          ),
          extensions: {
            code: "FORBIDDEN",
            action: "decision:countersign",
            roles: ["ONCD", "OSTP", "COMMERCE", "DEFENSE"],
          },
        },
      ],
    });
  });
});
