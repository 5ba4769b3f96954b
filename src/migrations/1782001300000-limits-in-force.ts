import type { MigrationInterface, QueryRunner } from "typeorm";

/** Each sweep asks which limits of directives and designations in force are over: few of all that were ever made. */
export class LimitsInForce1782001300000 implements MigrationInterface {
  name = "LimitsInForce1782001300000";

  async up(runner: QueryRunner): Promise<void> {
    for (const table of ["directive", "designation"]) {
      await runner.query(
        `create index ${table}_limits on ${table} (id) where status = 'IN_FORCE' and effect = 'LIMIT'`,
      );
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ["designation", "directive"]) await runner.query(`drop index ${table}_limits`);
  }
}
