import type { MigrationInterface, QueryRunner } from "typeorm";

/** An approval that was renewed is a precedent still: its application is SUPERSEDED then. */
export class PrecedentsRenewed1782001200000 implements MigrationInterface {
  name = "PrecedentsRenewed1782001200000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query("drop index application_precedents");
    await runner.query(index("'APPROVED', 'DENIED', 'SUPERSEDED'"));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop index application_precedents");
    await runner.query(index("'APPROVED', 'DENIED'"));
  }
}

const index = (statuses: string): string =>
  `create index application_precedents on application (end_use, closed_at desc, id desc) where status in (${statuses})`;
