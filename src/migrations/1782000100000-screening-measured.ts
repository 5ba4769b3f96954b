import type { MigrationInterface, QueryRunner } from "typeorm";
import { insertNames, namesOf } from "../partners/listed-names.ts";

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

interface Stored {
  readonly listId: string;
  readonly sourceId: string;
  readonly name: string;
  readonly aliases: readonly string[];
}

/** Parties of one statement. */
const batchSize = 500;

/** What a list's version came to, when it was last confirmed, and what its names are looked for by. */
export class ScreeningMeasured1782000100000 implements MigrationInterface {
  name = "ScreeningMeasured1782000100000";

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
    await readAgain(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table listed_name drop column search_keys`);
    await runner.query(
      `alter table screening_list drop column matcher, drop column confirmed_at, drop column partners_screened,
         drop column hits_raised, drop column hits_on_admitted, drop column hits_delisted`,
    );
  }
}

/** The names of the list that is in force are read as names are read now, so that it goes on to be found. */
async function readAgain(runner: QueryRunner): Promise<void> {
  const parties: Stored[] = await runner.query(
    `select list_id as "listId", id as "sourceId", party ->> 'name' as name, party -> 'aliases' as aliases
       from listed_party order by list_id, id`,
  );
  if (parties.length === 0) return;
  await runner.query(`delete from listed_name`);
  for (let from = 0; from < parties.length; from += batchSize) {
    const some = parties.slice(from, from + batchSize);
    for (const listId of new Set(some.map((party) => party.listId))) {
      const { text, values } = insertNames(listId, some.filter((party) => party.listId === listId).flatMap(namesOf));
      await runner.query(text, values);
    }
  }
}
