import type { MigrationInterface, QueryRunner } from "typeorm";

/** Why a change of a condition ended that nobody answered; null for those that ended before that was kept. */
export class ConditionChangesEnded1782000601000 implements MigrationInterface {
  name = "ConditionChangesEnded1782000601000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table condition_change add column closed_because varchar check (closed_because in
      ('CASE_CLOSED', 'REVISION_REPLACED', 'RULED', 'CONDITION_NOT_CARRIED', 'AUTHORIZATION_ENDED', 'ADVANCE_APPROVED'))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table condition_change drop column closed_because`);
  }
}
