import type { MigrationInterface, QueryRunner } from "typeorm";

/** Where a report finds what ended in a span: by table the column. */
const ends: readonly (readonly [string, string])[] = [
  ["application", "accepted_at"],
  ["phase_advance", "accepted_at"],
  ["position", "recorded_at"],
  ["dispute", "closed_at"],
  ["ladder_decision", "decided_at"],
  ["decision", "countersigned_at"],
  ["directive", "acknowledged_at"],
];

/** What an oversight report reads by. */
export class Reports1782000320000 implements MigrationInterface {
  name = "Reports1782000320000";

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, column] of ends) {
      await runner.query(`create index ${table}_${column} on ${table} (${column}) where ${column} is not null`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, column] of ends) await runner.query(`drop index ${table}_${column}`);
  }
}
