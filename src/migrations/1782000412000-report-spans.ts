import type { MigrationInterface, QueryRunner } from "typeorm";

/** What stops a clock, by table: the columns of its beginning and its end. */
const stops: readonly (readonly [string, string, string])[] = [
  ["hold", "placed_at", "released_at"],
  ["information_request", "requested_at", "ended_at"],
];

/** What an oversight report finds holds and requests for information by: those that have a moment in common with a span. */
export class ReportSpans1782000412000 implements MigrationInterface {
  name = "ReportSpans1782000412000";

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, began, ended] of stops) {
      // Where a clock that was put back has dated an end before its beginning, a range from one to the other would fail.
      const span = `tstzrange(least(${began}, ${ended}), ${ended}, '[]')`;
      await runner.query(`create index ${table}_span on ${table} using gist (${span})`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table] of stops) await runner.query(`drop index ${table}_span`);
  }
}
