import type { MigrationInterface, QueryRunner } from "typeorm";

const statements: readonly string[] = [
  `create table refused_attempt (
     id varchar primary key,
     at timestamptz(3) not null,
     subject varchar,
     agency varchar,
     org varchar,
     roles varchar[] not null,
     token_id varchar,
     correlation_id varchar not null,
     operation varchar not null,
     code varchar not null,
     blockers varchar[] not null,
     targets varchar[] not null,
     repeats int4 not null check (repeats >= 1)
   )`,
  `create index refused_attempt_list on refused_attempt (at desc, id desc)`,
  `create index refused_attempt_subject on refused_attempt (subject, at desc, id desc)`,
  // What is old may be thrown away, so that the log is bounded; what is young, by nobody.
  `create function refuse_forgetting() returns trigger language plpgsql as $$
     begin
       if old.at < clock_timestamp() - interval '30 days' then return old; end if;
       raise exception '% keeps what is younger than 30 days', tg_table_name using errcode = 'restrict_violation';
     end
   $$`,
  `create trigger refused_attempt_keeps_rows before update on refused_attempt for each row execute function refuse_rewriting()`,
  `create trigger refused_attempt_keeps_young before delete on refused_attempt for each row execute function refuse_forgetting()`,
  `create trigger refused_attempt_keeps_all before truncate on refused_attempt for each statement execute function refuse_rewriting()`,
];

/** The audit log of what was attempted and refused. */
export class RefusedAttempts1782000501000 implements MigrationInterface {
  name = "RefusedAttempts1782000501000";

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop table refused_attempt");
    await runner.query("drop function refuse_forgetting");
  }
}
