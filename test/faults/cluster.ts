import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import pg from "pg";
import { aList } from "../support/database.ts";
import { type Caller, caller } from "../support/graph.ts";
import { audience, startIssuer, type TestIssuer, type TokenOptions } from "../support/issuer.ts";
import { databaseUrl } from "../support/postgres.ts";
import { type RunningProcess, startProcess } from "../support/process.ts";
import { cast, type Story, story } from "../support/story.ts";
import { beginRun, dropDatabase, newTestName, serverRole } from "../support/test-databases.ts";

/** Settings for a cluster of nodes. */
export interface ClusterSettings {
  /** A PostgreSQL server, as a role that may make databases. */
  readonly serverUrl: string;
  readonly nodes: number;
  /** More of a node's environment, by its number. */
  readonly environment?: (node: number) => Readonly<Record<string, string>>;
  /** Where a node finds the database, given where it is. */
  readonly way?: (url: string) => string;
}

/** Nodes of the built program on one database, each a process that can be killed and started again at its address. */
export interface Cluster {
  /** Tells the story that a fault happens in, through whichever node answers. */
  readonly tell: Story;
  /** The next node's address in turn, whether it is up or not. */
  readonly anyNode: () => string;
  readonly addressOf: (node: number) => string;
  tokenFor(role: string, options?: TokenOptions): Promise<string>;
  /** Ends a node as nothing can refuse. */
  kill(node: number): Promise<void>;
  /** Ends a node as an operator does. */
  end(node: number): Promise<void>;
  /** Starts a node that was ended, at its old address, and waits until it says that it is ready. */
  start(node: number): Promise<void>;
  /** The log's lines of all nodes about operations that failed by a fault of the program's own. */
  faults(): readonly string[];
  /** Runs a statement as the tables' owner. */
  asOwner<Row>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
  stop(): Promise<void>;
}

/** Starts an issuer and nodes on a database of their own. */
export async function startCluster({ serverUrl, nodes, environment, way }: ClusterSettings): Promise<Cluster> {
  const name = newTestName();
  const onServer = new pg.Client({ connectionString: serverUrl });
  onServer.on("error", () => {});
  await onServer.connect();
  const endRun = await beginRun(onServer);
  await onServer.query(`create database "${name}"`);
  // What is acknowledged must outlive a crash of the server: here a commit does wait for the disk.
  await onServer.query(`alter database "${name}" set synchronous_commit = on`);
  await onServer.query(`alter role ${serverRole.name} in database "${name}" set synchronous_commit = on`);
  const ownerUrl = databaseUrl(serverUrl, name);
  const issuer = await startIssuer();
  const url = databaseUrl(serverUrl, name, serverRole);
  const ports = await Promise.all(Array.from({ length: nodes }, freePort));
  const running = new Map<number, RunningProcess>();
  const logs: (readonly string[])[] = [];
  const start = async (node: number) => {
    const env = {
      DATABASE_URL: way?.(url) ?? url,
      MIGRATION_DATABASE_URL: ownerUrl,
      DATABASE_POOL: "6",
      OIDC_ISSUER: issuer.url,
      OIDC_AUDIENCE: audience,
      LOG_LEVEL: "info",
      PORT: String(ports[node]),
      ...environment?.(node),
    };
    const process = await startProcess(["start"], env);
    running.set(node, process);
    logs.push(process.lines);
  };
  await start(0);
  for (const statement of aList) await withOwner(ownerUrl, statement);
  for (let node = 1; node < nodes; node += 1) await start(node);

  const teller = tellingOf(`http://127.0.0.1:${ports[0]}`, issuer);
  let turn = 0;
  const addressOf = (node: number) => `http://127.0.0.1:${ports[node]}`;
  const anyNode = () => {
    turn += 1;
    return addressOf(turn % nodes);
  };
  const end = async (node: number, signal: NodeJS.Signals) => {
    const process = running.get(node);
    running.delete(node);
    await process?.end(signal);
  };
  return {
    tell: story(teller, cast(teller)),
    anyNode,
    addressOf,
    tokenFor: (role, options) => issuer.tokenFor(role, options),
    kill: (node) => end(node, "SIGKILL"),
    end: (node) => end(node, "SIGTERM"),
    start,
    faults: () => logs.flat().filter((line) => line.includes('"msg":"an operation failed"')),
    asOwner: (sql, parameters) => withOwner(ownerUrl, sql, parameters),
    stop: async () => {
      await Promise.all([...running.keys()].map((node) => end(node, "SIGKILL")));
      await issuer.stop();
      await dropAgain(serverUrl, name);
      await endRun().catch(() => {});
      await onServer.end().catch(() => {});
    },
  };
}

/** What a story needs of a graph. */
function tellingOf(url: string, issuer: TestIssuer): Parameters<typeof story>[0] {
  const as = ({ roles, org, subject }: { roles: readonly string[]; org?: string; subject?: string }): Caller => {
    let token: Promise<string> | null = null;
    return caller(url, () => {
      token ??= issuer.tokenFor(roles, { org, subject: subject ?? `${roles.join("+")}|${org ?? ""}` });
      return token;
    });
  };
  return { as, everyone: caller(url, null), clock: { fixed: null } } as unknown as Parameters<typeof story>[0];
}

async function withOwner<Row>(url: string, sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query(sql, parameters as unknown[])).rows as Row[];
  } finally {
    await client.end();
  }
}

/** By a new connection: the server may have been restarted meanwhile. */
async function dropAgain(serverUrl: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  client.on("error", () => {});
  await client.connect();
  await dropDatabase(client, name);
  await client.end();
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
