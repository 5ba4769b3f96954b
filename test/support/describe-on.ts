import { describe, inject } from "vitest";

/** The databases that a suite can run on. */
export type DatabaseKind = "embedded" | "postgres";

declare module "vitest" {
  interface ProvidedContext {
    /** Where PostgreSQL answers, as global-setup found or started it; null where there is none. */
    postgresUrl: string | null;
  }
  interface TaskMeta {
    /** The database that a suite runs on, for the reporter's closing lines. */
    database?: DatabaseKind;
    /** Why a suite is skipped, for the same. */
    skippedBecause?: string;
  }
}

/**
 * A suite that needs a database: `body` is called once for each kind, in a `describe` of its own named
 * "title (on kind)". Without PostgreSQL its suites are skipped, and the end of the run names each of them.
 */
export function describeOn(kinds: readonly DatabaseKind[], title: string, body: (kind: DatabaseKind) => void): void {
  for (const kind of kinds) {
    const missing = kind === "postgres" && inject("postgresUrl") === null;
    const meta = { database: kind, ...(missing && { skippedBecause: "no PostgreSQL was found" }) };
    describe.skipIf(missing)(`${title} (on ${kind})`, { meta }, () => body(kind));
  }
}
