import type { MigrationInterface, QueryRunner } from "typeorm";

const statements: readonly string[] = [
  `alter table screening_list
     add column matcher int4 not null default 1 check (matcher >= 1),
     add column confirmed_at timestamptz(3),
     add column partners_screened int4 not null default 0 check (partners_screened >= 0),
     add column hits_raised int4 not null default 0 check (hits_raised >= 0),
     add column hits_on_admitted int4 not null default 0 check (hits_on_admitted between 0 and hits_raised),
     add column hits_delisted int4 not null default 0 check (hits_delisted >= 0)`,
  `update screening_list set confirmed_at = imported_at`,
  `alter table screening_list alter column confirmed_at set not null`,
  `alter table listed_name add column search_keys varchar[] not null default '{}'`,
  `create index listed_name_keys on listed_name using gin (search_keys) with (fastupdate = off)`,
];

/**
 * What a list's version came to, when it was last confirmed, and what its names are looked for by. The names that are there
 * stay as they were read: a list of the first matcher is matched again when a server starts, and nobody is admitted before.
 */
export class ScreeningMeasured1782000100000 implements MigrationInterface {
  name = "ScreeningMeasured1782000100000";

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table listed_name drop column search_keys`);
    await runner.query(
      `alter table screening_list drop column matcher, drop column confirmed_at, drop column partners_screened,
         drop column hits_raised, drop column hits_on_admitted, drop column hits_delisted`,
    );
  }
}
