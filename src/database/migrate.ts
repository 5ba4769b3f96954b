import pg from "pg";
import type { DataSource } from "typeorm";
import { type Connection, poolSettings } from "./connection.ts";
import { migrationsTable } from "./data-source.ts";
import type { Log } from "./log.ts";

/** Any number that other programs in the same database are unlikely to lock: "counters" in ASCII. */
const migrationLock = "7165074649429406323";

/**
 * The names of the migrations that have not run. Reads only, so that a role without the right to make tables can ask.
 * Warns of migrations that have run and aren't known here: an older release started on a newer database.
 */
export async function pendingMigrations(source: DataSource, log: Log): Promise<string[]> {
  const known = source.migrations.map((migration) => migration.name ?? migration.constructor.name);
  const [table] = await source.query("select to_regclass($1) is not null as made", [migrationsTable]);
  if (table.made !== true) return known;
  const rows: { name: string }[] = await source.query(`select name from ${migrationsTable}`);
  const done = new Set(rows.map((row) => row.name));
  const unknown = [...done].filter((name) => !known.includes(name));
  if (unknown.length > 0) log.warn({ unknown }, "the database has migrations that this release doesn't know");
  return known.filter((name) => !done.has(name));
}

/** Runs what is pending, each in a transaction of its own. */
export async function runMigrations(source: DataSource, log: Log): Promise<void> {
  if ((await pendingMigrations(source, log)).length === 0) return;
  const ran = await source.runMigrations({ transaction: "each" });
  log.info({ migrations: ran.map((migration) => migration.name) }, "migrations have run");
}

/**
 * Does something while no other node does the same, on PostgreSQL. The lock ends with a transaction that is kept open
 * for it, so that it works through a connection pooler too and can't outlive its node.
 */
export async function whileLocked<Result>(owner: Connection, work: () => Promise<Result>): Promise<Result> {
  const client = new pg.Client(poolSettings(owner));
  // What breaks the connection fails the query in hand; without a listener it would end the process.
  client.on("error", () => {});
  await client.connect();
  try {
    await client.query("begin");
    await client.query("select pg_advisory_xact_lock($1)", [migrationLock]);
    return await work();
  } finally {
    await client.end();
  }
}
