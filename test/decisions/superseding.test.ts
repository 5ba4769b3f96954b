import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { describeOn } from "../support/describe-on.ts";
import { done } from "../support/story.ts";
import { type AppealKit, appealKit, users } from "./appeal-kit.ts";
import { type Setting, setting } from "./setting.ts";

describeOn(["postgres"], "what takes the place of an authorization", (kind) => {
  let here: Setting;
  let kit: AppealKit;
  beforeAll(async () => {
    here = await setting(kind);
    kit = appealKit(here);
  });
  beforeEach(async () => {
    kit.start();
    here.releaseId = await here.release();
  });
  afterAll(() => here?.stop());

  /** An application for what is held, on the terms given, that all concur in; ONCD under the conditions given. */
  const asked = async (
    held: Awaited<ReturnType<AppealKit["approved"]>>,
    terms: object,
    conditions: object[],
  ): Promise<string> => {
    const content = { replacesAuthorizationId: held.authorizationId, ...terms };
    const { caseId } = await here.inReview(here.releaseId, held, content);
    const { oncd, ostp, commerce, defense } = here.people;
    await here.tell.position(caseId, oncd, "CONCUR_WITH_CONDITIONS", { conditions });
    for (const each of [ostp, commerce, defense]) await here.tell.position(caseId, each);
    return caseId;
  };
  const at = async (time: string, held: Awaited<ReturnType<AppealKit["approved"]>>, use: object) => {
    here.clock.set(time);
    return kit.access(held, use, here.releaseId);
  };
  const times = "query A($id: ID!) { authorization(id: $id) { status issuedAt endedAt replaces { id } } }";
  const read = async (id: string) => (await here.people.auditor.ask(times, { id })).authorization;

  it("leaves no gap: the use is allowed a millisecond before the renewal, at it, and after it", async () => {
    const held = await kit.approved([users(10)], here.releaseId);
    const caseId = await asked(held, {}, [users(10)]);
    const use = { namedUsers: 5 };
    const allowed = (authorizationId: string) => ({ allowed: true, reasons: [], held: authorizationId });
    expect(await at("2026-11-24T14:59:59.999Z", held, use)).toEqual(allowed(held.authorizationId));
    here.clock.set("2026-11-24T15:00:00.000Z");
    const { authorization } = await here.tell.countersigned(caseId);
    expect(await at("2026-11-24T15:00:00.000Z", held, use)).toEqual(allowed(authorization.id));
    expect(await at("2026-11-24T15:00:00.001Z", held, use)).toEqual(allowed(authorization.id));
    expect(await read(held.authorizationId)).toMatchObject({
      status: "SUPERSEDED",
      endedAt: "2026-11-24T15:00:00.000Z",
    });
    expect(await read(authorization.id)).toEqual({
      status: "ACTIVE",
      issuedAt: "2026-11-24T15:00:00.000Z",
      endedAt: null,
      replaces: { id: held.authorizationId },
    });
  });

  it("may be on other terms: more users in another deployment, under the conditions of its own review", async () => {
    const held = await kit.approved([users(10)], here.releaseId);
    const caseId = await asked(held, { namedUsers: 900, deployment: "DEDICATED_CLOUD" }, [users(900)]);
    expect(await kit.access(held, { namedUsers: 900 }, here.releaseId)).toMatchObject({ allowed: false });
    const { authorization } = await here.tell.countersigned(caseId);
    expect(await kit.access(held, { namedUsers: 900 }, here.releaseId)).toEqual({
      allowed: true,
      reasons: [],
      held: authorization.id,
    });
  });

  it("leaves the authorization as it is where the other terms are denied", async () => {
    const held = await kit.approved([users(10)], here.releaseId);
    const content = { replacesAuthorizationId: held.authorizationId, namedUsers: 900 };
    const { caseId } = await here.inReview(here.releaseId, held, content);
    for (const name of ["oncd", "ostp", "commerce", "defense"] as const) {
      await here.tell.position(caseId, here.people[name], "OBJECT", { reason: "DIVERSION_RISK" });
    }
    here.clock.set("2026-12-16T22:00:00.000Z");
    await here.tell.countersigned(caseId);
    expect(await kit.access(held, { namedUsers: 5 }, here.releaseId)).toMatchObject({
      allowed: true,
      held: held.authorizationId,
    });
    expect(await here.read(held.caseId, "status")).toEqual({ status: "APPROVED" });
  });

  it("makes the earlier application SUPERSEDED and tells its parties; what is open about it ends", async () => {
    const held = await kit.approved(undefined, here.releaseId);
    const appealId = await kit.filed(held, "CONDITIONS", { conditionIds: [held.conditions["At most 10."]] });
    const wish = { conditionId: held.conditions["30 days."], drops: true, reason: "So." };
    const { conditionChange } = done(
      await here.people.ostp.mutate("proposeConditionChange", wish, "conditionChange { id }"),
    );
    const caseId = await asked(held, { namedUsers: 50 }, [users(50)]);
    await here.tell.countersigned(caseId);
    expect(await here.read(held.caseId, "status overlays decision { status }")).toEqual({
      status: "SUPERSEDED",
      overlays: [],
      decision: { status: "COUNTERSIGNED" },
    });
    const changes = "query L($id: ID!) { changes(filter: { subjectId: $id }) { nodes { type from to } } }";
    for (const as of [held.as, here.people.vendor]) {
      const { nodes } = (await as.ask(changes, { id: held.caseId })).changes;
      expect(nodes.at(-1)).toEqual({ type: "ApplicationSuperseded", from: "APPROVED", to: "SUPERSEDED" });
    }
    expect(await here.entries(appealId)).toEqual(["AppealFiled", "AppealClosed"]);
    expect(await here.entries(conditionChange.id)).toEqual(["ConditionChangeProposed", "ConditionChangeClosed"]);
  });

  it("keeps conditions of a case whose renewal is under review from being reopened by an appeal", async () => {
    const held = await kit.approved(undefined, here.releaseId);
    const conditionId = held.conditions["At most 10."];
    const appealId = await kit.filed(held, "CONDITIONS", { conditionIds: [conditionId] });
    const caseId = await asked(held, {}, [users(50)]);
    const rulings = [{ conditionId, drops: true, reason: "So." }];
    expect(await kit.why(kit.decide(appealId, true, { rulings }))).toEqual(["BLOCKED ANOTHER_CASE_OPEN"]);
    await here.tell.countersigned(caseId);
  });
});
