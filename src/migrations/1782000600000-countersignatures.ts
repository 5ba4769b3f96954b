import type { MigrationInterface, QueryRunner } from "typeorm";

const up: readonly string[] = [
  `alter table decision add column awaited_since timestamptz(3), add column due_at timestamptz(3),
     add column remind_at timestamptz(3), add column reminded_at timestamptz(3), add column overdue_noted_at timestamptz(3)`,
  `update decision set awaited_since = greatest(proposed_at, now()) where status = 'PROPOSED'`,
  `alter table decision add constraint proposal_is_awaited check (status <> 'PROPOSED' or awaited_since is not null)`,
  `create index decision_awaited on decision (status, due_at)`,
  `alter table appeal add column missed varchar
       check (missed in ('REFERRAL', 'DECISION_IN_ALL', 'LADDER_DECISION', 'COUNTERSIGNATURE')),
     add column missed_at timestamptz(3)`,
  `create unique index one_appeal_per_missed_date on appeal (case_id, missed, missed_at) where status <> 'CLOSED'`,
];

const down: readonly string[] = [
  `drop index one_appeal_per_missed_date`,
  `alter table appeal drop column missed, drop column missed_at`,
  `drop index decision_awaited`,
  `alter table decision drop constraint proposal_is_awaited, drop column awaited_since, drop column due_at, drop column remind_at, drop column reminded_at,
     drop column overdue_noted_at`,
];

/**
 * The date by which what is proposed is to be countersigned, which the sweeper gives to what was proposed before, counted
 * from now on: nobody is late by a date that they never had. And which missed date an appeal is about.
 */
export class Countersignatures1782000600000 implements MigrationInterface {
  name = "Countersignatures1782000600000";

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of up) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of down) await runner.query(statement);
  }
}
