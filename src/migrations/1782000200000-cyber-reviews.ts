import type { MigrationInterface, QueryRunner } from "typeorm";

const statements: readonly string[] = [
  `alter table release
     add column postponed_at timestamptz(3),
     add column postponed_until timestamptz(3) check (postponed_until > postponed_at),
     add column postponement_reason text,
     add constraint postponed_for_a_reason check
       ((postponed_at is null) = (postponement_reason is null) and (postponed_until is null or postponed_at is not null))`,
  `create table cyber_review (
     id varchar primary key,
     release_id varchar not null references release (id),
     status varchar not null check (status in ('OPEN', 'CONCLUDED')),
     remit text not null,
     legal_basis varchar not null check (legal_basis <> ''),
     opened_at timestamptz(3) not null,
     opened_by varchar,
     concluded_at timestamptz(3),
     concluded_by varchar,
     conclusion text,
     constraint concluded_with_a_conclusion
       check (num_nonnulls(concluded_at, conclusion) = case status when 'OPEN' then 0 else 2 end)
   )`,
  `create unique index one_open_cyber_review on cyber_review (release_id) where status = 'OPEN'`,
  `create index cyber_review_release on cyber_review (release_id, opened_at desc, id desc)`,
  `create index cyber_review_list on cyber_review (opened_at desc, id desc)`,
  `create table finding (
     id varchar primary key,
     review_id varchar not null references cyber_review (id),
     title varchar not null,
     description text not null,
     severity varchar not null check (severity in ('LOW', 'MEDIUM', 'HIGH', 'CRITICAL')),
     status varchar not null check (status in ('OPEN', 'MITIGATED', 'ACCEPTED', 'CLOSED')),
     mitigation text,
     status_note text,
     revision int4 not null check (revision >= 1),
     recorded_at timestamptz(3) not null,
     updated_at timestamptz(3) not null check (updated_at >= recorded_at),
     recorded_by varchar,
     constraint mitigated_by_something check (status <> 'MITIGATED' or mitigation is not null),
     constraint accepted_or_closed_for_a_reason check (status not in ('ACCEPTED', 'CLOSED') or status_note is not null)
   )`,
  `create index finding_review on finding (review_id, recorded_at desc, id desc)`,
  `create index finding_list on finding (recorded_at desc, id desc)`,
];

/** Cyber reviews with their findings, and a vendor's own postponement of its release. */
export class CyberReviews1782000200000 implements MigrationInterface {
  name = "CyberReviews1782000200000";

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop table finding");
    await runner.query("drop table cyber_review");
    await runner.query(
      "alter table release drop column postponed_at, drop column postponed_until, drop column postponement_reason",
    );
  }
}
