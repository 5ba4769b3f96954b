import type { MigrationInterface, QueryRunner } from "typeorm";

const up: readonly string[] = [
  `alter table designation add column acknowledged_at timestamptz(3)`,
  `create index designation_acknowledged_at on designation (acknowledged_at) where acknowledged_at is not null`,
  `alter table enforcement_attestation
     alter column directive_id drop not null,
     add column designation_id varchar references designation (id),
     add constraint attests_one_measure check (num_nonnulls(directive_id, designation_id) = 1),
     add constraint one_attestation_per_revision_of_designation unique (designation_id, revision)`,
  `create index enforcement_attestation_designation on enforcement_attestation (designation_id, attested_at desc, id desc)`,
];

/** What was attested of designations goes: the schema before has no place for it. */
const down: readonly string[] = [
  `alter table enforcement_attestation disable trigger enforcement_attestation_keeps_rows`,
  `delete from enforcement_attestation where designation_id is not null`,
  `alter table enforcement_attestation enable trigger enforcement_attestation_keeps_rows`,
  `alter table enforcement_attestation drop column designation_id, alter column directive_id set not null`,
  `drop index designation_acknowledged_at`,
  `alter table designation drop column acknowledged_at`,
];

/** That vendors acknowledge designations, and attest that they are enforced. */
export class DesignationsEnforced1782000411000 implements MigrationInterface {
  name = "DesignationsEnforced1782000411000";

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of up) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of down) await runner.query(statement);
  }
}
