import "reflect-metadata";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { inject } from "vitest";
import type { DatabaseConfig } from "../../src/config.ts";
import type { Database } from "../../src/database/database.ts";
import type { Log } from "../../src/database/log.ts";
import { openDatabase } from "../../src/database/open-database.ts";
import { matcherVersion } from "../../src/rules/screening/match-names.ts";
import type { DatabaseKind } from "./describe-on.ts";
import { databaseUrl } from "./postgres.ts";
import { dropDatabase, locks, newTestName, serverRole, sweepTestDatabases, templateName } from "./test-databases.ts";

/** A database of one test file's own, with every migration applied. */
export interface FreshDatabase extends Database {
  /** What opens it, for a test that starts a server process of its own (on "embedded", after `close`). */
  readonly config: DatabaseConfig;
  /** Runs a statement as the tables' owner: for what the server's role may not do. */
  asOwner<Row>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
  /** Closes it and removes it from the machine. */
  drop(): Promise<void>;
}

/**
 * A list in force, so that partners can be admitted, with nobody on it whom a test would name: as imported just now. A test
 * of what a missing list does takes it away (`withoutList`).
 */
export const aList = [
  `insert into screening_list (id, sha256, sources, party_count, name_count, rows_skipped, parties_added, parties_removed,
     parties_changed, matcher, imported_at, confirmed_at)
   values ('scl_00000000000000000000000000', repeat('0', 64), '[{"source": "A list (fictional)", "parties": 1}]', 1, 1, 0, 1, 0, 0, ${matcherVersion}, now(), now())`,
  `insert into listed_party (list_id, id, fingerprint, party) values ('scl_00000000000000000000000000', 'KIT-1', 'kit',
     '{"sourceId": "KIT-1", "source": "A list (fictional)", "name": "Zzyzx Qwfpg", "aliases": [], "programs": []}')`,
  `insert into listed_name (list_id, party_id, ordinal, kind, name, search_text)
   values ('scl_00000000000000000000000000', 'KIT-1', 0, 'PRIMARY', 'Zzyzx Qwfpg', 'zizks kvfpg')`,
  `insert into listed_party_change (list_id, party_id, kind, changed, after)
   select list_id, id, 'ADDED', '{}', party from listed_party`,
  `update screening set list_id = 'scl_00000000000000000000000000'`,
];

/** Takes every list away, as before any was imported; with their hits where there are some, and the partners that had none either. */
export async function withoutList(
  { asOwner }: Pick<FreshDatabase, "asOwner">,
  { hits = false }: { readonly hits?: boolean } = {},
): Promise<void> {
  if (hits) await asOwner("delete from screening_hit");
  if (hits) await asOwner("delete from partner");
  await asOwner("update screening set list_id = null");
  await asOwner("delete from listed_party");
  await asOwner("delete from listed_party_change");
  await asOwner("delete from screening_list");
}

/** Says nothing but errors. */
export const quietLog: Log = {
  info: () => {},
  warn: () => {},
  error: (...about: unknown[]) => console.error(...about),
};

const day = 24 * 60 * 60 * 1000;

/**
 * Makes a database, in a folder or on the PostgreSQL of the run, as a copy of one that has the migrations: about a
 * second on "embedded", a tenth on "postgres".
 */
export function freshDatabase(kind: DatabaseKind): Promise<FreshDatabase> {
  return kind === "embedded" ? freshEmbedded() : freshPostgres();
}

async function freshEmbedded(): Promise<FreshDatabase> {
  const template = await embeddedTemplate();
  const folder = mkdtempSync(join(tmpdir(), "countersign-test-"));
  cpSync(join(template, "postgres"), join(folder, "postgres"), { recursive: true });
  const config: DatabaseConfig = { kind: "embedded", folder, poolSize: 10 };
  const database = await openDatabase(config, quietLog);
  for (const statement of aList) await database.query(statement);
  return {
    ...database,
    config,
    asOwner: database.query,
    drop: async () => {
      if (database.source.isInitialized) await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A folder with the migrations applied, kept between runs; made by whichever process needs it first. */
async function embeddedTemplate(): Promise<string> {
  const parent = join("node_modules", ".cache", "countersign");
  const template = join(parent, `embedded-${migrationsHash()}`);
  if (existsSync(template)) return template;
  mkdirSync(parent, { recursive: true });
  const draft = mkdtempSync(join(parent, "draft-"));
  await (await openDatabase({ kind: "embedded", folder: draft, poolSize: 1 }, quietLog)).close();
  try {
    renameSync(draft, template);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(template)) throw error;
  }
  for (const name of readdirSync(parent)) {
    const path = join(parent, name);
    const stale = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > day;
    if (stale && path !== template) rmSync(path, { recursive: true, force: true });
  }
  return template;
}

async function freshPostgres(): Promise<FreshDatabase> {
  const server = inject("postgresUrl");
  if (server === null) throw new Error("No PostgreSQL was found: use describeOn, which skips the suite then.");
  template ??= postgresTemplate(server);
  const from = await template;
  const name = newTestName();
  await onServer(server, (client) => client.query(`create database "${name}" template "${from}"`));
  const config: DatabaseConfig = {
    kind: "postgres",
    url: databaseUrl(server, name, serverRole),
    migrationUrl: null,
    poolSize: 10,
  };
  const database = await openDatabase(config, quietLog);
  const owner = new pg.Pool({ connectionString: databaseUrl(server, name), max: 2, options: "-c jit=off" });
  owner.on("error", () => {});
  for (const statement of aList) await owner.query(statement);
  return {
    ...database,
    config: { ...config, migrationUrl: databaseUrl(server, name) },
    asOwner: async <Row>(sql: string, parameters: readonly unknown[] = []) =>
      (await owner.query(sql, parameters as unknown[])).rows as Row[],
    drop: async () => {
      if (database.source.isInitialized) await database.close();
      await owner.end();
      await onServer(server, (client) => dropDatabase(client, name));
    },
  };
}

let template: Promise<string> | null = null;

/** The name of the database that the others are copies of, made by whichever process needs it first. */
async function postgresTemplate(server: string): Promise<string> {
  const name = templateName(migrationsHash());
  await onServer(server, async (client) => {
    await client.query("select pg_advisory_lock($1)", [locks.template]);
    await sweepTestDatabases(client);
    const { rowCount } = await client.query("select from pg_database where datname = $1", [name]);
    if (rowCount !== 0) return;
    const draft = newTestName();
    await client.query(`create database "${draft}"`);
    const config: DatabaseConfig = {
      kind: "postgres",
      url: databaseUrl(server, draft, serverRole),
      migrationUrl: databaseUrl(server, draft),
      poolSize: 1,
    };
    await (await openDatabase(config, quietLog)).close();
    await client.query(`alter database "${draft}" rename to "${name}"`);
  });
  return name;
}

async function onServer<Result>(server: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: server });
  client.on("error", () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Changes whenever a migration, the rights that follow it, or the embedded engine does. */
function migrationsHash(): string {
  const hash = createHash("sha256");
  const folder = "src/migrations";
  const files = readdirSync(folder).map((name) => join(folder, name));
  const engine = "node_modules/@electric-sql/pglite/package.json";
  for (const file of [...files.sort(), "src/database/rights.ts", "src/database/append-only.ts", engine]) {
    hash.update(file).update(readFileSync(file));
  }
  return hash.digest("hex").slice(0, 12);
}
