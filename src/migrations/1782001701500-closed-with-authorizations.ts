import type { MigrationInterface, QueryRunner } from "typeorm";

const tables = ["application", "phase_advance"] as const;
const before = ["WITHDRAWN_BY_APPLICANT", "RELEASE_WITHDRAWN"];

async function allow(runner: QueryRunner, reasons: readonly string[]): Promise<void> {
  for (const table of tables) {
    const constraint = `${table}_closure_reason_check`;
    await runner.query(`alter table ${table} drop constraint ${constraint}`);
    await runner.query(
      `alter table ${table} add constraint ${constraint}
         check (closure_reason in (${reasons.map((reason) => `'${reason}'`).join(", ")}))`,
    );
  }
}

/** A case that an appeal reopened closes when what it would change has ended. */
export class ClosedWithAuthorizations1782001701500 implements MigrationInterface {
  name = "ClosedWithAuthorizations1782001701500";

  async up(runner: QueryRunner): Promise<void> {
    await allow(runner, [...before, "AUTHORIZATION_ENDED"]);
  }

  /**
   * What was closed so stays closed, under the reason that is nearest: like a withdrawn release's cases it was closed by
   * the sweep, since what it was about is no more, and its applicant withdrew nothing. With a reason that isn't known it
   * couldn't be written to any more: a check holds for every later update of a row. The ledger keeps what was said.
   */
  async down(runner: QueryRunner): Promise<void> {
    for (const table of tables) {
      await runner.query(
        `update ${table} set closure_reason = 'RELEASE_WITHDRAWN' where closure_reason = 'AUTHORIZATION_ENDED'`,
      );
    }
    await allow(runner, before);
  }
}
