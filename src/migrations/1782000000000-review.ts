import type { MigrationInterface, QueryRunner } from "typeorm";

const oneOf = (column: string, values: readonly string[]): string =>
  `check (${column} in (${values.map((value) => `'${value}'`).join(", ")}))`;

// The closed vocabularies as they were when this migration was written: a migration never changes afterwards.
const agency = ["ONCD", "OSTP", "COMMERCE", "DEFENSE"];
const outcome = ["APPROVE", "DENY"];

const caseKey = `
  case_id varchar not null,
  case_type varchar not null ${oneOf("case_type", ["Application", "PhaseAdvance"])},
  case_revision int4 not null check (case_revision >= 1)`;

const up: readonly string[] = [
  `create table hold (
     id varchar primary key,
     ${caseKey},
     reason varchar not null,
     reason_withheld boolean not null,
     note text,
     owner varchar not null ${oneOf("owner", agency)},
     review_at timestamptz(3) not null,
     review_noted_at timestamptz(3),
     placed_by varchar not null,
     placed_at timestamptz(3) not null,
     released_by varchar,
     released_at timestamptz(3),
     release_note text,
     constraint reviewed_after_it_was_placed check (review_at > placed_at),
     constraint released_after_it_was_placed check (released_at >= placed_at)
   )`,
  `create index hold_case on hold (case_id, placed_at desc, id desc)`,
  `create unique index one_open_hold on hold (case_id, owner, reason) where released_at is null`,
  `create index hold_review on hold (review_at) where released_at is null and review_noted_at is null`,
  `create table information_request (
     id varchar primary key,
     ${caseKey},
     agency varchar not null ${oneOf("agency", agency)},
     addressee varchar not null ${oneOf("addressee", ["PARTNER", "VENDOR"])},
     topic varchar not null,
     question text not null,
     status varchar not null ${oneOf("status", ["OPEN", "ANSWERED", "CLOSED", "LAPSED"])},
     requested_by varchar not null,
     requested_at timestamptz(3) not null,
     due_at timestamptz(3) not null,
     answer text,
     answered_by varchar,
     ended_by varchar,
     ended_at timestamptz(3),
     closing_note text,
     constraint ended_unless_open check ((status = 'OPEN') = (ended_at is null)),
     constraint answered_with_an_answer check ((status = 'ANSWERED') = (answer is not null))
   )`,
  `create index information_request_case on information_request (case_id, requested_at desc, id desc)`,
  `create unique index one_open_request on information_request (case_id, agency, addressee) where status = 'OPEN'`,
  `create index information_request_due on information_request (due_at) where status = 'OPEN'`,
  `create table ladder_decision (
     id varchar primary key,
     dispute_id varchar not null references dispute (id),
     ${caseKey},
     level int4 not null check (level >= 1),
     basis varchar not null ${oneOf("basis", ["CHAIR", "MAJORITY", "TIE", "SOLE"])},
     outcome varchar not null ${oneOf("outcome", outcome)},
     reasons varchar[] not null,
     condition_ids varchar[] not null,
     rationale text,
     agency varchar ${oneOf("agency", agency)},
     decided_by varchar,
     decided_at timestamptz(3) not null,
     constraint one_decision_per_level unique (dispute_id, level)
   )`,
  `create index ladder_decision_case on ladder_decision (case_id, decided_at desc, id desc)`,
  `create table vote (
     id varchar primary key,
     dispute_id varchar not null references dispute (id),
     ${caseKey},
     level int4 not null check (level >= 1),
     agency varchar not null ${oneOf("agency", agency)},
     official varchar not null,
     outcome varchar not null ${oneOf("outcome", outcome)},
     reasons varchar[] not null,
     rationale text,
     cast_at timestamptz(3) not null,
     constraint one_vote_per_agency_and_level unique (dispute_id, level, agency)
   )`,
  `create index vote_case on vote (case_id, cast_at desc, id desc)`,
  `create table rebuttal (
     id varchar primary key,
     ${caseKey},
     decision_id varchar not null references decision (id),
     statement text not null,
     status varchar not null ${oneOf("status", ["FILED", "ACCEPTED", "REJECTED", "CLOSED"])},
     filed_by varchar not null,
     filed_at timestamptz(3) not null,
     due_at timestamptz(3),
     decided_by varchar,
     decided_agency varchar ${oneOf("decided_agency", agency)},
     decided_at timestamptz(3),
     reason text,
     constraint one_rebuttal_per_decision unique (decision_id)
   )`,
  `create index rebuttal_due on rebuttal (due_at) where status = 'FILED'`,
  `create index rebuttal_case on rebuttal (case_id, filed_at desc, id desc)`,
  `create table appeal (
     id varchar primary key,
     ${caseKey},
     ground varchar not null ${oneOf("ground", ["DENIAL", "CONDITIONS", "MISSED_DEADLINE"])},
     decision_id varchar references decision (id),
     condition_ids varchar[] not null,
     statement text not null,
     status varchar not null ${oneOf("status", ["FILED", "UPHELD", "REJECTED", "CLOSED"])},
     filed_by varchar not null,
     filed_at timestamptz(3) not null,
     due_at timestamptz(3),
     decided_by varchar,
     decided_agency varchar ${oneOf("decided_agency", agency)},
     decided_at timestamptz(3),
     reason text,
     proposal_id varchar references decision (id)
   )`,
  `create index appeal_case on appeal (case_id, filed_at desc, id desc)`,
  `create unique index one_appeal_per_decision on appeal (decision_id, ground) where decision_id is not null`,
  `create unique index one_open_appeal on appeal (case_id) where status = 'FILED'`,
  `create table condition_change (
     id varchar primary key,
     ${caseKey},
     condition_id varchar not null references condition (id),
     drops boolean not null,
     predicate jsonb,
     text text,
     reason text not null,
     status varchar not null ${oneOf("status", ["PROPOSED", "CONSENTED", "REFUSED", "RULED", "CLOSED"])},
     proposed_agency varchar ${oneOf("proposed_agency", agency)},
     proposed_by varchar,
     proposed_at timestamptz(3) not null,
     answered_by varchar,
     answered_at timestamptz(3),
     answer_reason text,
     decision_id varchar references decision (id),
     new_condition_id varchar references condition (id),
     constraint drops_or_rewords check (drops = (predicate is null) and drops = (text is null))
   )`,
  `create index condition_change_case on condition_change (case_id, proposed_at desc, id desc)`,
  `create index condition_change_condition on condition_change (condition_id)`,
  `create unique index one_open_condition_change on condition_change (condition_id) where status = 'PROPOSED'`,
  // A condition is what it was when it was proposed; a new wording is a condition of its own with the same root.
  `alter table condition add column root_id varchar, add column replaces_id varchar references condition (id),
     add column ended_at timestamptz(3)`,
  `update condition set root_id = id`,
  `alter table condition alter column root_id set not null`,
  `create index condition_root on condition (root_id)`,
  `create index condition_until on condition (root_id) where kind = 'EXPIRES_AT' and ended_at is null`,
  `alter table referral add column delivered_at timestamptz(3), add column remind_at timestamptz(3),
     add column reminded_at timestamptz(3), add column extended_at timestamptz(3), add column extended_days int4,
     add column extension_reason text, add column extended_by varchar`,
  `update referral set delivered_at = referred_at`,
  `alter table referral alter column delivered_at set not null`,
  `create index referral_due on referral (due_at) where closed_at is null`,
  `create index referral_remind on referral (remind_at) where closed_at is null and reminded_at is null`,
  `alter table position add column late boolean not null default false`,
  `alter table dispute add column level_since timestamptz(3), add column due_at timestamptz(3),
     add column silent_at timestamptz(3), add column escalated_agency varchar ${oneOf("escalated_agency", agency)},
     add column escalated_by varchar, add column escalation_reason text`,
  `update dispute set level_since = opened_at`,
  `alter table dispute alter column level_since set not null`,
  `create index dispute_due on dispute (due_at) where status = 'OPEN'`,
  // What a proposal came from: a LadderDecision, a Rebuttal or an Appeal; nothing for the panel's.
  `alter table decision add column source_id varchar`,
  `alter table application add column intended_at timestamptz(3)`,
  `alter table phase_advance add column intended_at timestamptz(3)`,
  ...["application", "phase_advance"].flatMap((table) => [
    `update ${table} c set intended_at = (select max(d.proposed_at) from decision d where d.case_id = c.id
       and d.outcome = 'DENY' and d.status = 'PROPOSED') where rebuttal_due_at is not null`,
    `create index ${table}_open_of_release on ${table} (release_id) where closed_at is null`,
    `create index ${table}_total_due on ${table} (due_at) where closed_at is null`,
    `create index ${table}_rebuttal_due on ${table} (rebuttal_due_at) where status = 'INTENT_TO_DENY'`,
  ]),
  `alter table "authorization" add column effect_ended_at timestamptz(3)`,
  `create index authorization_expiry on "authorization" (expires_at) where status in ('ACTIVE', 'SUSPENDED')`,
  ...["ladder_decision", "vote"].flatMap((table) => [
    `create trigger ${table}_keeps_rows before update or delete on ${table} for each row execute function refuse_rewriting()`,
    `create trigger ${table}_keeps_all before truncate on ${table} for each statement execute function refuse_rewriting()`,
  ]),
];

const down: readonly string[] = [
  `drop index authorization_expiry`,
  `alter table "authorization" drop column effect_ended_at`,
  ...["application", "phase_advance"].flatMap((table) => [
    `drop index ${table}_open_of_release`,
    `drop index ${table}_total_due`,
    `drop index ${table}_rebuttal_due`,
    `alter table ${table} drop column intended_at`,
  ]),
  `alter table decision drop column source_id`,
  `alter table dispute drop column level_since, drop column due_at, drop column silent_at,
     drop column escalated_agency, drop column escalated_by, drop column escalation_reason`,
  `alter table position drop column late`,
  `drop index referral_due`,
  `alter table referral drop column delivered_at, drop column remind_at, drop column reminded_at,
     drop column extended_at, drop column extended_days, drop column extension_reason, drop column extended_by`,
  ...["condition_change", "appeal", "rebuttal", "vote", "ladder_decision", "information_request", "hold"].map(
    (table) => `drop table ${table}`,
  ),
  `alter table condition drop column root_id, drop column replaces_id, drop column ended_at`,
];

/** What stops a clock, what climbs a ladder, what is rebutted and appealed, and how conditions change. */
export class Review1782000000000 implements MigrationInterface {
  name = "Review1782000000000";

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of up) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of down) await runner.query(statement);
  }
}
