import { randomUUID } from "node:crypto";
import pg from "pg";
import { QueryRunnerAlreadyReleasedError, QueryRunnerProviderAlreadyReleasedError } from "typeorm";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { isOutage } from "../../src/database/outage.ts";
import { startLinked } from "../../src/processes/linked.ts";
import { createLog } from "../../src/server/log.ts";
import type { RunningServer } from "../../src/server/server.ts";
import type { FreshDatabase } from "../support/database.ts";
import { describeOn } from "../support/describe-on.ts";
import { anyPort, type Graph, gatewayOfOwn, startGraph } from "../support/graph.ts";
import { serverRole } from "../support/test-databases.ts";

describeOn(["postgres"], "while the database is out of reach", () => {
  let graph: Graph;
  let database: FreshDatabase;
  let server: RunningServer;
  let admin: pg.Client;
  let token: string;
  let name: string;
  const lines: Record<string, unknown>[] = [];

  beforeAll(async () => {
    graph = await startGraph("postgres");
    ({ database } = graph);
    token = await graph.people.tokenFor({ roles: ["partner"], org: "acme-research" });
    const log = createLog({ level: "info", destination: { write: (line) => void lines.push(JSON.parse(line)) } });
    server = await startLinked(
      anyPort,
      graph.services,
      { verifier: graph.people.verifier, developmentTokens: null },
      log,
      gatewayOfOwn(),
    );
    admin = new pg.Client({ connectionString: inject("postgresUrl") as string });
    await admin.connect();
    const [row] = await database.query<{ name: string }>("select current_database() as name");
    name = row!.name;
  });
  afterAll(async () => {
    await admin?.query(`alter database "${name}" allow_connections true connection limit -1`);
    await server?.stop();
    await graph?.stop();
    await admin?.end();
  });

  const cutConnections = () =>
    admin.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and usename = $2", [
      name,
      serverRole.name,
    ]);
  const ask = async (query: string, { variables = {}, signedIn = true } = {}) => {
    const response = await fetch(`${server.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", ...(signedIn ? { authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify({ query, variables }),
    });
    const text = await response.text();
    return { status: response.status, retryAfter: response.headers.get("retry-after"), text, body: JSON.parse(text) };
  };
  const viewer = "{ viewer { subject } }";
  const policies = "{ policies { nodes { key } } }";
  const register = `mutation ($key: String!) {
    registerPartner(input: { idempotencyKey: $key, legalName: "Acme", kind: ENTERPRISE, jurisdiction: "US" }) {
      partner { id } refusals { code }
    } }`;
  const expectRefused = ({ status, retryAfter, text, body }: Awaited<ReturnType<typeof ask>>) => {
    expect(status).toBe(503);
    expect(retryAfter).toBe("5");
    expect(body.errors.length).toBeGreaterThan(0);
    for (const { extensions } of body.errors)
      expect(extensions).toEqual({ code: "SERVICE_UNAVAILABLE", retryAfterSeconds: 5 });
    expect(text).not.toMatch(/postgres|connection|database|ECONN|5[37]\w{3}/i);
  };
  const expectServedAgain = async () => {
    await expect.poll(async () => (await ask(viewer)).status).toBe(200);
    expect((await ask(policies, { signedIn: false })).body.data.policies.nodes.length).toBeGreaterThan(0);
  };

  it.each([
    ["refuses connections", "allow_connections false", "allow_connections true"],
    ["has too many connections", "connection limit 0", "connection limit -1"],
  ])(
    "because it %s, operations are refused with a code to try again, and recovery needs nobody",
    async (_, off, on) => {
      await admin.query(`alter database "${name}" ${off}`);
      await cutConnections();
      expectRefused(await ask(viewer));
      expectRefused(await ask(policies, { signedIn: false }));
      expectRefused(await ask(register, { variables: { key: randomUUID() } }));
      expect((await fetch(`${server.url}/readyz`)).status).toBe(503);
      expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
      await admin.query(`alter database "${name}" ${on}`);
      await expectServedAgain();
      expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
    },
  );

  it("what needs no record is still answered to the public", async () => {
    await admin.query(`alter database "${name}" allow_connections false`);
    await cutConnections();
    const { status, body } = await ask(`{ __typename ${policies.slice(1)}`, { signedIn: false });
    expect([status, body.data.__typename]).toEqual([200, "Query"]);
    expect(body.errors[0].extensions.code).toBe("SERVICE_UNAVAILABLE");
    await admin.query(`alter database "${name}" allow_connections true`);
    await expectServedAgain();
  });

  it("a change whose connection is cut is refused whole, and done once when it is sent again with its key", async () => {
    const key = randomUUID();
    const owner = new pg.Client({
      connectionString: database.config.kind === "postgres" ? database.config.migrationUrl! : "",
    });
    await owner.connect();
    await owner.query("begin; lock table partner in access exclusive mode");
    const sent = ask(register, { variables: { key } });
    const waiting = async () => {
      const { rows } = await admin.query(
        "select from pg_stat_activity where datname = $1 and usename = $2 and wait_event_type = 'Lock'",
        [name, serverRole.name],
      );
      return rows.length;
    };
    await expect.poll(waiting).toBeGreaterThan(0);
    await cutConnections();
    expectRefused(await sent);
    await owner.query("rollback");
    await owner.end();
    const again = await ask(register, { variables: { key } });
    const repeated = await ask(register, { variables: { key } });
    expect(again.body.data.registerPartner).toEqual({ partner: { id: expect.any(String) }, refusals: [] });
    expect(repeated.body.data).toEqual(again.body.data);
    expect(await database.query("select count(*) as count from partner")).toEqual([{ count: 1 }]);
  });

  it("the log has one line about it, with its cause, and no fault", () => {
    const errors = lines.filter(({ level }) => level === "error");
    expect(errors).toEqual([
      expect.objectContaining({
        msg: "the database is out of reach: operations are refused",
        correlationId: expect.any(String),
        err: expect.objectContaining({ message: expect.any(String) }),
      }),
    ]);
  });
});

describe("an outage of the database", () => {
  const coded = (properties: object, message = "x") => Object.assign(new Error(message), properties);
  it.each<[string, Error]>([
    ["a refused connection", coded({ code: "ECONNREFUSED", syscall: "connect" })],
    ["every address of a host that refused", new AggregateError([coded({ code: "ECONNREFUSED", syscall: "connect" })])],
    ["a broken connection", new Error("Connection terminated unexpectedly")],
    ["no connection in time", new Error("timeout exceeded when trying to connect")],
    ["a server that shuts down", coded({ code: "57P01", severity: "FATAL" })],
    ["a server that starts", coded({ code: "57P03", severity: "FATAL" })],
    ["a full disk", coded({ code: "53100", severity: "ERROR" })],
    ["a failed statement's driver error", coded({ driverError: coded({ code: "53300", severity: "FATAL" }) })],
    ["what a resolver's error hides", coded({ originalError: coded({ code: "ECONNRESET", syscall: "read" }) })],
  ])("is %s", (_, error) => {
    expect(isOutage(error)).toBe(true);
  });

  it.each<[string, unknown]>([
    ["a broken constraint", coded({ code: "23505", severity: "ERROR" })],
    ["a statement that took too long", coded({ code: "57014", severity: "ERROR" })],
    ["a transaction that its own program left idle", coded({ code: "25P03", severity: "FATAL" })],
    ["a missing file", coded({ code: "ENOENT", syscall: "open" })],
    ["an error that names a refused connection", new Error("connect ECONNREFUSED 10.0.0.7")],
    ["a statement after its transaction's end", new QueryRunnerAlreadyReleasedError()],
    ["another such", new QueryRunnerProviderAlreadyReleasedError()],
    ["what is no error", "ECONNREFUSED"],
  ])("is not %s", (_, error) => {
    expect(isOutage(error)).toBe(false);
  });

  it("is looked for in causes, and not for ever where they go in a circle", () => {
    const error = coded({});
    const other = coded({ cause: error });
    Object.assign(error, { cause: other });
    expect(isOutage(error)).toBe(false);
  });
});
