import type { MigrationInterface, QueryRunner } from "typeorm";

const appendOnly = ["enforcement_statement", "enforcement_attestation"];

const statements: readonly string[] = [
  `create table enforcement_statement (
     id varchar primary key,
     release_id varchar not null references release (id),
     revision int4 not null check (revision >= 1),
     parts jsonb not null,
     stated_at timestamptz(3) not null,
     constraint one_enforcement_statement_per_revision unique (release_id, revision)
   )`,
  `create index enforcement_statement_list on enforcement_statement (stated_at desc, id desc)`,
  `create table enforcement_attestation (
     id varchar primary key,
     directive_id varchar not null references directive (id),
     revision int4 not null check (revision >= 1),
     enforced_at timestamptz(3) not null check (enforced_at <= attested_at),
     not_enforced varchar[] not null,
     note text,
     attested_at timestamptz(3) not null,
     constraint one_attestation_per_revision unique (directive_id, revision),
     constraint what_is_not_enforced_is_explained check (cardinality(not_enforced) = 0 or note is not null)
   )`,
  `create index enforcement_attestation_directive on enforcement_attestation (directive_id, attested_at desc, id desc)`,
  `create index enforcement_attestation_list on enforcement_attestation (attested_at desc, id desc)`,
  ...appendOnly.flatMap((table) => [
    `create trigger ${table}_keeps_rows before update or delete on ${table} for each row execute function refuse_rewriting()`,
    `create trigger ${table}_keeps_all before truncate on ${table} for each statement execute function refuse_rewriting()`,
  ]),
];

/** What vendors state that they can enforce, and attest that they do. */
export class Enforcement1782000201000 implements MigrationInterface {
  name = "Enforcement1782000201000";

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of appendOnly) await runner.query(`drop table ${table}`);
  }
}
