import "reflect-metadata";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Context } from "../../src/context.ts";
import { isDecidedBefore, standsApproved } from "../../src/decisions/cases/reopened.ts";
import { change } from "../../src/ledger/change.ts";
import { official } from "../support/actors.ts";
import { describeOn } from "../support/describe-on.ts";
import { type Setting, setting } from "./setting.ts";

describeOn(["postgres"], "a case that was decided before", (kind) => {
  let here: Setting;
  beforeAll(async () => {
    here = await setting(kind);
  });
  afterAll(() => here?.stop());

  const known = async (caseId: string) => {
    const context = new Context(here.graph.services, official("OSTP"), randomUUID());
    const { decided, approved } = await change(context, "asked", { idempotencyKey: randomUUID() }, async (tx) => ({
      decided: String(await isDecidedBefore(tx, caseId)),
      approved: String(await standsApproved(tx, caseId)),
    }));
    return { decided, approved };
  };

  it("is known by what was countersigned, and what was approved stands", async () => {
    const { caseId } = await here.awaiting();
    expect(await known(caseId)).toEqual({ decided: "false", approved: "false" });
    await here.tell.countersigned(caseId);
    expect(await known(caseId)).toEqual({ decided: "true", approved: "true" });
  });

  it("stands for nothing where it was denied", async () => {
    here.clock.set("2026-11-23T15:00:00Z");
    const { caseId } = await here.denialIntended();
    expect(await known(caseId)).toEqual({ decided: "false", approved: "false" });
    here.clock.set("2026-12-16T22:00:00Z");
    await here.tell.countersigned(caseId);
    expect(await known(caseId)).toEqual({ decided: "true", approved: "false" });
    here.clock.fixed = null;
  });
});
