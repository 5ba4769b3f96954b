import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { expect } from "vitest";
import { aList } from "../support/database.ts";
import { type Caller, caller } from "../support/graph.ts";
import { audience, startIssuer, type TestIssuer, type TokenOptions } from "../support/issuer.ts";
import { databaseUrl } from "../support/postgres.ts";
import { type RunningProcess, runForText, startProcess } from "../support/process.ts";
import { soon } from "../support/soon.ts";
import { cast, type Story, story } from "../support/story.ts";
import { beginRun, dropDatabase, newTestName, serverRole } from "../support/test-databases.ts";
import { type CuttingProxy, cuttingProxy, type Looks } from "./cutting-proxy.ts";

/** Settings for a cluster of nodes. */
export interface ClusterSettings {
  /** A PostgreSQL server, as a role that may make databases. */
  readonly serverUrl: string;
  readonly nodes: number;
  /** More of a node's environment, by its number. */
  readonly environment?: (node: number) => Readonly<Record<string, string>>;
  /** Where a node finds the database, given where it is. */
  readonly way?: (url: string) => string;
  /** What looks at the connections between clients and nodes. */
  readonly look?: () => Looks;
}

/** Nodes of the built program on one database, each a process that can be killed and started again at its address. */
export interface Cluster {
  /** Tells the story that a fault happens in, through the first node. */
  readonly tell: Story;
  readonly addressOf: (node: number) => string;
  /** The next node's address in turn, whether it is up or not. */
  readonly anyNode: () => string;
  tokenFor(role: string, options?: TokenOptions): Promise<string>;
  /** Ends a node as nothing can refuse. */
  kill(node: number): Promise<void>;
  /** Starts a node that was ended, at its old address, and waits until it says that it is ready. */
  start(node: number): Promise<void>;
  /** The log's lines of a node. */
  linesOf(node: number): readonly string[];
  /**
   * Expects that every node lives and is ready, that no node's log has an error but those that are `excused`, and that
   * the ledger verifies offline.
   */
  expectSound(excused?: (line: string) => boolean): Promise<void>;
  /** Runs a statement as the tables' owner. */
  asOwner<Row>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
  stop(): Promise<void>;
}

const pids = new Set<number>();
process.once("exit", () => {
  for (const pid of pids) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It is gone already.
    }
  }
});

/** How often a node is started that doesn't reach its database in its 10 s: whoever runs one starts it again. */
const starts = 3;

async function supervised(env: Readonly<Record<string, string>>): Promise<RunningProcess> {
  for (let times = 1; ; times += 1) {
    try {
      return await startProcess(["start"], env);
    } catch (error) {
      if (times === starts || !/can't be used: .*connection timeout/.test(String(error))) throw error;
      console.warn("a node didn't reach its database in time, and is started again");
    }
  }
}

/** Starts an issuer and nodes on a database of their own. */
export async function startCluster(settings: ClusterSettings): Promise<Cluster> {
  const { serverUrl, nodes, environment, way, look } = settings;
  const name = newTestName();
  const ownerUrl = databaseUrl(serverUrl, name);
  const url = databaseUrl(serverUrl, name, serverRole);
  const onServer = await connected(serverUrl);
  const undo: (() => Promise<unknown>)[] = [() => onServer.end()];
  const running = new Map<number, RunningProcess>();
  const logs: (readonly string[])[] = [];
  /** Those of processes that were killed too. */
  const all: (readonly string[])[] = [];
  const fronts: CuttingProxy[] = [];
  let stopped = false;
  const end = async (node: number) => {
    fronts[node]?.aim(null);
    const process = running.get(node);
    running.delete(node);
    await process?.end("SIGKILL");
    if (process) pids.delete(process.pid);
  };
  const stop = async () => {
    stopped = true;
    await Promise.all([...running.keys()].map(end));
    for (const step of undo.reverse()) await step().catch(() => {});
  };
  try {
    const endRun = await beginRun(onServer);
    undo.push(endRun);
    await onServer.query(`create database "${name}"`);
    undo.push(() => dropAgain(serverUrl, name));
    // What is acknowledged must outlive a crash of the server: here a commit does wait for the disk.
    await onServer.query(`alter role ${serverRole.name} in database "${name}" set synchronous_commit = on`);
    const issuer = await startIssuer();
    undo.push(() => issuer.stop());
    for (let node = 0; node < nodes; node += 1) {
      const front = await cuttingProxy(null, look);
      fronts.push(front);
      undo.push(() => front.stop());
    }
    const start = async (node: number) => {
      if (stopped) throw new Error("The cluster is stopped.");
      const env = {
        DATABASE_URL: way?.(url) ?? url,
        MIGRATION_DATABASE_URL: ownerUrl,
        DATABASE_POOL: "6",
        OIDC_ISSUER: issuer.url,
        OIDC_AUDIENCE: audience,
        ...environment?.(node),
      };
      const process = await supervised(env);
      pids.add(process.pid);
      running.set(node, process);
      logs[node] = process.lines;
      all.push(process.lines);
      fronts[node]?.aim({ host: "127.0.0.1", port: Number(new URL(process.url).port) });
      if (stopped) await end(node);
    };
    await start(0);
    for (const statement of aList) await withOwner(ownerUrl, statement);
    await Promise.all(Array.from({ length: nodes - 1 }, (_, index) => start(index + 1)));

    const addressOf = (node: number) => `http://127.0.0.1:${fronts[node]?.port}`;
    const teller = tellingOf(addressOf(0), issuer);
    let turn = 0;
    return {
      tell: story(teller, cast(teller)),
      addressOf,
      anyNode: () => {
        turn += 1;
        return addressOf(turn % nodes);
      },
      tokenFor: (role, options) => issuer.tokenFor(role, options),
      kill: end,
      start,
      linesOf: (node) => logs[node] ?? [],
      expectSound: async (excused) => {
        expect(running.size).toBe(nodes);
        for (const [node, process] of running) {
          expect(process.alive(), `node ${node} lives`).toBe(true);
          await soon(async () => expect((await fetch(`${addressOf(node)}/readyz`)).status).toBe(200));
        }
        const errors = all.flat().filter((line) => /"level":"(error|fatal)"|^ +at /.test(line));
        expect(errors.filter((line) => !excused?.(line))).toEqual([]);
        await expectVerified({ DATABASE_URL: url, MIGRATION_DATABASE_URL: ownerUrl });
      },
      asOwner: (sql, parameters) => withOwner(ownerUrl, sql, parameters),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Takes the ledger home and verifies it there. */
async function expectVerified(env: Readonly<Record<string, string>>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "countersign-faults-"));
  try {
    const file = join(folder, "ledger.jsonl");
    const exported = await runForText(["ledger", "export", file], env);
    const verified = await runForText(["ledger", "verify", file, "--unsigned"], {});
    expect([exported.code, verified.code], `${exported.stderr}${verified.stdout}${verified.stderr}`).toEqual([0, 0]);
  } finally {
    rmSync(folder, { recursive: true });
  }
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

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  return client;
}

async function withOwner<Row>(url: string, sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
  const client = await connected(url);
  try {
    return (await client.query(sql, parameters as unknown[])).rows as Row[];
  } finally {
    await client.end();
  }
}

/** By a new connection: the server may have been restarted meanwhile. */
async function dropAgain(serverUrl: string, name: string): Promise<void> {
  const client = await connected(serverUrl);
  await dropDatabase(client, name);
  await client.end();
}
