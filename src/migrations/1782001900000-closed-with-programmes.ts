import type { MigrationInterface, QueryRunner } from "typeorm";

const tables = ["application", "phase_advance"] as const;
const before = ["WITHDRAWN_BY_APPLICANT", "RELEASE_WITHDRAWN", "AUTHORIZATION_ENDED"];

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

/** A denied application that an appeal reopened closes when the programme is revoked that it was made under. */
export class ClosedWithProgrammes1782001900000 implements MigrationInterface {
  name = "ClosedWithProgrammes1782001900000";

  async up(runner: QueryRunner): Promise<void> {
    await allow(runner, [...before, "PROGRAMME_REVOKED"]);
  }

  /** What was closed so stays closed, under the reason that is nearest: a check holds for every later update of a row. */
  async down(runner: QueryRunner): Promise<void> {
    for (const table of tables) {
      await runner.query(
        `update ${table} set closure_reason = 'AUTHORIZATION_ENDED' where closure_reason = 'PROGRAMME_REVOKED'`,
      );
    }
    await allow(runner, before);
  }
}
