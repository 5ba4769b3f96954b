import type { MigrationInterface, QueryRunner } from "typeorm";

const revocation = ["revoked_at", "revocation_reason", "revocation_legal_basis"];
const reasons = [
  "NATIONAL_SECURITY",
  "CYBER_INCIDENT",
  "SAFETY_FINDING",
  "SUPPLY_CHAIN_RISK",
  "DIVERSION",
  "BREACH_OF_CONDITIONS",
  "FALSE_STATEMENT",
  "LISTED_PARTY",
  "LEGAL_PROCESS",
  "REVIEW_INCOMPLETE",
].map((reason) => `'${reason}'`);

const columns = `add column revoked_at timestamptz(3),
     add column revocation_reason varchar check (revocation_reason in (${reasons.join(", ")})),
     add column revocation_legal_basis varchar check (revocation_legal_basis <> ''),
     add column revocation_note text`;
const revokedForAReason = `add constraint revoked_for_a_reason
       check (num_nonnulls(${revocation.join(", ")}) = case status when 'REVOKED' then 3 else 0 end)`;

const up: readonly string[] = [
  `alter table programme ${columns},
     drop constraint programme_status_check,
     add constraint programme_status_check check (status in ('OPEN', 'CLOSED', 'REVOKED')),
     drop constraint closed_for_a_reason,
     add constraint closed_for_a_reason check (case status when 'OPEN' then num_nonnulls(closed_at, closing_reason) = 0
       when 'CLOSED' then num_nonnulls(closed_at, closing_reason) = 2
       else (closed_at is null) = (closing_reason is null) end),
     ${revokedForAReason}`,
  `alter table enrolment ${columns},
     drop constraint enrolment_status_check,
     add constraint enrolment_status_check check (status in ('ENROLLED', 'ENDED', 'REVOKED')),
     drop constraint ended_for_a_reason,
     add constraint ended_for_a_reason
       check (num_nonnulls(ended_at, ending_reason) = case status when 'ENDED' then 2 else 0 end),
     ${revokedForAReason}`,
];

const dropColumns = [...revocation, "revocation_note"].map((column) => `drop column ${column}`).join(", ");

/** What was revoked stands as ended by its vendor, which is as near as the schema before comes to it. */
const down: readonly string[] = [
  `alter table programme drop constraint revoked_for_a_reason, drop constraint closed_for_a_reason`,
  `update programme set status = 'CLOSED', closed_at = coalesce(closed_at, revoked_at),
     closing_reason = coalesce(closing_reason, revocation_legal_basis) where status = 'REVOKED'`,
  `alter table programme ${dropColumns},
     drop constraint programme_status_check,
     add constraint programme_status_check check (status in ('OPEN', 'CLOSED')),
     add constraint closed_for_a_reason
       check (num_nonnulls(closed_at, closing_reason) = case status when 'OPEN' then 0 else 2 end)`,
  `alter table enrolment drop constraint revoked_for_a_reason, drop constraint ended_for_a_reason`,
  `update enrolment set status = 'ENDED', ended_at = revoked_at, ending_reason = revocation_legal_basis
     where status = 'REVOKED'`,
  `alter table enrolment ${dropColumns},
     drop constraint enrolment_status_check,
     add constraint enrolment_status_check check (status in ('ENROLLED', 'ENDED')),
     add constraint ended_for_a_reason
       check (num_nonnulls(ended_at, ending_reason) = case status when 'ENROLLED' then 0 else 2 end)`,
];

/** That Commerce revokes a programme, or one enrolment in it. */
export class ProgrammesRevoked1782000410000 implements MigrationInterface {
  name = "ProgrammesRevoked1782000410000";

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of up) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of down) await runner.query(statement);
  }
}
