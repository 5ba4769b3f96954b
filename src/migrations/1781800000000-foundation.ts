import type { MigrationInterface, QueryRunner } from "typeorm";

const oneOf = (column: string, values: readonly string[]): string =>
  `check (${column} in (${values.map((value) => `'${value}'`).join(", ")}))`;

// The closed vocabularies as they were when this migration was written: a migration never changes afterwards.
const agency = ["ONCD", "OSTP", "COMMERCE", "DEFENSE"];
const phase = [
  "DRAFT",
  "REGISTERED",
  "UNDER_REVIEW",
  "LIMITED_PREVIEW",
  "EXPANDED_PREVIEW",
  "GENERAL_AVAILABILITY",
  "WITHDRAWN",
];
const caseType = ["Application", "PhaseAdvance"];
const applicationStatus = [
  "DRAFT",
  "SUBMITTED",
  "RETURNED",
  "IN_REVIEW",
  "IN_DISPUTE",
  "INTENT_TO_DENY",
  "AWAITING_COUNTERSIGNATURE",
  "APPROVED",
  "DENIED",
  "WITHDRAWN",
  "SUPERSEDED",
];
const phaseAdvanceStatus = applicationStatus.filter((status) => !["DRAFT", "RETURNED", "SUPERSEDED"].includes(status));

const caseColumns = `
  release_id varchar not null references release (id),
  policy_id varchar not null references policy (id),
  revision int4 not null check (revision >= 1),
  submitted_at timestamptz(3),
  last_submitted_at timestamptz(3)
    check ((last_submitted_at is null) = (submitted_at is null) and last_submitted_at >= submitted_at),
  accepted_at timestamptz(3),
  due_at timestamptz(3),
  rebuttal_due_at timestamptz(3),
  closed_at timestamptz(3),
  closure_reason varchar check (closure_reason in ('WITHDRAWN_BY_APPLICANT', 'RELEASE_WITHDRAWN'))`;

const measureColumns = `
  scope jsonb,
  limits jsonb not null default '[]',
  reason varchar not null,
  legal_basis varchar not null check (legal_basis <> ''),
  rationale text`;

const caseKey = `
  case_id varchar not null,
  case_type varchar not null ${oneOf("case_type", caseType)},
  case_revision int4 not null check (case_revision >= 1)`;

const statements: readonly string[] = [
  `create table ledger_tail (
     id int4 primary key check (id = 1),
     last_seq int8 not null,
     last_at timestamptz(3) not null
   )`,
  `insert into ledger_tail (id, last_seq, last_at) values (1, 0, 'epoch')`,
  `create table ledger_entry (
     seq int8 primary key check (seq >= 1),
     id varchar not null unique,
     at timestamptz(3) not null,
     operation_id varchar not null,
     body text not null,
     leaf_hash bytea not null check (octet_length(leaf_hash) = 32),
     audience varchar[] not null,
     type varchar not null,
     subject_type varchar not null,
     subject_id varchar not null,
     subject_revision int4,
     actor jsonb not null,
     payload jsonb not null,
     restricted jsonb not null,
     salts jsonb not null
   )`,
  `create index ledger_entry_subject on ledger_entry (subject_id, seq)`,
  `create index ledger_entry_audience on ledger_entry using gin (audience)`,
  `create table idempotency (
     actor varchar not null,
     key varchar not null,
     input_hash varchar not null,
     operation_id varchar not null,
     result jsonb,
     created_at timestamptz(3) not null,
     primary key (actor, key)
   )`,
  `create table revocation (
     id varchar primary key,
     kind varchar not null ${oneOf("kind", ["SUBJECT", "TOKEN", "ORGANISATION"])},
     value varchar not null,
     reason text not null,
     revoked_by varchar not null,
     revoked_at timestamptz(3) not null,
     constraint one_revocation unique (kind, value)
   )`,
  `create table partner (
     id varchar primary key,
     org varchar not null,
     legal_name varchar not null,
     name_skeleton varchar not null,
     name_flags varchar[] not null default '{}',
     kind varchar not null,
     jurisdiction varchar not null check (jurisdiction ~ '^[A-Z]{2}$'),
     website varchar,
     status varchar not null ${oneOf("status", ["REGISTERED", "ADMITTED", "SUSPENDED", "BARRED"])},
     status_reason varchar,
     status_legal_basis varchar,
     revision int4 not null,
     registered_at timestamptz(3) not null,
     admitted_at timestamptz(3),
     constraint one_partner_per_org unique (org)
   )`,
  `create index partner_name_skeleton on partner (name_skeleton)`,
  `create index partner_list on partner (registered_at desc, id desc)`,
  `create table vendor (
     id varchar primary key,
     org varchar not null,
     name varchar not null,
     name_skeleton varchar not null,
     name_flags varchar[] not null default '{}',
     enrolled_at timestamptz(3) not null,
     constraint one_vendor_per_org unique (org)
   )`,
  `create index vendor_name_skeleton on vendor (name_skeleton)`,
  `create table policy (
     id varchar primary key,
     key varchar not null,
     version int4 not null check (version >= 1),
     document jsonb not null,
     published_at timestamptz(3) not null,
     constraint one_policy_version unique (key, version)
   )`,
  `create table release (
     id varchar primary key,
     vendor_id varchar not null references vendor (id),
     policy_id varchar not null references policy (id),
     name varchar not null,
     model_version varchar not null,
     description text,
     safeguards text,
     phase varchar not null ${oneOf("phase", phase)},
     revision int4 not null,
     registered_at timestamptz(3),
     public_since timestamptz(3),
     withdrawal_reason text,
     constraint one_release_per_model_version unique (vendor_id, name, model_version),
     constraint only_drafts_are_unregistered check (phase = 'WITHDRAWN' or (registered_at is null) = (phase = 'DRAFT'))
   )`,
  `create index release_list on release (coalesce(registered_at, '-infinity') desc, id desc)`,
  `create index release_vendor on release (vendor_id, coalesce(registered_at, '-infinity') desc, id desc)`,
  `create index release_public on release (vendor_id) where public_since is not null`,
  `create table phase_advance (
     id varchar primary key,
     ${caseColumns},
     status varchar not null ${oneOf("status", phaseAdvanceStatus)},
     from_phase varchar not null ${oneOf("from_phase", phase)},
     to_phase varchar not null ${oneOf("to_phase", phase)},
     justification text not null
   )`,
  `create unique index one_open_phase_advance on phase_advance (release_id)
     where status not in ('APPROVED', 'DENIED', 'WITHDRAWN')`,
  `create index phase_advance_release on phase_advance (release_id, coalesce(submitted_at, '-infinity') desc, id desc)`,
  `create index phase_advance_list on phase_advance (coalesce(submitted_at, '-infinity') desc, id desc)`,
  `create table directive (
     id varchar primary key,
     release_id varchar references release (id),
     vendor_id varchar references vendor (id),
     effect varchar not null ${oneOf("effect", ["POSTPONE", "LIMIT", "SUSPEND", "WITHDRAW"])},
     force varchar not null ${oneOf("force", ["ORDER", "REQUEST"])},
     status varchar not null ${oneOf("status", ["REQUESTED", "IN_FORCE", "DECLINED", "LIFTED"])},
     ${measureColumns},
     agency varchar not null ${oneOf("agency", agency)},
     issued_by varchar,
     issued_at timestamptz(3) not null,
     in_force_since timestamptz(3),
     answered_at timestamptz(3),
     answer text,
     acknowledged_at timestamptz(3),
     lifted_at timestamptz(3),
     lifted_by varchar,
     lifting_reason text,
     constraint on_release_or_vendor check (num_nonnulls(release_id, vendor_id) = 1)
   )`,
  `create index directive_release on directive (release_id, issued_at desc, id desc)`,
  `create index directive_vendor on directive (vendor_id, issued_at desc, id desc)`,
  `create index directive_list on directive (issued_at desc, id desc)`,
  `create table designation (
     id varchar primary key,
     vendor_id varchar not null references vendor (id),
     effect varchar not null ${oneOf("effect", ["POSTPONE", "LIMIT", "SUSPEND", "WITHDRAW"])},
     status varchar not null ${oneOf("status", ["IN_FORCE", "LIFTED"])},
     ${measureColumns},
     designated_by varchar,
     designated_at timestamptz(3) not null,
     lifted_at timestamptz(3),
     lifted_by varchar,
     lifting_reason text
   )`,
  `create unique index one_designation_in_force on designation (vendor_id) where status = 'IN_FORCE'`,
  `create index designation_vendor on designation (vendor_id, designated_at desc, id desc)`,
  `create table application (
     id varchar primary key,
     ${caseColumns},
     end_use varchar not null,
     end_use_statement text not null,
     deployment varchar not null,
     named_users int4 not null check (named_users >= 1),
     user_jurisdictions varchar[] not null,
     partner_id varchar not null references partner (id),
     status varchar not null ${oneOf("status", applicationStatus)},
     replaces_id varchar,
     return_reason varchar,
     return_note text
   )`,
  `create unique index one_open_application on application (partner_id, release_id, end_use)
     where status not in ('APPROVED', 'DENIED', 'WITHDRAWN', 'SUPERSEDED')`,
  `create index application_release on application (release_id, coalesce(submitted_at, '-infinity') desc, id desc)`,
  `create index application_partner on application (partner_id, coalesce(submitted_at, '-infinity') desc, id desc)`,
  `create index application_list on application (coalesce(submitted_at, '-infinity') desc, id desc)`,
  `create index application_due on application (coalesce(due_at, 'infinity'), id)`,
  `create table application_revision (
     id varchar primary key,
     application_id varchar not null references application (id),
     revision int4 not null,
     end_use varchar not null,
     end_use_statement text not null,
     deployment varchar not null,
     named_users int4 not null,
     user_jurisdictions varchar[] not null,
     note text,
     submitted_at timestamptz(3),
     constraint one_application_revision unique (application_id, revision)
   )`,
  `create view review_case as
     select id, 'Application'::varchar as type, status, revision, release_id, partner_id, policy_id, submitted_at, due_at
       from application
     union all
     select id, 'PhaseAdvance'::varchar, status, revision, release_id, null, policy_id, submitted_at, due_at
       from phase_advance`,
  `create table referral (
     id varchar primary key,
     ${caseKey},
     agency varchar not null ${oneOf("agency", agency)},
     seat varchar not null ${oneOf("seat", ["REQUIRED", "DEEMABLE", "CONSULTED"])},
     referred_at timestamptz(3) not null,
     due_at timestamptz(3),
     closed_at timestamptz(3),
     constraint one_seat_per_agency_and_case unique (case_id, agency)
   )`,
  `create index referral_agency on referral (agency, coalesce(due_at, 'infinity'), id)`,
  `create index referral_open on referral (agency, coalesce(due_at, 'infinity'), id) where closed_at is null`,
  // A referral is over when its case is: kept beside it by the database alone, so that inboxes needn't read past what
  // is over to find what is awaited.
  `create function close_referrals() returns trigger language plpgsql as $$
     begin
       update referral set closed_at = new.closed_at where case_id = new.id;
       return null;
     end $$`,
  `create trigger application_closes_referrals after update of closed_at on application for each row
     when (new.closed_at is distinct from old.closed_at) execute function close_referrals()`,
  `create trigger phase_advance_closes_referrals after update of closed_at on phase_advance for each row
     when (new.closed_at is distinct from old.closed_at) execute function close_referrals()`,
  `create table position (
     id varchar primary key,
     ${caseKey},
     agency varchar not null ${oneOf("agency", agency)},
     official varchar,
     kind varchar not null ${oneOf("kind", ["CONCUR", "CONCUR_WITH_CONDITIONS", "OBJECT", "NO_EQUITY", "DEEMED_NO_OBJECTION"])},
     reason varchar,
     rationale text,
     recorded_at timestamptz(3) not null,
     constraint objection_has_reason check ((kind = 'OBJECT') = (reason is not null)),
     constraint only_the_system_deems check ((kind = 'DEEMED_NO_OBJECTION') = (official is null))
   )`,
  `create index position_case on position (case_id, recorded_at desc, id desc)`,
  `create table condition (
     id varchar primary key,
     ${caseKey},
     position_id varchar references position (id),
     proposed_by varchar,
     kind varchar not null,
     predicate jsonb not null,
     text text not null,
     proposed_at timestamptz(3) not null
   )`,
  `create index condition_case on condition (case_id, case_revision)`,
  `create index condition_position on condition (position_id)`,
  `create table dispute (
     id varchar primary key,
     ${caseKey},
     status varchar not null ${oneOf("status", ["OPEN", "RESOLVED", "CLOSED"])},
     cause varchar not null,
     level int4 not null check (level >= 1),
     opened_at timestamptz(3) not null,
     closed_at timestamptz(3)
   )`,
  `create unique index one_open_dispute on dispute (case_id) where status = 'OPEN'`,
  `create index dispute_case on dispute (case_id, opened_at desc, id desc)`,
  `create table decision (
     id varchar primary key,
     ${caseKey},
     outcome varchar not null ${oneOf("outcome", ["APPROVE", "DENY"])},
     basis varchar not null ${oneOf("basis", ["PANEL", "LADDER", "REBUTTAL", "APPEAL"])},
     status varchar not null ${oneOf("status", ["PROPOSED", "COUNTERSIGNED", "REFUSED", "VOID", "SUPERSEDED"])},
     legal_basis varchar not null check (legal_basis <> ''),
     reasons varchar[] not null default '{}',
     condition_ids varchar[] not null default '{}',
     proposed_at timestamptz(3) not null,
     countersigned_at timestamptz(3),
     countersigned_agency varchar,
     countersigned_by varchar,
     refused_by varchar,
     refusal_reason varchar,
     refusal_note text,
     closed_at timestamptz(3),
     constraint countersigned_by_someone check ((countersigned_at is null) = (countersigned_by is null))
   )`,
  `create unique index one_standing_decision on decision (case_id, case_revision)
     where status in ('PROPOSED', 'COUNTERSIGNED')`,
  `create index decision_case on decision (case_id, proposed_at desc, id desc)`,
  `create index decision_list on decision (proposed_at desc, id desc)`,
  `create index decision_conditions on decision using gin (condition_ids)`,
  `create table "authorization" (
     id varchar primary key,
     partner_id varchar not null references partner (id),
     release_id varchar not null references release (id),
     application_id varchar not null references application (id),
     decision_id varchar not null references decision (id),
     replaces_id varchar references "authorization" (id),
     status varchar not null ${oneOf("status", ["ACTIVE", "SUSPENDED", "REVOKED", "SURRENDERED", "EXPIRED", "SUPERSEDED"])},
     status_reason varchar,
     status_legal_basis varchar,
     status_note text,
     end_use varchar not null,
     legal_basis varchar not null check (legal_basis <> ''),
     issued_at timestamptz(3) not null,
     expires_at timestamptz(3) not null,
     ended_at timestamptz(3),
     constraint one_authorization_per_application unique (application_id)
   )`,
  `create unique index one_open_authorization on "authorization" (partner_id, release_id, end_use)
     where status in ('ACTIVE', 'SUSPENDED')`,
  `create index authorization_release on "authorization" (release_id, issued_at desc, id desc)`,
  `create index authorization_partner on "authorization" (partner_id, issued_at desc, id desc)`,
  `create index authorization_list on "authorization" (issued_at desc, id desc)`,
  `alter table application add foreign key (replaces_id) references "authorization" (id)`,
  `create function refuse_rewriting() returns trigger language plpgsql as $$
     begin
       raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
     end
   $$`,
  ...["position", "ledger_entry", "policy"].flatMap((table) => [
    `create trigger ${table}_keeps_rows before update or delete on ${table} for each row execute function refuse_rewriting()`,
    `create trigger ${table}_keeps_all before truncate on ${table} for each statement execute function refuse_rewriting()`,
  ]),
];

const droppedInOrder = [
  `view review_case`,
  ...[
    "authorization",
    "decision",
    "dispute",
    "condition",
    "position",
    "referral",
    "application_revision",
    "application",
    "designation",
    "directive",
    "phase_advance",
    "release",
    "policy",
    "vendor",
    "partner",
    "revocation",
    "idempotency",
    "ledger_entry",
    "ledger_tail",
  ].map((table) => `table "${table}"`),
  `function refuse_rewriting`,
  `function close_referrals`,
];

/** The tables of the five rooms, with constraints for what must never be. */
export class Foundation1781800000000 implements MigrationInterface {
  name = "Foundation1781800000000";

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("alter table application drop constraint application_replaces_id_fkey");
    for (const object of droppedInOrder) await runner.query(`drop ${object}`);
  }
}
