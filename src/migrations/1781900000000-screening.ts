import type { MigrationInterface, QueryRunner } from "typeorm";

const statements: readonly string[] = [
  `create extension if not exists pg_trgm`,
  `create table screening_list (
     id varchar primary key,
     sha256 varchar not null check (sha256 ~ '^[0-9a-f]{64}$'),
     sources jsonb not null,
     party_count int4 not null check (party_count >= 1),
     name_count int4 not null check (name_count >= party_count),
     rows_skipped int4 not null check (rows_skipped >= 0),
     parties_added int4 not null,
     parties_removed int4 not null,
     parties_changed int4 not null,
     imported_at timestamptz(3) not null
   )`,
  `create index screening_list_list on screening_list (imported_at desc, id desc)`,
  // One row: which list is in force. Who screens locks it for sharing, who imports a list for writing.
  `create table screening (
     id int4 primary key check (id = 1),
     list_id varchar references screening_list (id)
   )`,
  `insert into screening (id) values (1)`,
  `create table listed_party (
     list_id varchar not null references screening_list (id),
     id varchar not null,
     fingerprint varchar not null,
     party jsonb not null,
     primary key (list_id, id)
   )`,
  `create table listed_name (
     list_id varchar not null,
     party_id varchar not null,
     ordinal int4 not null,
     kind varchar not null check (kind in ('PRIMARY', 'ALIAS')),
     name varchar not null,
     search_text varchar not null,
     primary key (list_id, party_id, ordinal),
     foreign key (list_id, party_id) references listed_party (list_id, id) on delete cascade
   )`,
  // What is put off would be searched row by row after every import, until a vacuum.
  `create index listed_name_search on listed_name using gin (search_text gin_trgm_ops) with (fastupdate = off)`,
  `create table screening_hit (
     id varchar primary key,
     partner_id varchar not null references partner (id),
     list_id varchar not null references screening_list (id),
     party_id varchar not null,
     fingerprint varchar not null,
     party jsonb not null,
     screened_name varchar not null,
     matched_name varchar not null,
     matched_kind varchar not null check (matched_kind in ('PRIMARY', 'ALIAS')),
     score float8 not null check (score > 0 and score <= 1),
     reasons jsonb not null,
     status varchar not null check (status in ('OPEN', 'FALSE_MATCH', 'TRUE_MATCH')),
     disposition_reason varchar,
     disposition_note text,
     disposed_by varchar,
     disposed_at timestamptz(3),
     raised_at timestamptz(3) not null,
     revision int4 not null check (revision >= 1),
     constraint disposed_by_someone_for_a_reason
       check (num_nonnulls(disposition_reason, disposition_note, disposed_by, disposed_at)
              = case status when 'OPEN' then 0 else 4 end)
   )`,
  `create unique index one_open_hit on screening_hit (partner_id, party_id, screened_name) where status = 'OPEN'`,
  `create index screening_hit_partner on screening_hit (partner_id, raised_at desc, id desc)`,
  `create index screening_hit_list on screening_hit (raised_at desc, id desc)`,
];

/** Screening lists, the parties and names on the one in force, and the hits that they raised. */
export class Screening1781900000000 implements MigrationInterface {
  name = "Screening1781900000000";

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  /** Leaves the extension: another schema of the same database may use it. */
  async down(runner: QueryRunner): Promise<void> {
    for (const table of ["screening_hit", "listed_name", "listed_party", "screening", "screening_list"]) {
      await runner.query(`drop table ${table}`);
    }
  }
}
