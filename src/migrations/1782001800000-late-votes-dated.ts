import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * From when the voters of a last level have their days anew that was silent, and voted on late, before a late vote gave
 * them any: from now on. Counted from the old vote itself, their days would be over before they had begun.
 */
export class LateVotesDated1782001800000 implements MigrationInterface {
  name = "LateVotesDated1782001800000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table dispute add column late_votes_since timestamptz(3)`);
    await runner.query(
      `update dispute d set late_votes_since = now()
       where d.status = 'OPEN' and d.silent_at is not null and d.due_at is null
         and exists (select 1 from vote v where v.dispute_id = d.id and v.level = d.level)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table dispute drop column late_votes_since`);
  }
}
