import type { MigrationInterface, QueryRunner } from "typeorm";

const decided = `status in ('APPROVED', 'DENIED')`;

/** What precedents are found by. */
export class Policies1782000300000 implements MigrationInterface {
  name = "Policies1782000300000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `create index application_precedents on application (end_use, closed_at desc, id desc) where ${decided}`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop index application_precedents");
  }
}
