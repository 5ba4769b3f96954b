import "reflect-metadata";
import { createHash } from "node:crypto";
import type { Pool, PoolClient } from "pg";
import type { QueryRunner } from "typeorm";
import type { PostgresDriver } from "typeorm/driver/postgres/PostgresDriver.js";
import { eo12981 } from "../../src/rules/policies/eo12981.ts";
import { expeditedPreview } from "../../src/rules/policies/expedited-preview.ts";
import type { PolicyDocument } from "../../src/rules/policy.ts";
import { type FreshDatabase, freshDatabase } from "../support/database.ts";

/** What the model's sequences are run on, one after the other: a PostgreSQL database whose statements can be made to fail. */
export interface Arena {
  readonly database: FreshDatabase;
  /** How many more statements of a change succeed; null while none is to fail. */
  failAfter: number | null;
  /** How many more ids are given out; null while none is to fail. */
  noIdAfter: number | null;
  /** Removes every record: each sequence begins with an empty database, or with what is kept of a beginning. */
  empty(): Promise<void>;
  /** Keeps a copy of all that is stored, and gives the number that `restore` knows it by. */
  keep(): Promise<number>;
  /** Removes every record and brings those back that were kept under a number. */
  restore(kept: number): Promise<void>;
  close(): Promise<void>;
}

/** The failure that the model itself brings about. */
export class Injected extends Error {
  override readonly name = "Injected";
}

/** The policies that releases are reviewed under: the shipped rules, with caps and terms that a sequence can reach. */
export const policies: readonly PolicyDocument[] = [
  { ...within(expeditedPreview, 1), key: "model-one-partner" },
  { ...within(expeditedPreview, 2), key: "model-two-partners" },
  { ...within(eo12981, 1), key: "model-executive-order" },
];

function within(shipped: PolicyDocument, partnerCap: number): PolicyDocument {
  const phases = { ...shipped.phases, LIMITED_PREVIEW: { partnerCap, authorizationRequired: true } };
  return { ...shipped, phases, authorizationDays: 40 };
}

/** Opens the arena. */
export async function openArena(): Promise<Arena> {
  const database = await freshDatabase("postgres");
  // The screening list stays: without one nobody is admitted.
  const emptied = database.source.entityMetadatas.filter(({ targetName }) => targetName !== "ScreeningList");
  const tables = [...emptied.map(({ tableName }) => `"${tableName}"`), "idempotency"];
  const all = [...tables, "ledger_tail"];
  const each = (of: readonly string[], statement: (table: string) => string) => of.map(statement).join("\n");
  const copies = each(all, (table) => `create table kept.${table} (number int, whole public.${table});`);
  await database.asOwner(`create schema kept; ${copies}`);
  const removed = each(tables, (table) => `delete from ${table};`);
  // What is append-only refuses to be deleted, and references an order: both are triggers, which a replica runs none of.
  const asReplica = (statements: string) =>
    database.asOwner(`begin; set local session_replication_role = replica; ${statements} commit`);
  let kept = 0;
  const arena: Arena = {
    database,
    failAfter: null,
    noIdAfter: null,
    empty: async () => {
      await asReplica(`${removed} update ledger_tail set last_seq = 0, last_at = 'epoch';`);
    },
    keep: async () => {
      kept += 1;
      await asReplica(each(all, (table) => `insert into kept.${table} select ${kept}, t from ${table} t;`));
      return kept;
    },
    restore: async (number) => {
      const back = each(
        all,
        (table) => `insert into ${table} select (whole).* from kept.${table} where number = ${number};`,
      );
      await asReplica(`${removed} delete from ledger_tail; ${back}`);
    },
    close: () => database.drop(),
  };
  failOnDemand(arena);
  makeCheap(database);
  return arena;
}

/** Makes the statements of changes count down `failAfter`: the one after the last fails, the commit as well. */
function failOnDemand(arena: Arena): void {
  const { source } = arena.database;
  const create = source.createQueryRunner.bind(source);
  source.createQueryRunner = (mode) => {
    const runner: QueryRunner = create(mode);
    const query = runner.query.bind(runner);
    runner.query = (statement: string, ...rest: never[]) => {
      if (arena.failAfter !== null && statement !== "ROLLBACK") {
        if (arena.failAfter === 0) return Promise.reject(new Injected(`in place of ${statement.slice(0, 60)}`));
        arena.failAfter -= 1;
      }
      return query(statement, ...rest);
    };
    return runner;
  };
}

/**
 * Spares what no sequence asks about: a commit waits for no disk, and each text of a statement is planned once for a
 * connection. The statements are the same, and so is what they find and lock.
 */
function makeCheap({ source }: FreshDatabase): void {
  const cheap = new WeakSet<PoolClient>();
  ((source.driver as PostgresDriver).master as Pool).on("acquire", (client) => {
    if (cheap.has(client)) return;
    cheap.add(client);
    const query = client.query.bind(client) as (statement: unknown, ...rest: unknown[]) => unknown;
    query("set synchronous_commit = off", () => {});
    client.query = ((text: unknown, values: unknown, ...rest: unknown[]) => {
      const isPlanned = typeof text === "string" && Array.isArray(values) && values.length > 0;
      return isPlanned ? query({ name: digest(text), text, values }, ...rest) : query(text, values, ...rest);
    }) as typeof client.query;
  });
}

/** A name for a statement, no longer than PostgreSQL takes. */
const digest = (text: string): string => createHash("sha256").update(text).digest("base64url");
