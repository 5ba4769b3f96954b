import type { MigrationInterface, QueryRunner } from "typeorm";

const tables = ["application", "phase_advance"];

/** What the cases that began or ended in a span are found by. */
export class Replays1782000310000 implements MigrationInterface {
  name = "Replays1782000310000";

  async up(runner: QueryRunner): Promise<void> {
    for (const table of tables) {
      await runner.query(`create index ${table}_begun on ${table} (last_submitted_at)`);
      await runner.query(`create index ${table}_ended on ${table} (closed_at) where closed_at is not null`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of tables) {
      await runner.query(`drop index ${table}_begun`);
      await runner.query(`drop index ${table}_ended`);
    }
  }
}
