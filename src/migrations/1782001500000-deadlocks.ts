import type { MigrationInterface, QueryRunner } from "typeorm";

const bases = (values: readonly string[], more = ""): string =>
  `alter table ladder_decision add constraint ladder_decision_basis_check
     check (basis in (${values.map((value) => `'${value}'`).join(", ")}))${more}`;
const drop = `alter table ladder_decision drop constraint ladder_decision_basis_check`;
const before = ["CHAIR", "MAJORITY", "TIE", "SOLE"];

/** The last level's equal votes with nothing to keep are a result: a denial, on a basis of its own. */
export class Deadlocks1782001500000 implements MigrationInterface {
  name = "Deadlocks1782001500000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(drop);
    await runner.query(bases([...before, "DEADLOCK"]));
  }

  /** What was decided so stays on record: the table's rows are never rewritten. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(drop);
    await runner.query(bases(before, " not valid"));
  }
}
