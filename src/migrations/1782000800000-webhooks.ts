import type { MigrationInterface, QueryRunner } from "typeorm";

const tables = ["webhook_attempt", "webhook_delivery", "webhook_place", "webhook_secret", "webhook"];

const statements: readonly string[] = [
  `create table webhook (
     id varchar primary key,
     org varchar,
     agency varchar,
     url varchar not null,
     description varchar,
     types varchar[],
     subject_types varchar[],
     status varchar not null check (status in ('ACTIVE', 'PAUSED', 'DELETED')),
     pause_reason varchar check (pause_reason in ('BY_OWNER', 'UNDELIVERABLE', 'GONE', 'OWNER_REVOKED')),
     status_since timestamptz(3) not null,
     registered_by varchar not null,
     registered_at timestamptz(3) not null,
     responsible varchar not null,
     roles varchar[] not null,
     token_id varchar,
     slot int4 check (slot >= 1),
     constraint of_one_owner check (num_nonnulls(org, agency) <= 1),
     constraint paused_for_a_reason check ((status = 'PAUSED') = (pause_reason is not null)),
     constraint only_deleted_ones_free_their_place check ((status = 'DELETED') = (slot is null))
   )`,
  `create unique index one_webhook_per_place on webhook (coalesce(org, agency, 'AUDITOR'), slot)`,
  `create index webhook_list on webhook (registered_at desc, id desc)`,
  `create table webhook_secret (
     webhook_id varchar not null references webhook (id),
     number int4 not null,
     sealed text not null,
     ends_at timestamptz(3),
     primary key (webhook_id, number)
   )`,
  // Where a webhook stands in the ledger, and which process works for it until when. \`round\` counts its replays.
  `create table webhook_place (
     webhook_id varchar primary key references webhook (id),
     seq int8 not null,
     round int4 not null default 0,
     is_full boolean not null default false,
     due_at timestamptz(3),
     unanswered int4 not null default 0,
     rests_until timestamptz(3),
     lease varchar,
     leased_until timestamptz(3)
   )`,
  // What is to be delivered and isn't acknowledged yet. No foreign keys: who delivers waits for nobody who changes a webhook.
  `create table webhook_delivery (
     webhook_id varchar not null,
     seq int8 not null,
     change_id varchar not null,
     subject_id varchar not null,
     attempts int4 not null default 0,
     first_at timestamptz(3),
     next_at timestamptz(3) not null,
     primary key (webhook_id, seq)
   )`,
  `create index webhook_delivery_subject on webhook_delivery (webhook_id, subject_id, seq)`,
  `create table webhook_attempt (
     id varchar primary key,
     webhook_id varchar not null,
     change_id varchar not null,
     at timestamptz(3) not null,
     number int4 not null check (number >= 1),
     outcome varchar not null,
     status int4,
     duration_ms int4 not null check (duration_ms >= 0),
     next_at timestamptz(3)
   )`,
  `create index webhook_attempt_list on webhook_attempt (webhook_id, at desc, id desc)`,
  `create index webhook_attempt_age on webhook_attempt (at)`,
];

/** Webhooks, with their secrets, places in the ledger, deliveries and log. */
export class Webhooks1782000800000 implements MigrationInterface {
  name = "Webhooks1782000800000";

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of tables) await runner.query(`drop table ${table}`);
  }
}
