import type { MigrationInterface, QueryRunner } from "typeorm";

const decided = "status in ('APPROVED', 'DENIED', 'SUPERSEDED')";

/** An approval is a precedent still where its case closed with its authorization: its application is WITHDRAWN then. */
export class PrecedentsEnded1782001800100 implements MigrationInterface {
  name = "PrecedentsEnded1782001800100";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query("drop index application_precedents");
    await runner.query(index(`${decided} or status = 'WITHDRAWN' and closure_reason = 'AUTHORIZATION_ENDED'`));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop index application_precedents");
    await runner.query(index(decided));
  }
}

const index = (of: string): string =>
  `create index application_precedents on application (end_use, closed_at desc, id desc) where ${of}`;
