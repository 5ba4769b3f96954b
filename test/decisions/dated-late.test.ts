import "reflect-metadata";
import type { QueryRunner } from "typeorm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { sweep } from "../../src/decisions/clocks/sweep.ts";
import { Countersignatures1782000600000 } from "../../src/migrations/1782000600000-countersignatures.ts";
import { describeOn } from "../support/describe-on.ts";
import { cachedDeadlines } from "./cached-deadlines.ts";
import { type Setting, setting } from "./setting.ts";

describeOn(["postgres"], "what was proposed before a countersignature had a date", (kind) => {
  let here: Setting;
  beforeAll(async () => {
    here = await setting(kind);
    here.clock.set("2026-06-09T14:00:00.000Z");
  });
  afterAll(() => here?.stop());

  it("has its time from the migration on, an approval and a denial alike, and what fell before counts for nothing", async () => {
    const { database } = here.graph;
    const approval = await here.awaiting(await here.release());
    const denial = await here.denialIntended(await here.release());
    const fallen = await here.awaiting(await here.release());
    await here.tell.position(fallen.caseId, here.people.defense, "OBJECT", { reason: "DIVERSION_RISK" });
    here.clock.set("2026-07-02T21:00:00.000Z");
    expect((await sweep(here.graph.services)).failed).toEqual([]);
    expect((await here.read(denial.caseId, "status")).status).toBe("AWAITING_COUNTERSIGNATURE");

    const runner = { query: (statement: string) => database.asOwner(statement) } as unknown as QueryRunner;
    await new Countersignatures1782000600000().down(runner);
    await database.asOwner("update decision set proposed_at = '2020-01-06T14:00:00Z'");
    const [{ at: before }] = (await database.asOwner("select now() as at")) as [{ at: Date }];
    await new Countersignatures1782000600000().up(runner);

    const found = await cachedDeadlines(here.graph);
    for (const { caseId } of [approval, denial]) {
      const [, made] = found.get(caseId) as [object, Record<string, string>];
      const rows = await database.asOwner<{ id: string }>("select id from decision where case_id = $1", [caseId]);
      for (const name of [rows[0]?.id as string, `reminder of ${rows[0]?.id}`]) {
        expect(Date.parse(made[name] as string)).toBeGreaterThan(before.getTime());
      }
    }
    const ended = "select awaited_since as since from decision where case_id = $1";
    expect(await database.asOwner(ended, [fallen.caseId])).toEqual([{ since: null }]);
  });
});
