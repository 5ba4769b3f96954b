import "reflect-metadata";
import type { QueryRunner } from "typeorm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ClosedWithAuthorizations1782001701500 } from "../../src/migrations/1782001701500-closed-with-authorizations.ts";
import { ClosedWithProgrammes1782001900000 } from "../../src/migrations/1782001900000-closed-with-programmes.ts";
import { describeOn } from "../support/describe-on.ts";
import { done } from "../support/story.ts";
import { type Setting, setting } from "./setting.ts";

describeOn(["embedded", "postgres"], "what was closed with what it was about", (kind) => {
  let here: Setting;
  beforeAll(async () => {
    here = await setting(kind);
    here.clock.set("2026-06-09T14:00:00.000Z");
  });
  afterAll(() => here?.stop());

  it.each([
    ["PROGRAMME_REVOKED", "AUTHORIZATION_ENDED", new ClosedWithProgrammes1782001900000()],
    ["AUTHORIZATION_ENDED", "RELEASE_WITHDRAWN", new ClosedWithAuthorizations1782001701500()],
  ])(
    "as %s can still be written to once the schema is put back to where no such reason was known",
    async (reason, nearest, migration) => {
      const { database } = here.graph;
      const { caseId, as } = await here.submitted(await here.release());
      done(await as.mutate("withdrawApplication", { applicationId: caseId }));
      const runner = { query: (statement: string) => database.asOwner(statement) } as unknown as QueryRunner;
      const closedAs = (closure: string) =>
        database.asOwner("update application set closure_reason = $2 where id = $1", [caseId, closure]);
      await closedAs(reason);

      await migration.down(runner);
      await database.asOwner("update application set revision = revision + 1 where id = $1", [caseId]);
      expect(await here.read(caseId, "status closureReason")).toEqual({ status: "WITHDRAWN", closureReason: nearest });
      await expect(closedAs(reason)).rejects.toThrow("application_closure_reason_check");

      await migration.up(runner);
      await closedAs(reason);
      // The schemas before know of it no more than this one did.
      await closedAs(nearest);
    },
  );
});
