import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { describeOn } from "../support/describe-on.ts";
import { done } from "../support/story.ts";
import { type AppealKit, appealKit, logs, users } from "./appeal-kit.ts";
import { refusal, type Setting, setting } from "./setting.ts";

const onCase = ["input", "caseId"];
const onAppeal = ["input", "appealId"];

describeOn(["postgres"], "appealing", (kind) => {
  let here: Setting;
  let kit: AppealKit;
  beforeAll(async () => {
    here = await setting(kind);
    kit = appealKit(here);
  });
  beforeEach(async () => {
    kit.start();
    // A phase has places for few partners.
    here.releaseId = await here.release();
  });
  afterAll(() => here?.stop());

  const refusedAppeal = (by: Parameters<AppealKit["appeal"]>[0], ground: string, more: object = {}, as = by.as) =>
    here.refused(as, "appealDecision", { caseId: by.caseId, ground, statement: "So.", ...more });
  const refusedDecision = async (appealId: string, upheld: boolean, more: object = {}, as = here.people.ostp2) => {
    const revision = await kit.revisionOf(appealId);
    return here.refused(as, "decideAppeal", { appealId, revision, upheld, reason: "So.", ...more });
  };
  const state = "status overlays decision { id status outcome basis } dueAt closedAt";

  describe("a denial", () => {
    it("upheld, gives a new proposal that an official who took no part countersigns: the authorization is issued", async () => {
      const case_ = await kit.denied(here.releaseId);
      const { appeal } = done(await kit.appeal(case_, "DENIAL"));
      expect(appeal).toMatchObject({ status: "FILED", ground: "DENIAL", dueAt: "2026-12-23T22:00:00.000Z" });
      expect(await here.read(case_.caseId, "status overlays")).toEqual({
        status: "DENIED",
        overlays: ["UNDER_APPEAL"],
      });
      const { decision } = await kit.upheld(appeal.id);
      expect(decision).toMatchObject({ status: "PROPOSED", outcome: "APPROVE", basis: "APPEAL" });
      expect(await here.read(case_.caseId, `${state} rebuttalDueAt decisions { nodes { status } }`)).toEqual({
        status: "AWAITING_COUNTERSIGNATURE",
        overlays: ["UNDER_APPEAL"],
        decision: { id: decision.id, status: "PROPOSED", outcome: "APPROVE", basis: "APPEAL" },
        // Its time in all counts anew: what was decided once is not overdue since.
        dueAt: "2027-01-08T22:00:00.000Z",
        closedAt: null,
        rebuttalDueAt: null,
        decisions: { nodes: [{ status: "PROPOSED" }, { status: "SUPERSEDED" }] },
      });
      expect(await kit.why(here.people.ostp2.mutate("countersignDecision", await here.signing(case_.caseId)))).toEqual([
        "BLOCKED SIGNED_OWN_POSITION",
      ]);
      const { authorization } = await here.tell.countersigned(case_.caseId, here.people.commerce2);
      expect(authorization.id).toMatch(/^aut_/);
      expect(await kit.access(case_, {}, here.releaseId)).toMatchObject({ allowed: true });
      expect(await here.read(case_.caseId, "status overlays")).toEqual({ status: "APPROVED", overlays: [] });
      expect(await here.entries(appeal.id)).toEqual(["AppealFiled", "AppealUpheld"]);
      expect(await here.entries(case_.decisionId)).toEqual([
        "DecisionProposed",
        "DecisionCountersigned",
        "DecisionSuperseded",
      ]);
    });

    it("rejected, leaves the denial as it stands, and is not appealed a second time", async () => {
      const case_ = await kit.denied(here.releaseId);
      const appealId = await kit.filed(case_, "DENIAL");
      const { appeal, decision } = done(await kit.decide(appealId, false));
      expect(appeal).toMatchObject({ status: "REJECTED", reason: "We looked at all of it.", dueAt: null });
      expect(decision).toBeNull();
      expect(await here.read(case_.caseId, "status overlays decision { id status }")).toEqual({
        status: "DENIED",
        overlays: [],
        decision: { id: case_.decisionId, status: "COUNTERSIGNED" },
      });
      expect(await refusedAppeal(case_, "DENIAL")).toEqual([
        refusal("ALREADY_DONE", { field: onCase, blockers: ["ALREADY_APPEALED"] }),
      ]);
      expect(await refusedDecision(appealId, true)).toEqual([
        refusal("ILLEGAL_TRANSITION", {
          field: onAppeal,
          from: "REJECTED",
          attempted: "uphold",
          blockers: ["NOT_FILED"],
        }),
        refusal("BLOCKED", { field: onAppeal, blockers: ["TOOK_PART"] }),
      ]);
    });

    it("is appealed until the policy's last day, and not a day late", async () => {
      const case_ = await kit.denied(here.releaseId);
      // Thirty-three business days after 16 December, with Christmas, New Year and Martin Luther King's birthday between.
      here.clock.set("2027-02-04T22:00:00.000Z");
      expect((await case_.as.ask(`{ application(id: "${case_.caseId}") { viewerCanAppeal } }`)).application).toEqual({
        viewerCanAppeal: false,
      });
      expect(await refusedAppeal(case_, "DENIAL")).toEqual([
        refusal("BLOCKED", { field: onCase, blockers: ["APPEAL_TIME_OVER"] }),
      ]);
      here.clock.set("2027-02-04T21:59:59.999Z");
      expect((await case_.as.ask(`{ application(id: "${case_.caseId}") { viewerCanAppeal } }`)).application).toEqual({
        viewerCanAppeal: true,
      });
      done(await kit.appeal(case_, "DENIAL"));
    });

    it("may carry rulings on the conditions that the panel proposed", async () => {
      kit.start();
      const filed = await here.inReview(here.releaseId);
      const { oncd, ostp, commerce, defense } = here.people;
      await here.tell.position(filed.caseId, commerce, "CONCUR_WITH_CONDITIONS", { conditions: [users(10), logs(30)] });
      for (const each of [oncd, ostp])
        await here.tell.position(filed.caseId, each, "OBJECT", { reason: "DIVERSION_RISK" });
      await here.tell.position(filed.caseId, defense);
      here.clock.set("2026-12-16T22:00:00.000Z");
      await here.tell.countersigned(filed.caseId);
      const appealId = await kit.filed(filed, "DENIAL");
      const conditions = await kit.conditionsOf(filed.caseId);
      const rulings = [{ conditionId: conditions["30 days."], drops: true, reason: "It logs nothing." }];
      const { decision } = await kit.upheld(appealId, { rulings });
      expect(decision.conditions.nodes).toEqual([{ text: "At most 10." }]);
    });

    it("is not upheld while the applicant's later application for the same is open, and is rejected all the same", async () => {
      const case_ = await kit.denied(here.releaseId);
      const appealId = await kit.filed(case_, "DENIAL");
      await here.submitted(here.releaseId, case_);
      expect(await refusedDecision(appealId, true)).toEqual([
        refusal("BLOCKED", { field: onAppeal, blockers: ["ANOTHER_CASE_OPEN"] }),
      ]);
      done(await kit.decide(appealId, false));
    });

    it("of a phase advance is its vendor's to appeal, and its approval moves the release", async () => {
      const releaseId = await here.release();
      const caseId = await here.tell.requestedAdvance(releaseId);
      const { commerce, oncd, ostp, defense, vendor } = here.people;
      done(await commerce.mutate("acceptPhaseAdvance", { phaseAdvanceId: caseId, revision: 1 }));
      for (const each of [oncd, ostp]) {
        await here.tell.position(caseId, each, "OBJECT", { reason: "INSUFFICIENT_SAFEGUARDS" });
      }
      for (const each of [commerce, defense]) await here.tell.position(caseId, each);
      here.clock.set("2026-12-16T22:00:00.000Z");
      await here.tell.countersigned(caseId);
      const filed = { as: vendor, org: "example-labs", partnerId: "", caseId };
      const partner = (await here.applicant()).as;
      expect((await refusedAppeal(filed, "DENIAL", {}, partner)).map(({ code }) => code)).toEqual(["NOT_FOUND"]);
      await kit.upheld(await kit.filed(filed, "DENIAL"));
      const { release } = await here.tell.countersigned(caseId, here.people.commerce2);
      expect(release.phase).toBe("EXPANDED_PREVIEW");
    });
  });

  describe("single conditions", () => {
    const rulings = (conditions: Readonly<Record<string, string>>, to: object = users(50)) => [
      { conditionId: conditions["At most 10."], drops: false, newWording: to, reason: "Ten are too few." },
    ];

    it("upheld, gives an approval whose conditions are as ruled; meanwhile the authorization stands as it was", async () => {
      const case_ = await kit.approved(undefined, here.releaseId);
      const use = { namedUsers: 40, logRetentionDays: 30 };
      const { appeal } = done(
        await kit.appeal(case_, "CONDITIONS", { conditionIds: [case_.conditions["At most 10."]] }),
      );
      expect(appeal.conditions.nodes).toEqual([{ text: "At most 10." }]);
      const { decision } = await kit.upheld(appeal.id, { rulings: rulings(case_.conditions) });
      expect(decision.conditions.nodes.map(({ text }: { text: string }) => text).sort()).toEqual([
        "30 days.",
        "At most 50.",
      ]);
      expect(await here.read(case_.caseId, "status overlays")).toEqual({
        status: "AWAITING_COUNTERSIGNATURE",
        overlays: ["UNDER_APPEAL"],
      });
      // In force until the new one is signed, under the wording that was signed.
      expect(await kit.access(case_, { ...use, namedUsers: 10 }, here.releaseId)).toMatchObject({ allowed: true });
      expect(await kit.access(case_, use, here.releaseId)).toMatchObject({
        allowed: false,
        reasons: ["CONDITION_NOT_MET"],
      });
      const { authorization } = await here.tell.countersigned(case_.caseId, here.people.commerce2);
      expect(authorization.id).toBe(case_.authorizationId);
      expect(await kit.access(case_, use, here.releaseId)).toEqual({
        allowed: true,
        reasons: [],
        held: case_.authorizationId,
      });
      expect(await here.entries(case_.authorizationId)).toEqual([
        "AuthorizationIssued",
        "AuthorizationConditionsChanged",
      ]);
    });

    it("keep both wordings and the reason: the applicant reads them once they are signed, officials at once", async () => {
      const case_ = await kit.approved(undefined, here.releaseId);
      const conditionId = case_.conditions["At most 10."] as string;
      const appealId = await kit.filed(case_, "CONDITIONS", { conditionIds: [conditionId] });
      await kit.upheld(appealId, { rulings: rulings(case_.conditions) });
      const asked = `query C($id: ID!) { node(id: $id) { ... on Condition { text changes { nodes {
        status text reason newCondition { text replaces { text } } decision { basis status } withheld { field } } } } } }`;
      const read = async (as: typeof case_.as) => (await as.ask(asked, { id: conditionId })).node;
      const ruled = {
        status: "RULED",
        text: "At most 50.",
        newCondition: { text: "At most 50.", replaces: { text: "At most 10." } },
      };
      expect(await read(here.people.oncd)).toMatchObject({
        text: "At most 10.",
        changes: {
          nodes: [{ ...ruled, reason: "Ten are too few.", decision: { basis: "APPEAL", status: "PROPOSED" } }],
        },
      });
      expect(await read(case_.as)).toEqual({ text: "At most 10.", changes: { nodes: [] } });
      await here.tell.countersigned(case_.caseId, here.people.commerce2);
      for (const as of [case_.as, here.people.vendor]) {
        const [change] = (await read(as)).changes.nodes;
        expect(change).toMatchObject({ ...ruled, reason: null, decision: { status: "COUNTERSIGNED" } });
        expect(change.withheld).toContainEqual({ field: "reason" });
      }
    });

    it("are named by the applicant, and ruled on: nothing else is", async () => {
      const case_ = await kit.approved(undefined, here.releaseId);
      const field = ["input", "conditionIds"];
      const invalid = (blocker: string) => [refusal("INVALID_INPUT", { field, blockers: [blocker] })];
      expect(await refusedAppeal(case_, "CONDITIONS")).toEqual(invalid("CONDITIONS_REQUIRED"));
      const other = (await kit.approved(undefined, here.releaseId)).conditions["At most 10."];
      expect(await refusedAppeal(case_, "CONDITIONS", { conditionIds: [other] })).toEqual(
        invalid("CONDITION_NOT_IN_FORCE"),
      );
      expect(await refusedAppeal(case_, "MISSED_DEADLINE", { conditionIds: [other] })).toEqual([
        refusal("ILLEGAL_TRANSITION", {
          field: onCase,
          from: "APPROVED",
          attempted: "appeal",
          blockers: ["NOT_AWAITED"],
        }),
        ...invalid("CONDITIONS_NOT_ALLOWED"),
      ]);
      const appealId = await kit.filed(case_, "CONDITIONS", { conditionIds: [case_.conditions["At most 10."]] });
      const ruled = (blocker: string) => [
        refusal("INVALID_INPUT", { field: ["input", "rulings"], blockers: [blocker] }),
      ];
      expect(await refusedDecision(appealId, true)).toEqual(ruled("RULINGS_REQUIRED"));
      const beside = [{ conditionId: case_.conditions["30 days."], drops: true, reason: "So." }];
      expect(await refusedDecision(appealId, true, { rulings: beside })).toEqual(ruled("CONDITION_NOT_APPEALED"));
      expect(await refusedDecision(appealId, false, { rulings: rulings(case_.conditions) })).toEqual(
        ruled("RULINGS_NOT_ALLOWED"),
      );
      const same = rulings(case_.conditions, users(10));
      expect(await refusedDecision(appealId, true, { rulings: same })).toEqual([
        refusal("INVALID_INPUT", { field: ["input", "rulings", "0", "newWording"], blockers: ["UNCHANGED"] }),
      ]);
    });

    it("bind nobody once the authorization has ended", async () => {
      const case_ = await kit.approved(undefined, here.releaseId);
      const conditionIds = [case_.conditions["At most 10."]];
      const appealId = await kit.filed(case_, "CONDITIONS", { conditionIds });
      done(await case_.as.mutate("surrenderAuthorization", { authorizationId: case_.authorizationId }));
      expect(await refusedDecision(appealId, true, { rulings: rulings(case_.conditions) })).toEqual([
        refusal("BLOCKED", { field: onAppeal, blockers: ["AUTHORIZATION_ENDED"] }),
      ]);
      done(await kit.decide(appealId, false));
    });

    it("refused their countersignature, go to the ladder; the authorization stands as it was", async () => {
      const case_ = await kit.approved(undefined, here.releaseId);
      const appealId = await kit.filed(case_, "CONDITIONS", { conditionIds: [case_.conditions["At most 10."]] });
      await kit.upheld(appealId, { rulings: rulings(case_.conditions) });
      const signing = await here.signing(case_.caseId);
      done(await here.people.commerce2.mutate("refuseCountersignature", { ...signing, reason: "RECORD_INCOMPLETE" }));
      expect(await here.read(case_.caseId, "status disputes { nodes { cause } }")).toEqual({
        status: "IN_DISPUTE",
        disputes: { nodes: [{ cause: "COUNTERSIGNATURE_REFUSED" }] },
      });
      expect(await kit.access(case_, { namedUsers: 10, logRetentionDays: 30 }, here.releaseId)).toMatchObject({
        allowed: true,
      });
    });
  });

  describe("a missed deadline", () => {
    it("of a case that was never referred refers it", async () => {
      kit.start();
      const filed = await here.submitted(here.releaseId);
      expect(await refusedAppeal(filed, "MISSED_DEADLINE")).toEqual([
        refusal("BLOCKED", { field: onCase, blockers: ["NOT_OVERDUE"] }),
      ]);
      here.clock.set("2026-11-25T22:00:00.000Z");
      expect(await refusedAppeal(filed, "MISSED_DEADLINE")).toHaveLength(1);
      here.clock.set("2026-11-25T22:00:00.001Z");
      const { appeal, decision } = await kit.upheld(await kit.filed(filed, "MISSED_DEADLINE"));
      expect({ status: appeal.status, decision }).toEqual({ status: "UPHELD", decision: null });
      expect(await here.read(filed.caseId, "status overlays referrals { totalCount }")).toEqual({
        status: "IN_REVIEW",
        overlays: [],
        referrals: { totalCount: 4 },
      });
    });

    it("of the panel gives an approval with the conditions that were proposed", async () => {
      kit.start();
      const filed = await here.inReview(here.releaseId);
      await here.tell.position(filed.caseId, here.people.oncd, "CONCUR_WITH_CONDITIONS", { conditions: [users(10)] });
      here.clock.set("2026-12-15T22:00:00.001Z");
      const { decision } = await kit.upheld(await kit.filed(filed, "MISSED_DEADLINE"));
      expect(decision).toMatchObject({
        outcome: "APPROVE",
        basis: "APPEAL",
        conditions: { nodes: [{ text: "At most 10." }] },
      });
      await here.tell.countersigned(filed.caseId, here.people.commerce2);
      expect(await here.read(filed.caseId, "status")).toEqual({ status: "APPROVED" });
    });

    it("of the ladder ends the dispute", async () => {
      kit.start();
      const filed = await here.inReview(here.releaseId);
      await here.tell.position(filed.caseId, here.people.oncd, "OBJECT", { reason: "DIVERSION_RISK" });
      for (const each of ["ostp", "commerce", "defense"] as const)
        await here.tell.position(filed.caseId, here.people[each]);
      here.clock.set("2026-12-15T22:00:00.001Z");
      await kit.upheld(await kit.filed(filed, "MISSED_DEADLINE"));
      expect(await here.read(filed.caseId, "status disputes { nodes { status } }")).toEqual({
        status: "AWAITING_COUNTERSIGNATURE",
        disputes: { nodes: [{ status: "RESOLVED" }] },
      });
    });

    it("ends with the decision that comes before its own, so that this can be appealed", async () => {
      const filed = await kit.overdue();
      const appealId = await kit.filed(filed, "MISSED_DEADLINE");
      await here.tell.everyoneConcurs(filed.caseId);
      expect(await here.entries(appealId)).toEqual(["AppealFiled"]);
      await here.tell.countersigned(filed.caseId);
      const asked = "query A($id: ID!) { appeal(id: $id) { status } }";
      expect(await filed.as.ask(asked, { id: appealId })).toEqual({ appeal: { status: "CLOSED" } });
      expect(await here.entries(appealId)).toEqual(["AppealFiled", "AppealClosed"]);
    });

    it("is upheld also where something was proposed meanwhile: it stands in no later appeal's way for good", async () => {
      const approved = await kit.overdue();
      const denied = await here.inReview(await here.release());
      here.clock.passDays(30);
      const appeals = [await kit.filed(approved, "MISSED_DEADLINE"), await kit.filed(denied, "MISSED_DEADLINE")];
      await here.tell.position(approved.caseId, here.people.oncd, "CONCUR_WITH_CONDITIONS", {
        conditions: [users(10)],
      });
      for (const each of ["ostp", "commerce", "defense"] as const) {
        await here.tell.position(approved.caseId, here.people[each]);
      }
      for (const each of ["oncd", "ostp"] as const) {
        await here.tell.position(denied.caseId, here.people[each], "OBJECT", { reason: "DIVERSION_RISK" });
      }
      for (const each of ["commerce", "defense"] as const) await here.tell.position(denied.caseId, here.people[each]);
      expect(await here.read(denied.caseId, "status")).toEqual({ status: "INTENT_TO_DENY" });
      for (const appealId of appeals) {
        const { decision } = await kit.upheld(appealId);
        expect(decision).toMatchObject({ status: "PROPOSED", outcome: "APPROVE", basis: "APPEAL" });
      }
      const carried = await here.read(approved.caseId, "status decision { conditions { nodes { text } } }");
      expect(carried).toEqual({
        status: "AWAITING_COUNTERSIGNATURE",
        decision: { conditions: { nodes: [{ text: "At most 10." }] } },
      });
      for (const { caseId } of [approved, denied]) await here.tell.countersigned(caseId, here.people.commerce2);
    });

    it("that nobody decides in time shows as overdue, and decides nothing", async () => {
      const filed = await kit.overdue();
      const appealId = await kit.filed(filed, "MISSED_DEADLINE");
      const list = "{ appeals(first: 100, filter: { overdue: true }) { nodes { id overdue } } }";
      const overdue = async () => (await here.people.oncd.ask(list)).appeals.nodes.map(({ id }: { id: string }) => id);
      expect(await overdue()).not.toContain(appealId);
      here.clock.passDays(30);
      expect(await overdue()).toContain(appealId);
      expect(await here.read(filed.caseId, "status")).toEqual({ status: "IN_REVIEW" });
    });

    it("ends with the application that is withdrawn", async () => {
      const filed = await kit.overdue();
      const appealId = await kit.filed(filed, "MISSED_DEADLINE");
      done(await filed.as.mutate("withdrawApplication", { applicationId: filed.caseId }));
      expect(await here.entries(appealId)).toEqual(["AppealFiled", "AppealClosed"]);
    });
  });

  describe("a case that an appeal reopened", () => {
    it("takes no position, amendment or withdrawal until it is decided again", async () => {
      const case_ = await kit.denied(here.releaseId);
      await kit.upheld(await kit.filed(case_, "DENIAL"));
      const { caseId, as } = case_;
      const position = { caseId, revision: 1, kind: "CONCUR" };
      const reopened = (field: string) => [
        refusal("BLOCKED", { field: ["input", field], blockers: ["CASE_REOPENED"] }),
      ];
      expect(await here.refused(here.people.oncd, "recordPosition", position)).toEqual(reopened("caseId"));
      expect(await here.refused(as, "withdrawApplication", { applicationId: caseId })).toEqual(
        reopened("applicationId"),
      );
      const amendment = { applicationId: caseId, revision: 1, namedUsers: 3 };
      expect(await here.refused(as, "amendApplication", amendment)).toEqual(reopened("applicationId"));
      const viewer = `{ node(id: "${caseId}") { ... on Application { viewerCanRecordPosition } } }`;
      expect((await here.people.oncd.ask(viewer)).node).toEqual({ viewerCanRecordPosition: false });
    });

    it("is signed under what every approval is signed under: admission, directives, a place", async () => {
      const releaseId = await here.releaseUnder({
        phases: { LIMITED_PREVIEW: { partnerCap: 1, authorizationRequired: true } },
      });
      const case_ = await kit.denied(releaseId);
      await kit.upheld(await kit.filed(case_, "DENIAL"));
      await here.tell.directive(releaseId);
      const partnerId = case_.partnerId;
      const measure = { partnerId, reason: "DIVERSION", legalBasis: "Test" };
      done(await here.people.commerce.mutate("suspendPartner", measure));
      const signing = await here.signing(case_.caseId);
      expect(await kit.why(here.people.commerce2.mutate("countersignDecision", signing))).toEqual([
        "BLOCKED RELEASE_NOT_IN_FORCE",
        "BLOCKED PARTNER_NOT_ADMITTED",
      ]);
    });
  });

  describe("who may", () => {
    it("is the applicant alone, once at a time, and not where there is nothing to appeal", async () => {
      const filed = await here.inReview(here.releaseId);
      expect(await refusedAppeal(filed, "DENIAL")).toEqual([
        refusal("ILLEGAL_TRANSITION", {
          field: onCase,
          from: "IN_REVIEW",
          attempted: "appeal",
          blockers: ["NOT_DENIED"],
        }),
      ]);
      const denied = await kit.denied(here.releaseId);
      expect(await refusedAppeal(denied, "DENIAL", {}, here.people.vendor)).toEqual([
        refusal("BLOCKED", { field: onCase, blockers: ["NOT_YOUR_ORGANISATION"] }),
      ]);
      expect((await refusedAppeal(denied, "DENIAL", {}, filed.as)).map(({ code }) => code)).toEqual(["NOT_FOUND"]);
      await kit.filed(denied, "DENIAL");
      expect(await refusedAppeal(denied, "DENIAL")).toEqual([
        refusal("ALREADY_DONE", { field: onCase, blockers: ["ALREADY_APPEALED"] }),
        refusal("DUPLICATE", { field: onCase, blockers: ["APPEAL_OPEN"] }),
      ]);
    });

    it("is an official who took no part, by a position, a signature or a refusal", async () => {
      const filed = await here.denialIntended(here.releaseId);
      here.clock.set("2026-12-16T22:00:00.000Z");
      const signing = await here.signing(filed.caseId);
      const { defense2, oncd, oncd2, ostp2 } = here.people;
      done(await defense2.mutate("refuseCountersignature", { ...signing, reason: "RECORD_INCOMPLETE" }));
      done(await filed.as.mutate("amendApplication", { applicationId: filed.caseId, revision: 1, namedUsers: 3 }));
      for (const name of ["oncd", "ostp", "commerce", "defense"] as const) {
        await here.tell.position(filed.caseId, here.people[name], "OBJECT", { reason: "DIVERSION_RISK" });
      }
      here.clock.set("2027-03-01T22:00:00.000Z");
      await here.tell.countersigned(filed.caseId);
      const appealId = await kit.filed(filed, "DENIAL");
      const asked = "query A($id: ID!) { appeal(id: $id) { viewerCanDecideAppeal } }";
      for (const who of [oncd, oncd2, defense2]) {
        expect((await who.ask(asked, { id: appealId })).appeal.viewerCanDecideAppeal).toBe(false);
        expect(await refusedDecision(appealId, false, {}, who)).toEqual([
          refusal("BLOCKED", { field: onAppeal, blockers: ["TOOK_PART"] }),
        ]);
      }
      expect((await ostp2.ask(asked, { id: appealId })).appeal.viewerCanDecideAppeal).toBe(true);
      done(await kit.decide(appealId, false));
    });

    it("is of an agency with a seat on the case's panel, and speaks of the case's revision", async () => {
      const filed = await here.inReview(await here.releaseWithoutDefense());
      const { oncd, ostp, commerce, defense2, commerce2 } = here.people;
      for (const each of [oncd, ostp]) {
        await here.tell.position(filed.caseId, each, "OBJECT", { reason: "DIVERSION_RISK" });
      }
      await here.tell.position(filed.caseId, commerce);
      here.clock.set("2026-12-16T22:00:00.000Z");
      await here.tell.countersigned(filed.caseId);
      const appealId = await kit.filed(filed, "DENIAL");
      const asked = "query A($id: ID!) { appeal(id: $id) { viewerCanDecideAppeal } }";
      expect((await defense2.ask(asked, { id: appealId })).appeal.viewerCanDecideAppeal).toBe(false);
      expect(await refusedDecision(appealId, true, {}, defense2)).toEqual([
        refusal("BLOCKED", { field: onAppeal, blockers: ["AGENCY_HAS_NO_SEAT"] }),
      ]);
      expect((await commerce2.ask(asked, { id: appealId })).appeal.viewerCanDecideAppeal).toBe(true);
      expect(await refusedDecision(appealId, true, { revision: 2 }, commerce2)).toEqual([
        refusal("STALE_REVISION", { field: ["input", "revision"] }),
      ]);
      done(await kit.decide(appealId, true, {}, commerce2));
    });

    it("sees the appeal: the applicant without who decided it, officials whole, the release's vendor not at all", async () => {
      const denied = await kit.denied(here.releaseId);
      const appealId = await kit.filed(denied, "DENIAL");
      done(await kit.decide(appealId, false));
      const asked = `query A($id: ID!) { appeal(id: $id) { statement reason decidedBy decidedAgency withheld { field } }
        appeals(first: 100) { nodes { id } } }`;
      const listed = ({ appeals }: { appeals: { nodes: { id: string }[] } }) => appeals.nodes.map(({ id }) => id);
      const own = await denied.as.ask(asked, { id: appealId });
      expect(own.appeal).toMatchObject({ reason: "We looked at all of it.", decidedBy: null, decidedAgency: null });
      expect(own.appeal.withheld).toEqual([{ field: "decidedBy" }, { field: "decidedAgency" }]);
      expect(listed(own)).toEqual([appealId]);
      const official = await here.people.defense.ask(asked, { id: appealId });
      expect(official.appeal).toMatchObject({ decidedBy: "test|ostp-2", decidedAgency: "OSTP", withheld: [] });
      for (const as of [here.people.vendor, (await here.applicant()).as, here.people.everyone]) {
        const other = await as.ask(asked, { id: appealId });
        expect(other.appeal).toBeNull();
        expect(listed(other)).not.toContain(appealId);
      }
    });
  });
});

describeOn(["postgres"], "appeals at the same time", (kind) => {
  let here: Setting;
  let kit: AppealKit;
  beforeAll(async () => {
    here = await setting(kind);
    kit = appealKit(here);
  });
  afterAll(() => here?.stop());

  it("are one: of two filed at once the other hears of it", async () => {
    const denied = await kit.denied();
    const came = await Promise.all([kit.appeal(denied, "DENIAL"), kit.appeal(denied, "DENIAL")]);
    const refused = came.filter(({ refusals }) => refusals.length > 0);
    expect(refused).toHaveLength(1);
    expect(refused[0].refusals.map(({ code }: { code: string }) => code)).toEqual(["ALREADY_DONE", "DUPLICATE"]);
    expect((await here.read(denied.caseId, "appeals { totalCount }")).appeals.totalCount).toBe(1);
  });

  it("are decided once: of two officials at once the other hears that it is", async () => {
    const denied = await kit.denied();
    const appealId = await kit.filed(denied, "DENIAL");
    const came = await Promise.all([
      kit.decide(appealId, true, {}, here.people.ostp2),
      kit.decide(appealId, false, {}, here.people.defense2),
    ]);
    const refused = came.filter(({ refusals }) => refusals.length > 0);
    expect(refused).toHaveLength(1);
    expect(refused[0].refusals[0]).toMatchObject({ code: "ILLEGAL_TRANSITION", blockers: ["NOT_FILED"] });
    const { status } = await here.read(denied.caseId, "status");
    expect(status).toBe(came[0].refusals.length === 0 ? "AWAITING_COUNTERSIGNATURE" : "DENIED");
  });
});
