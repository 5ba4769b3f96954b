import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { migrations } from "../../src/migrations/index.ts";
import { freshDatabase } from "../support/database.ts";
import { describeOn } from "../support/describe-on.ts";

const cli = createRequire(import.meta.url).resolve("typeorm/cli.js");
const newest = migrations.at(-1)?.name as string;

describeOn(["embedded"], "the TypeORM command line", () => {
  const folder = mkdtempSync(join(tmpdir(), "countersign-cli-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("runs and shows migrations on the folder in DATA_DIR, and lets go of it", () => {
    const env = { DATA_DIR: folder };
    expect(typeorm("migration:run", env)).toContain(`${newest} has been executed successfully`);
    expect(typeorm("migration:show", env)).toMatch(new RegExp(`\\[X\\] \\d+ ${newest}`));
  });
});

describeOn(["postgres"], "the TypeORM command line", () => {
  it("works as the owner, on the database in MIGRATION_DATABASE_URL", async () => {
    const { config, drop } = await freshDatabase("postgres");
    try {
      if (config.kind !== "postgres" || config.migrationUrl === null) throw new Error("not a PostgreSQL database");
      const env = { DATABASE_URL: config.url, MIGRATION_DATABASE_URL: config.migrationUrl };
      expect(typeorm("migration:show", env)).toMatch(new RegExp(`\\[X\\] \\d+ ${newest}`));
      expect(typeorm("query", env, "select current_user = 'countersign_test_server' as served")).toContain("false");
    } finally {
      await drop();
    }
  });
});

function typeorm(command: string, env: Record<string, string>, ...rest: string[]): string {
  const args = [cli, command, ...rest, "-d", "dist/ormconfig.js"];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, {
    env: { PATH: process.env.PATH, ...env },
    encoding: "utf8",
  });
  expect(status, stdout + stderr).toBe(0);
  return stdout;
}
