import type { Pool } from "pg";
import { DataSource } from "typeorm";
import type { PostgresDriver } from "typeorm/driver/postgres/PostgresDriver.js";
import type { DatabaseConfig } from "../config.ts";
import { reasonOf } from "../reason.ts";
import { type Connection, withoutPassword } from "./connection.ts";
import { dataSourceOptions, EmbeddedDataSource } from "./data-source.ts";
import type { Database } from "./database.ts";
import type { Embedded } from "./embedded/embedded.ts";
import type { Log } from "./log.ts";
import { pendingMigrations, runMigrations, whileLocked } from "./migrate.ts";
import { PreparedReads } from "./prepared-reads.ts";
import { grantServerRights } from "./rights.ts";
import { Turns } from "./turns.ts";

/**
 * Opens the database and brings its schema up to date. Throws an Error that says what to do when it can't be reached,
 * is open elsewhere (FolderInUseError), or lacks migrations that this role may not run. `opening` is the embedded
 * database where a process began to open it before all of its code was read.
 */
export async function openDatabase(
  config: DatabaseConfig,
  log: Log,
  opening: Promise<Embedded> | null = null,
): Promise<Database> {
  if (config.kind === "embedded") {
    const source = await new EmbeddedDataSource(config, log, opening).initialize();
    return ready({ kind: "embedded", source, poolSize: config.poolSize, log }, () => runMigrations(source, log));
  }
  const { url, poolSize } = config;
  const options = dataSourceOptions({ kind: "postgres", as: "server", url, poolSize }, log);
  const source = await naming("DATABASE_URL", url, () => new DataSource(options).initialize());
  return ready({ kind: "postgres", source, poolSize, log }, () => migratePostgres(config, source, log));
}

/** The share of the connections that changes may hold at once. */
const shareOfChanges = 0.7;

interface Opened {
  readonly kind: Database["kind"];
  readonly source: DataSource;
  readonly poolSize: number;
  readonly log: Log;
}

async function ready({ kind, source, poolSize, log }: Opened, migrate: () => Promise<void>): Promise<Database> {
  try {
    await migrate();
  } catch (error) {
    await source.destroy();
    throw error;
  }
  const pool = (source.driver as PostgresDriver).master as Pool;
  const prepared = new PreparedReads(pool, log);
  // The embedded database's connections share one session: a name given on one would be taken on all.
  const read = async <Row>(sql: string, parameters: readonly unknown[]): Promise<Row[]> =>
    kind === "postgres"
      ? prepared.query<Row>(sql, parameters)
      : ((await pool.query(sql, parameters as unknown[])).rows as Row[]);
  return {
    kind,
    source,
    connections: () => ({ open: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    changes: new Turns(Math.max(1, Math.floor(poolSize * shareOfChanges))),
    query: <Row>(sql: string, parameters: readonly unknown[] = []) => read<Row>(sql, parameters),
    close: () => source.destroy(),
  };
}

type PostgresConfig = DatabaseConfig & { readonly kind: "postgres" };

/** Migrations and rights, one node at a time. */
async function migratePostgres(config: PostgresConfig, server: DataSource, log: Log): Promise<void> {
  // Most starts find nothing to do, and then need neither the lock nor the right to make tables.
  if (config.migrationUrl === null && (await pendingMigrations(server, log)).length === 0)
    return warnOwner(server, log);
  const [{ role }] = await server.query("select current_user as role");
  const url = config.migrationUrl ?? config.url;
  const connection: Connection = { kind: "postgres", as: "owner", url, poolSize: 1 };
  const work = async () => {
    const owner = await new DataSource({ ...dataSourceOptions(connection, log), entities: [] }).initialize();
    try {
      await runMigrations(owner, log);
      await grantServerRights(owner, role);
    } finally {
      await owner.destroy();
    }
  };
  await naming(config.migrationUrl === null ? "DATABASE_URL" : "MIGRATION_DATABASE_URL", url, () =>
    whileLocked(connection, work),
  );
  await warnOwner(server, log);
}

async function warnOwner(server: DataSource, log: Log): Promise<void> {
  const [{ owns }] = await server.query(
    "select exists (select from pg_tables where schemaname = current_schema() and tableowner = current_user) as owns",
  );
  if (owns !== true) return;
  log.warn(
    {},
    "the server's role owns the tables and could rewrite the ledger: set MIGRATION_DATABASE_URL to their owner",
  );
}

/** Adds to an error where it came from: the variable, and the address without its password. */
async function naming<Result>(variable: string, url: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw new Error(`${variable} (${withoutPassword(url)}) can't be used: ${reasonOf(error)}`, { cause: error });
  }
}
