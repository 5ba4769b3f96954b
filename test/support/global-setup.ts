import type { TestProject } from "vitest/node";
import { buildWhenStale } from "./build.ts";
import { findPostgres } from "./postgres.ts";

/** Once before all tests: a current build, and the PostgreSQL that the suites share, if there is one. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  buildWhenStale();
  const found = await findPostgres();
  project.provide("postgresUrl", found?.url ?? null);
  return found?.stop;
}
