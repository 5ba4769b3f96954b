import "reflect-metadata";
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import pg from "pg";
import type { Database } from "../src/database/database.ts";
import { built } from "./ledger/built.ts";
import { fillLedger } from "./ledger/fill-ledger.ts";
import { thisMachine } from "./machine.ts";

/**
 * `npm run ledger -- [--entries 1000000 --name ledger]`: how long the ledger takes to be verified, by a server's start and
 * from an exported file, and what a proof costs as it grows. The database stays for the next run.
 */

const { values } = parseArgs({
  options: {
    entries: { type: "string", default: "1000000" },
    proofs: { type: "string", default: "500" },
    name: { type: "string", default: "ledger" },
    database: { type: "string", default: process.env.BENCH_DATABASE_URL ?? "postgres://127.0.0.1:5432/postgres" },
  },
});
const entries = Number(values.entries);
const proofs = Number(values.proofs);

const { openDatabase } = await built<typeof import("../src/database/open-database.ts")>("database/open-database");
const { appendTiles } = await built<typeof import("../src/ledger/tree/append-tiles.ts")>("ledger/tree/append-tiles");
const { verifyLedger } = await built<typeof import("../src/ledger/tree/verify-ledger.ts")>("ledger/tree/verify-ledger");
const { TreeReader } = await built<typeof import("../src/ledger/tree/tree-reader.ts")>("ledger/tree/tree-reader");
const { inclusionPath, consistencyPath } =
  await built<typeof import("../src/ledger/merkle/paths.ts")>("ledger/merkle/paths");
const { signingKeyFrom } = await built<typeof import("../src/ledger/notes/note-keys.ts")>("ledger/notes/note-keys");
const { ledgerKeys } = await built<typeof import("../src/ledger/notes/ledger-keys.ts")>("ledger/notes/ledger-keys");
const { exportLedger } =
  await built<typeof import("../src/ledger/export/export-ledger.ts")>("ledger/export/export-ledger");

const keys = ledgerKeys(signingKeyFrom(Buffer.alloc(32, 1).toString("base64"), "bench.example/ledger"), []);
const quiet = { info: () => {}, warn: () => {}, error: console.error };
const url = await freshDatabase(values.database);
const database = await openDatabase({ kind: "postgres", url, migrationUrl: null, poolSize: 4 }, quiet);
try {
  console.log(`Appending ${entries} entries …`);
  const [, filled] = await timed(() => fillLedger(database.source, entries, () => {}));
  await database.source.query("vacuum analyze ledger_entry");
  const lines: string[] = [];
  const tell = (line: string): void => {
    lines.push(line);
    console.log(line);
  };
  tell("| step | entries | seconds | of them this process's processor | entries/s |");
  tell("|---|---:|---:|---:|---:|");
  const row = (step: string, count: number, { seconds, processor }: Took): void =>
    tell(
      `| ${step} | ${count.toLocaleString("en")} | ${seconds.toFixed(1)} | ${processor?.toFixed(1) ?? ""} | ${Math.round(count / seconds).toLocaleString("en")} |`,
    );
  if (filled.seconds > 1) row("appended, 400 a transaction, by the code of changes", entries, filled);
  const [, tiled] = await timed(() => appendTiles(database));
  row("the tree above them stored", entries, tiled);
  const [, verified] = await timed(() => verifyLedger(database, { keys, fixedNow: null }));
  row("verified by a server that starts for the first time", entries, verified);
  const [, again] = await timed(() => verifyLedger(database, { keys, fixedNow: null }));
  row("verified by a server that starts again", 0, again);
  const file = join(tmpdir(), "countersign-bench-export.ndjson");
  const [, exported] = await timed(() => exportLedger(database, keys, file, () => {}));
  row("exported", entries, exported);
  const size = statSync(file).size;
  const [verdict, offline] = await timed(async () => verifyFile(file));
  row("verified from the file, by the command line", entries, { ...offline, processor: null });
  if (verdict !== 0) throw new Error("The export didn't verify.");
  rmSync(file);
  const table = await proofTable(database);
  const [{ version, stored }] = (await database.source.query(
    `select current_setting('server_version') as version, pg_size_pretty(pg_database_size(current_database())) as stored`,
  )) as [{ version: string; stored: string }];
  write(version, stored, size, lines, table);
} finally {
  await database.close();
}

async function proofTable({ query }: Pick<Database, "query">): Promise<string[]> {
  const lines = [
    "| tree of | leaf's proof p50 ms | p99 ms | consistency p50 ms | p99 ms | rows read at most | statements at most |",
    "|---:|---:|---:|---:|---:|---:|---:|",
  ];
  for (let size = 1_000; size <= entries; size *= 10) {
    const work = { rows: 0, statements: 0, most: 0, mostStatements: 0 };
    const counted = {
      query: async <Row>(text: string, parameters?: readonly unknown[]): Promise<Row[]> => {
        const rows = await query<Row>(text, parameters);
        work.rows += rows.length;
        work.statements += 1;
        return rows;
      },
    };
    const reader = new TreeReader(counted);
    const ask = async (path: ReturnType<typeof inclusionPath>): Promise<number> => {
      Object.assign(work, { rows: 0, statements: 0 });
      const begun = performance.now();
      await reader.hashes(path);
      const took = performance.now() - begun;
      work.most = Math.max(work.most, work.rows);
      work.mostStatements = Math.max(work.mostStatements, work.statements);
      return took;
    };
    const chance = (below: number): number => Math.floor(Math.random() * below);
    const inclusion: number[] = [];
    const consistency: number[] = [];
    for (let at = 0; at < proofs; at += 1) {
      const of = size - (at % 7);
      inclusion.push(await ask(inclusionPath(chance(of), of)));
      consistency.push(await ask(consistencyPath(1 + chance(size - 1), size)));
    }
    const figures = [inclusion, consistency].flatMap((times) =>
      [0.5, 0.99].map((share) => quantile(times, share).toFixed(2)),
    );
    lines.push(`| ${size.toLocaleString("en")} | ${figures.join(" | ")} | ${work.most} | ${work.mostStatements} |`);
    console.log(lines.at(-1));
  }
  return lines;
}

function quantile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((one, other) => one - other);
  return sorted[Math.min(times.length - 1, Math.floor(times.length * share))] as number;
}

/** How long something took, on the clock and of this process's processor time, s. */
interface Took {
  readonly seconds: number;
  readonly processor: number | null;
}

async function timed<Value>(work: () => Promise<Value>): Promise<[value: Value, took: Took]> {
  const begun = performance.now();
  const before = process.cpuUsage();
  const value = await work();
  const { user, system } = process.cpuUsage(before);
  return [value, { seconds: (performance.now() - begun) / 1_000, processor: (user + system) / 1e6 }];
}

function verifyFile(file: string): number {
  const main = new URL("../dist/src/main.js", import.meta.url).pathname;
  const { status, stdout } = spawnSync(
    process.execPath,
    [main, "ledger", "verify", file, "--key", keys.signing.verifier],
    {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  console.log(stdout.trimEnd());
  return status ?? 1;
}

/** A database of its own, filled again only where it isn't of this size; never verified before. */
async function freshDatabase(server: string): Promise<string> {
  const name = `countersign_bench_ledger_${entries}`;
  const made = new URL(server);
  made.pathname = `/${name}`;
  await onServer(server, async (client) => {
    const { rowCount } = await client.query("select from pg_database where datname = $1", [name]);
    if (rowCount === 0) await client.query(`create database "${name}"`);
  });
  const { rows } = await onServer(made.href, (client) =>
    client.query("select to_regclass('ledger_tile') is not null as made"),
  );
  if (rows[0]?.made) {
    await onServer(made.href, async (client) => {
      for (const table of ["ledger_tile", "ledger_verification", "ledger_checkpoint"]) {
        await client.query(`alter table ${table} disable trigger user`);
        await client.query(`truncate ${table}`);
        await client.query(`alter table ${table} enable trigger user`);
      }
    });
  }
  return made.href;
}

async function onServer<Value>(server: string, work: (client: pg.Client) => Promise<Value>): Promise<Value> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function write(
  postgresql: string,
  stored: string,
  size: number,
  steps: readonly string[],
  table: readonly string[],
): void {
  const { date, processor, cores, system, node } = thisMachine(postgresql);
  const text = `# The ledger

${date}, ${processor}, ${cores} cores, ${system}, Node ${node}, PostgreSQL ${postgresql} on the same machine. Other work shared it: what is
quiet would be faster. The database takes ${stored}, the export ${(size / 2 ** 30).toFixed(2)} GiB.

## Verified

${steps.join("\n")}

## Proofs

${proofs} of each, for leaves and sizes at random, one after the other; what is read grows with the storeys of 256, and not with
the tree.

${table.join("\n")}
`;
  const results = new URL("results/", import.meta.url);
  mkdirSync(results, { recursive: true });
  writeFileSync(new URL(`${values.name}.md`, results), text);
}
