import type { MigrationInterface, QueryRunner } from "typeorm";

const statements: readonly string[] = [
  `create table nomination (
     id varchar primary key,
     release_id varchar not null references release (id),
     org varchar not null,
     legal_name varchar not null,
     jurisdiction varchar not null check (jurisdiction ~ '^[A-Z]{2}$'),
     note text,
     status varchar not null check (status in ('STANDING', 'WITHDRAWN')),
     nominated_at timestamptz(3) not null,
     withdrawn_at timestamptz(3),
     constraint withdrawn_at_a_moment check ((status = 'WITHDRAWN') = (withdrawn_at is not null))
   )`,
  `create unique index one_nomination_per_release on nomination (release_id, org) where status = 'STANDING'`,
  `create index nomination_release on nomination (release_id, nominated_at desc, id desc)`,
  `create index nomination_list on nomination (nominated_at desc, id desc)`,
  `create table programme (
     id varchar primary key,
     vendor_id varchar not null references vendor (id),
     name varchar not null,
     description text not null,
     partner_kinds varchar[] not null check (cardinality(partner_kinds) > 0),
     end_uses varchar[] not null check (cardinality(end_uses) > 0),
     policy_key varchar not null,
     status varchar not null check (status in ('OPEN', 'CLOSED')),
     opened_at timestamptz(3) not null,
     closed_at timestamptz(3),
     closing_reason text,
     constraint closed_for_a_reason
       check (num_nonnulls(closed_at, closing_reason) = case status when 'OPEN' then 0 else 2 end)
   )`,
  `create unique index one_open_programme_per_name on programme (vendor_id, name) where status = 'OPEN'`,
  `create index programme_list on programme (opened_at desc, id desc)`,
  `create table enrolment (
     id varchar primary key,
     programme_id varchar not null references programme (id),
     org varchar not null,
     status varchar not null check (status in ('ENROLLED', 'ENDED')),
     reason text not null,
     legal_basis varchar not null check (legal_basis <> ''),
     enrolled_at timestamptz(3) not null,
     ended_at timestamptz(3),
     ending_reason text,
     constraint ended_for_a_reason
       check (num_nonnulls(ended_at, ending_reason) = case status when 'ENROLLED' then 0 else 2 end)
   )`,
  `create unique index one_enrolment_per_programme on enrolment (programme_id, org) where status = 'ENROLLED'`,
  `create index enrolment_programme on enrolment (programme_id, enrolled_at desc, id desc)`,
  `create index enrolment_org on enrolment (org, enrolled_at desc, id desc)`,
  `create index enrolment_list on enrolment (enrolled_at desc, id desc)`,
  `alter table application add column programme_id varchar references programme (id)`,
  `create index release_postponed_until on release (postponed_until) where postponed_until is not null`,
];

/** Short lists, trusted-access programmes with their enrolments, and the programme that an application is made under. */
export class Programmes1782000202000 implements MigrationInterface {
  name = "Programmes1782000202000";

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop index release_postponed_until");
    await runner.query("alter table application drop column programme_id");
    for (const table of ["enrolment", "programme", "nomination"]) await runner.query(`drop table ${table}`);
  }
}
