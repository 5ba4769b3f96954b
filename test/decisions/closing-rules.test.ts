import "reflect-metadata";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { describeOn } from "../support/describe-on.ts";
import { done } from "../support/story.ts";
import { type AppealKit, appealKit, logs, users } from "./appeal-kit.ts";
import { ladderSetting } from "./ladder-setting.ts";
import { refusal } from "./setting.ts";

const agencies = ["oncd", "ostp", "commerce", "defense"] as const;
const texts = ({ nodes }: { nodes: { text: string }[] }) => nodes.map(({ text }) => text).sort();

/** One test for each of the smallest rules that close the review, in the design's words. */
describeOn(["postgres"], "the rules that close the review", (kind) => {
  let here: Awaited<ReturnType<typeof ladderSetting>>;
  let kit: AppealKit;
  let releaseId: string;
  beforeAll(async () => {
    here = await ladderSetting(kind);
    kit = appealKit(here);
  });
  beforeEach(async () => {
    kit.start();
    releaseId = await here.release();
  });
  afterAll(() => here?.stop());

  const positions = async (caseId: string, kinds: Partial<Record<(typeof agencies)[number], string>>) => {
    for (const agency of agencies) {
      const objects = kinds[agency] === "OBJECT";
      await here.tell.position(caseId, here.people[agency], kinds[agency], objects ? { reason: "DIVERSION_RISK" } : {});
    }
  };

  it("when the last seat is heard and nobody objects: an approval is proposed, with the union of the conditions", async () => {
    const { caseId } = await here.inReview(releaseId);
    const { oncd, ostp, commerce, defense } = here.people;
    const under = (...conditions: object[]) => ({ conditions });
    await here.tell.position(caseId, oncd, "CONCUR_WITH_CONDITIONS", under(users(10), logs(30)));
    await here.tell.position(caseId, ostp, "CONCUR_WITH_CONDITIONS", under(logs(30), logs(60)));
    await here.tell.position(caseId, commerce);
    expect(await here.read(caseId, "decision { id }")).toEqual({ decision: null });
    await here.tell.position(caseId, defense, "NO_EQUITY");
    const { status, decision } = await here.read(caseId, "status decision { outcome conditions { nodes { text } } }");
    expect({ status, outcome: decision.outcome, conditions: texts(decision.conditions) }).toEqual({
      status: "AWAITING_COUNTERSIGNATURE",
      outcome: "APPROVE",
      conditions: ["30 days.", "60 days.", "At most 10."],
    });
  });

  it("every REQUIRED seat objects: intent to deny; else: dispute", async () => {
    const denied = await here.inReview(releaseId);
    await positions(denied.caseId, { oncd: "OBJECT", ostp: "OBJECT" });
    expect(await here.read(denied.caseId, "status")).toEqual({ status: "INTENT_TO_DENY" });
    const disputed = await here.inReview(releaseId);
    await positions(disputed.caseId, { oncd: "OBJECT" });
    expect(await here.read(disputed.caseId, "status")).toEqual({ status: "IN_DISPUTE" });
  });

  it("while the clock is stopped positions arrive and nothing is proposed; the end of a hold evaluates this anew", async () => {
    const { caseId } = await here.inReview(releaseId);
    const holding = {
      caseId,
      revision: 1,
      reason: "LEGAL_REVIEW",
      owner: "COMMERCE",
      reviewAt: "2026-12-01T15:00:00Z",
    };
    const { hold } = done(await here.people.commerce.mutate("placeHold", holding, "hold { id }"));
    await here.tell.everyoneConcurs(caseId);
    const read = "status overlays positions { totalCount } decision { id }";
    expect(await here.read(caseId, read)).toEqual({
      status: "IN_REVIEW",
      overlays: ["ON_HOLD"],
      positions: { totalCount: 4 },
      decision: null,
    });
    done(await here.people.commerce.mutate("releaseHold", { holdId: hold.id }));
    expect(await here.read(caseId, "status overlays")).toEqual({ status: "AWAITING_COUNTERSIGNATURE", overlays: [] });
  });

  it("a new position before the countersignature voids the proposal", async () => {
    const { caseId } = await here.awaiting(releaseId);
    await here.tell.position(caseId, here.people.defense, "OBJECT", { reason: "DIVERSION_RISK" });
    expect(await here.read(caseId, "status decision { id } decisions { nodes { status } }")).toEqual({
      status: "IN_DISPUTE",
      decision: null,
      decisions: { nodes: [{ status: "VOID" }] },
    });
  });

  it("amending is allowed until a proposal; it restarts the referrals, not the total clock; conditions must be proposed again", async () => {
    const { caseId, as } = await here.inReview(releaseId);
    const { oncd } = here.people;
    await here.tell.position(caseId, oncd, "CONCUR_WITH_CONDITIONS", { conditions: [users(10)] });
    const read = "dueAt referrals(first: 1) { nodes { dueAt caseRevision } }";
    const before = await here.read(caseId, read);
    here.clock.passDays(1);
    done(await as.mutate("amendApplication", { applicationId: caseId, revision: 1, namedUsers: 7 }));
    const after = await here.read(caseId, read);
    expect(after.dueAt).toBe(before.dueAt);
    expect(after.referrals.nodes[0].caseRevision).toBe(2);
    expect(new Date(after.referrals.nodes[0].dueAt).getTime()).toBeGreaterThan(
      new Date(before.referrals.nodes[0].dueAt).getTime(),
    );
    await here.tell.everyoneConcurs(caseId);
    expect(await here.read(caseId, "decision { conditions { nodes { text } } }")).toEqual({
      decision: { conditions: { nodes: [] } },
    });
    const amendment = { applicationId: caseId, revision: 2, namedUsers: 8 };
    expect((await here.refused(as, "amendApplication", amendment)).map(({ code }) => code)).toEqual([
      "ILLEGAL_TRANSITION",
    ]);
  });

  it("refuseCountersignature opens a dispute at the first level; what stood remains readable", async () => {
    const { caseId } = await here.awaiting(releaseId);
    const signing = await here.signing(caseId);
    done(await here.people.oncd2.mutate("refuseCountersignature", { ...signing, reason: "NEW_INFORMATION" }));
    expect(await here.read(caseId, "disputes { nodes { level status } } decisions { nodes { status } }")).toEqual({
      disputes: { nodes: [{ level: 1, status: "OPEN" }] },
      decisions: { nodes: [{ status: "REFUSED" }] },
    });
  });

  it("one standing decision per case revision: the database itself takes no second", async () => {
    const { caseId } = await here.awaiting(releaseId);
    await here.tell.position(caseId, here.people.defense, "NO_EQUITY");
    expect(await here.read(caseId, "decisions { nodes { status } }")).toEqual({
      decisions: { nodes: [{ status: "PROPOSED" }, { status: "VOID" }] },
    });
    const again = here.graph.database.asOwner(
      `update decision set status = 'PROPOSED' where case_id = '${caseId}' and status = 'VOID'`,
    );
    await expect(again).rejects.toThrow("one_standing_decision");
  });

  it("an upheld appeal gives a new proposal, countersigned like any other", async () => {
    const case_ = await kit.denied(releaseId);
    await kit.upheld(await kit.filed(case_, "DENIAL"));
    const { authorization } = await here.tell.countersigned(case_.caseId, here.people.commerce2);
    expect(authorization.id).toMatch(/^aut_/);
  });

  it("an accepted rebuttal gives a new proposal, countersigned like any other", async () => {
    const { caseId, as } = await here.denialIntended(releaseId);
    const rebutting = { caseId, revision: 1, statement: "We are who we say." };
    const { rebuttal } = done(await as.mutate("rebutIntentToDeny", rebutting, "rebuttal { id }"));
    const accepting = { rebuttalId: rebuttal.id, accept: true, reason: "It is well shown." };
    done(await here.people.ostp2.mutate("decideRebuttal", accepting));
    expect(await here.read(caseId, "status decision { outcome basis }")).toEqual({
      status: "AWAITING_COUNTERSIGNATURE",
      decision: { outcome: "APPROVE", basis: "REBUTTAL" },
    });
    await here.tell.countersigned(caseId);
    expect(await here.read(caseId, "status")).toEqual({ status: "APPROVED" });
  });

  it("any panel official who took no position, vote or ladder decision on the case may countersign", async () => {
    const { caseId } = await here.awaiting(releaseId);
    const blocked = refusal("BLOCKED", { field: ["input", "decisionId"], blockers: ["SIGNED_OWN_POSITION"] });
    for (const agency of agencies) {
      const input = await here.signing(caseId);
      expect(await here.refused(here.people[agency], "countersignDecision", input)).toContainEqual(blocked);
    }
    await here.tell.countersigned(caseId, here.people.ostp2);
  });

  it("when the total time is exhausted the case goes to the last level", async () => {
    const { caseId } = await here.inReview(releaseId);
    await here.tell.position(caseId, here.people.oncd);
    here.clock.set((await here.read(caseId, "dueAt")).dueAt);
    await here.swept();
    expect(await here.read(caseId, "status disputes { nodes { level cause } }")).toEqual({
      status: "IN_DISPUTE",
      disputes: { nodes: [{ level: 3, cause: "TIME_EXHAUSTED" }] },
    });
  });

  it("the last level's silence sends the previous level's result to countersignature", async () => {
    const { caseId, disputeId } = await here.disputed(releaseId);
    done(await here.decide(disputeId, 1, "APPROVE"));
    done(await here.escalate(disputeId, 1));
    await here.timePasses(caseId);
    expect((await here.disputeOf(caseId)).level).toBe(3);
    await here.timePasses(caseId);
    expect(await here.read(caseId, "status decision { outcome basis }")).toEqual({
      status: "AWAITING_COUNTERSIGNATURE",
      decision: { outcome: "APPROVE", basis: "LADDER" },
    });
  });

  it("at the cap a countersignature is refused as CAP_REACHED and the case waits", async () => {
    const phases = { LIMITED_PREVIEW: { partnerCap: 1, authorizationRequired: true } };
    const capped = await here.releaseUnder({ phases });
    await here.authorized(capped);
    const { caseId } = await here.awaiting(capped);
    const input = await here.signing(caseId);
    expect((await here.refused(here.people.oncd2, "countersignDecision", input)).map(({ code }) => code)).toEqual([
      "CAP_REACHED",
    ]);
    expect(await here.read(caseId, "status")).toEqual({ status: "AWAITING_COUNTERSIGNATURE" });
  });

  it("a cap counts distinct partners with a non-terminal authorization", async () => {
    const phases = { LIMITED_PREVIEW: { partnerCap: 2, authorizationRequired: true } };
    const capped = await here.releaseUnder({ phases });
    const first = await here.authorized(capped);
    const second = await here.awaiting(capped, first, { endUse: "EDUCATION" });
    const { authorization } = await here.tell.countersigned(second.caseId);
    const suspending = { authorizationId: first.authorizationId, reason: "DIVERSION", legalBasis: "Test" };
    done(await here.people.commerce.mutate("suspendAuthorization", suspending));
    await here.authorized(capped);
    const third = await here.awaiting(capped);
    const input = await here.signing(third.caseId);
    const codes = async () =>
      (await here.refused(here.people.oncd2, "countersignDecision", input)).map(({ code }) => code);
    expect(await codes()).toEqual(["CAP_REACHED"]);
    const revoking = { authorizationId: first.authorizationId, reason: "DIVERSION", legalBasis: "Test" };
    done(await here.people.commerce.mutate("revokeAuthorization", revoking));
    expect(await codes()).toEqual(["CAP_REACHED"]);
    done(await first.as.mutate("surrenderAuthorization", { authorizationId: authorization.id }));
    await here.tell.countersigned(third.caseId);
  });

  it("where nobody objects and a REQUIRED seat doesn't concur: dispute", async () => {
    const { caseId } = await here.inReview(releaseId);
    await positions(caseId, { ostp: "NO_EQUITY" });
    expect(await here.read(caseId, "status disputes { nodes { cause } }")).toEqual({
      status: "IN_DISPUTE",
      disputes: { nodes: [{ cause: "REQUIRED_SEAT_DID_NOT_CONCUR" }] },
    });
  });

  it("a condition changes with its proposer's consent; both wordings stay", async () => {
    const { caseId, conditions } = await kit.approved(undefined, releaseId);
    const wish = { conditionId: conditions["At most 10."], drops: false, newWording: users(50), reason: "They grew." };
    const { conditionChange } = done(
      await here.people.ostp.mutate("proposeConditionChange", wish, "conditionChange { id }"),
    );
    expect(Object.keys(await kit.conditionsOf(caseId)).sort()).toEqual(["30 days.", "At most 10."]);
    const consent = { changeId: conditionChange.id, consent: true, reason: "We agree." };
    done(await here.people.oncd.mutate("consentToConditionChange", consent));
    expect(Object.keys(await kit.conditionsOf(caseId)).sort()).toEqual(["30 days.", "At most 50."]);
    const asked = "query C($id: ID!) { conditionChange(id: $id) { text answerReason condition { text } } }";
    expect((await here.people.auditor.ask(asked, { id: conditionChange.id })).conditionChange).toEqual({
      text: "At most 50.",
      answerReason: "We agree.",
      condition: { text: "At most 10." },
    });
  });

  it("a condition changes by a countersigned appeal decision that names it", async () => {
    const case_ = await kit.approved(undefined, releaseId);
    const conditionId = case_.conditions["At most 10."];
    const appealId = await kit.filed(case_, "CONDITIONS", { conditionIds: [conditionId] });
    const use = { namedUsers: 40, logRetentionDays: 30 };
    await kit.upheld(appealId, { rulings: [{ conditionId, drops: true, reason: "It serves nothing." }] });
    expect(await kit.access(case_, use, releaseId)).toMatchObject({ allowed: false });
    await here.tell.countersigned(case_.caseId, here.people.commerce2);
    expect(await kit.access(case_, use, releaseId)).toMatchObject({ allowed: true });
  });

  it("a condition changes by a countersigned ladder decision that names it; both wordings stay", async () => {
    const filed = await here.inReview(releaseId);
    const { oncd, ostp, commerce, defense } = here.people;
    await here.tell.position(filed.caseId, oncd, "CONCUR_WITH_CONDITIONS", { conditions: [users(10)] });
    for (const each of [ostp, commerce]) await here.tell.position(filed.caseId, each);
    await here.tell.position(filed.caseId, defense, "OBJECT", { reason: "DIVERSION_RISK" });
    const conditionId = (await kit.conditionsOf(filed.caseId))["At most 10."];
    const ruling = { conditionId, drops: false, newWording: users(50), reason: "They are more." };
    done(await here.decide((await here.disputeOf(filed.caseId)).id, 1, "APPROVE", { rulings: [ruling] }));
    await here.timePasses(filed.caseId);
    await here.tell.countersigned(filed.caseId, here.people.commerce2);
    expect(await kit.access(filed, { namedUsers: 50 }, releaseId)).toMatchObject({ allowed: true });
    expect(await kit.access(filed, { namedUsers: 51 }, releaseId)).toMatchObject({ allowed: false });
    const asked = `{ conditionChanges(first: 1) { nodes { status reason condition { text } newCondition { text } } } }`;
    expect((await here.people.auditor.ask(asked)).conditionChanges.nodes).toEqual([
      {
        status: "RULED",
        reason: "They are more.",
        condition: { text: "At most 10." },
        newCondition: { text: "At most 50." },
      },
    ]);
  });

  it("where a LIMIT and the conditions can't both be met the authorization stays ACTIVE and is not effective, with the reason", async () => {
    const where = { kind: "USER_JURISDICTIONS", allowed: ["US"] };
    const { authorizationId } = await kit.approved([{ text: "Here.", predicate: where }], releaseId);
    await here.tell.directive(releaseId, { effect: "LIMIT", limits: [{ ...where, allowed: ["CA"] }] });
    const asked = "query A($id: ID!) { authorization(id: $id) { status effective ineffectiveBecause { code } } }";
    expect((await here.people.auditor.ask(asked, { id: authorizationId })).authorization).toEqual({
      status: "ACTIVE",
      effective: false,
      ineffectiveBecause: [{ code: "LIMIT_CONTRADICTS_CONDITIONS" }],
    });
  });

  it("when a release is withdrawn the sweeper closes its open cases as WITHDRAWN, coded", async () => {
    const { caseId } = await here.inReview(releaseId);
    done(await here.people.vendor.mutate("withdrawRelease", { releaseId, reason: "Another comes." }));
    await here.swept();
    expect(await here.read(caseId, "status closureReason")).toEqual({
      status: "WITHDRAWN",
      closureReason: "RELEASE_WITHDRAWN",
    });
  });
});
