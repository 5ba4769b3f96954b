import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * Which parties a version of the screening list added, changed and removed, with what either version says of each: the
 * parties themselves are kept of the version in force alone. Of versions that are there nothing can be told any more.
 */
export class ListedPartyChanges1782001700000 implements MigrationInterface {
  name = "ListedPartyChanges1782001700000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `create table listed_party_change (
         list_id varchar not null references screening_list (id),
         party_id varchar not null,
         kind varchar not null check (kind in ('ADDED', 'CHANGED', 'REMOVED')),
         changed varchar[] not null,
         before jsonb check ((before is null) = (kind = 'ADDED')),
         after jsonb check ((after is null) = (kind = 'REMOVED')),
         primary key (list_id, party_id)
       )`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table listed_party_change`);
  }
}
