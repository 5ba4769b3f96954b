import type { MigrationInterface, QueryRunner } from "typeorm";

/** A status list asks ten times a second which places were given out since it was read. */
export class LatestPlaces1782001100000 implements MigrationInterface {
  name = "LatestPlaces1782001100000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query("create index authorization_token_placed on authorization_token (list, placed_at)");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop index authorization_token_placed");
  }
}
