import type { MigrationInterface, QueryRunner } from "typeorm";

const appendOnly = ["ledger_tile", "ledger_checkpoint", "ledger_verification"];

const statements: readonly string[] = [
  // 256 hashes that stand side by side, and the root above them. Of level 0 they are the entries' leaf hashes, of the
  // next level the roots of 256 tiles below, and so on. What isn't full has no row.
  `create table ledger_tile (
     level int4 not null check (level between 0 and 6),
     index int8 not null check (index >= 0),
     hashes bytea not null check (octet_length(hashes) = 256 * 32),
     root bytea not null check (octet_length(root) = 32),
     primary key (level, index)
   )`,
  // Hashes don't compress: nothing is spent on trying.
  `alter table ledger_tile alter column hashes set storage external`,
  `create table ledger_checkpoint (
     size int8 not null check (size >= 0),
     key_id varchar not null check (key_id ~ '^[0-9a-f]{8}$'),
     root bytea not null check (octet_length(root) = 32),
     note text not null,
     signed_at timestamptz(3) not null,
     primary key (size, key_id)
   )`,
  `create table ledger_verification (
     size int8 primary key check (size >= 1),
     root bytea not null check (octet_length(root) = 32),
     verified_at timestamptz(3) not null
   )`,
  ...appendOnly.flatMap((table) => [
    `create trigger ${table}_keeps_rows before update or delete on ${table} for each row execute function refuse_rewriting()`,
    `create trigger ${table}_keeps_all before truncate on ${table} for each statement execute function refuse_rewriting()`,
  ]),
];

/** The tree above the ledger's entries, its signed heads, and how far it has been verified. */
export class LedgerTree1782000500000 implements MigrationInterface {
  name = "LedgerTree1782000500000";

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of appendOnly) await runner.query(`drop table ${table}`);
  }
}
