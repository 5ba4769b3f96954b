import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import pg from "pg";
import { countersign } from "./countersign.ts";
import { fillStatements } from "./fill.ts";

/** A database that holds the rows of one part of a run. */
export interface BenchDatabase {
  readonly name: string;
  readonly url: string;
  /** PostgreSQL's own version. */
  readonly version: string;
  readonly size: string;
}

/** What makes the data: when one of these changes, the database is made again. */
const makers = ["./fill.ts", "./contenders/postgraphile.sql", "../dist/src/migrations/1781800000000-foundation.js"];

/**
 * The database with this many applications: made by Countersign's own migrations, filled by set-based statements under
 * all its constraints, vacuumed and analysed. One that an earlier run left is used again if it was made the same way. A
 * run that writes to it gives it a name of its own.
 */
export async function benchDatabase(databaseUrl: string, applications: number, own = ""): Promise<BenchDatabase> {
  const name = `countersign_bench_${applications}${own}`;
  const url = new URL(databaseUrl);
  url.pathname = `/${name}`;
  const mark = fingerprint();
  const [row] = await rowsOf(
    databaseUrl,
    `select shobj_description(oid, 'pg_database') as mark from pg_database where datname = $1`,
    [name],
  );
  if (row?.mark !== mark) {
    console.log(`Filling ${name} …`);
    await rowsOf(databaseUrl, `drop database if exists "${name}" with (force)`);
    await rowsOf(databaseUrl, `create database "${name}"`);
    await migrate(url.href);
    await fill(url.href, applications);
    await rowsOf(databaseUrl, `comment on database "${name}" is '${mark}'`);
  }
  const [about] = await rowsOf(
    url.href,
    `select current_setting('server_version') as version, pg_size_pretty(pg_database_size(current_database())) as size`,
  );
  return { name, url: url.href, version: String(about?.version), size: String(about?.size) };
}

const fingerprint = (): string => {
  const hash = createHash("sha256");
  for (const maker of makers) hash.update(readFileSync(new URL(maker, import.meta.url)));
  return hash.digest("hex");
};

/** Countersign's tables and its shipped policies, made as the server makes them when it starts. */
async function migrate(url: string): Promise<void> {
  const [{ openServices }, { createLog }] = await Promise.all([countersign.services(), countersign.log()]);
  const database = { kind: "postgres", url, migrationUrl: null, poolSize: 2 } as const;
  const services = await openServices({ database }, createLog({ level: "warn" }));
  await services.database.close();
}

async function fill(url: string, applications: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("set synchronous_commit = off");
    for (const { what, sql } of fillStatements(applications)) {
      const started = performance.now();
      const { rowCount } = await client.query(sql);
      console.log(`  ${what}: ${rowCount ?? 0} rows in ${((performance.now() - started) / 1000).toFixed(1)} s`);
    }
    await client.query(readFileSync(new URL("./contenders/postgraphile.sql", import.meta.url), "utf8"));
    // For everyone: at a million applications PostgreSQL would compile statements that read sixty rows, for 240 ms each.
    await client.query("do $$ begin execute format('alter database %I set jit = off', current_database()); end $$");
    await client.query("vacuum (analyze)");
    await client.query("checkpoint");
  } finally {
    await client.end();
  }
}

async function rowsOf(url: string, sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql, values)).rows;
  } finally {
    await client.end();
  }
}
