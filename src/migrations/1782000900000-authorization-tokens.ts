import type { MigrationInterface, QueryRunner } from "typeorm";

const statements: readonly string[] = [
  // Where the status of an authorization's token stands, for each set of terms that it was given out under: drawn by
  // lot, so that a place says nothing of when or for whom, and never given to another.
  `create table authorization_token (
     list int4 not null check (list >= 1),
     place int4 not null check (place >= 0),
     authorization_id varchar not null references "authorization" (id),
     terms bytea not null check (octet_length(terms) = 32),
     placed_at timestamptz not null default clock_timestamp(),
     primary key (list, place),
     unique (authorization_id, terms)
   )`,
  `create trigger authorization_token_keeps_rows before update or delete on authorization_token for each row execute function refuse_rewriting()`,
  `create trigger authorization_token_keeps_all before truncate on authorization_token for each statement execute function refuse_rewriting()`,
];

/** Where tokens stand in status lists. */
export class AuthorizationTokens1782000900000 implements MigrationInterface {
  name = "AuthorizationTokens1782000900000";

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop table authorization_token");
  }
}
