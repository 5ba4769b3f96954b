import "reflect-metadata";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sweep } from "../../src/decisions/clocks/sweep.ts";
import { describeOn } from "../support/describe-on.ts";
import type { Caller } from "../support/graph.ts";
import { done } from "../support/story.ts";
import { type AppealKit, appealKit, logs, users } from "./appeal-kit.ts";
import { refusal, type Setting, setting } from "./setting.ts";
import { stopping } from "./stopping.ts";

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
  const appealableUntil = async (caseId: string, as = here.people.auditor) => {
    const asked = "query D($id: ID!) { node(id: $id) { ... on Application { decision { appealableUntil } } } }";
    return (await as.ask(asked, { id: caseId })).node.decision.appealableUntil;
  };
  /** A programme, applications under it before the panel and denied, and Commerce's revoking it. */
  const underProgramme = async () => {
    const { tell, people } = here;
    kit.start();
    const programmeId = await tell.programme();
    const inReview = async () => {
      const applicant = await here.applicant();
      await tell.enrolment(programmeId, applicant.org);
      return here.inReview(here.releaseId, applicant, { programmeId });
    };
    const denied = async () => {
      kit.start();
      const filed = await inReview();
      for (const each of [people.oncd, people.ostp, people.commerce, people.defense]) {
        await tell.position(filed.caseId, each, "OBJECT", { reason: "DIVERSION_RISK" });
      }
      here.clock.set("2026-12-16T22:00:00.000Z");
      await tell.countersigned(filed.caseId);
      return filed;
    };
    const why = { programmeId, reason: "BREACH_OF_CONDITIONS", legalBasis: "A test." };
    const revoke = async () => done(await people.commerce.mutate("revokeProgramme", why));
    return { inReview, denied, revoke };
  };
  const swept = async () => expect((await sweep(here.graph.services)).failed).toEqual([]);
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

    it("says until when it may be appealed, to whoever brought it and officials; an appeal of it, or the wait for its signature, leaves nothing to say", async () => {
      kit.start();
      const filed = await here.denialIntended(here.releaseId);
      expect(await appealableUntil(filed.caseId)).toBeNull();
      here.clock.set("2026-12-16T22:00:00.000Z");
      await here.tell.countersigned(filed.caseId);
      for (const as of [filed.as, here.people.defense]) {
        expect(await appealableUntil(filed.caseId, as)).toBe("2027-02-04T22:00:00.000Z");
      }
      here.clock.set("2027-02-05T15:00:00.000Z");
      expect(await appealableUntil(filed.caseId)).toBe("2027-02-04T22:00:00.000Z");
      here.clock.set("2027-02-04T15:00:00.000Z");
      done(await kit.appeal(filed, "DENIAL"));
      expect(await appealableUntil(filed.caseId)).toBeNull();
    });

    it("looks to the release's vendor as it did when it is appealed, and so does what falls due about it", async () => {
      const shown = `query C($id: ID!) {
        node(id: $id) { ... on Application { overlays decision { appealableUntil withheld { field because } } } }
        explainDeadline(caseId: $id) { deadlines { kind } withheld { field because } } }`;
      const { vendor } = here.people;
      for (const ground of ["DENIAL", "CONDITIONS"] as const) {
        const case_ =
          ground === "DENIAL" ? await kit.denied(here.releaseId) : await kit.approved([users(10)], here.releaseId);
        const conditionIds = Object.values("conditions" in case_ ? case_.conditions : {});
        const before = await vendor.ask(shown, { id: case_.caseId });
        const { decision, overlays } = before.node;
        expect(overlays).toEqual([]);
        expect(decision.appealableUntil).toBeNull();
        expect(decision.withheld).toContainEqual({ field: "appealableUntil", because: "OF_THE_APPLICANT" });
        expect(before.explainDeadline).toEqual({
          deadlines: [],
          withheld: [
            { field: "deadlines", because: "PANEL_DELIBERATION" },
            { field: "deadlines", because: "OF_THE_APPLICANT" },
          ],
        });
        done(await kit.appeal(case_, ground, ground === "DENIAL" ? {} : { conditionIds }));
        expect(await vendor.ask(shown, { id: case_.caseId })).toEqual(before);
        for (const as of [case_.as, here.people.defense, here.people.auditor]) {
          expect((await as.ask(shown, { id: case_.caseId })).node.overlays).toEqual(["UNDER_APPEAL"]);
        }
      }
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

    it("is not upheld while the applicant holds what it asked for by a later application, and is once that has ended", async () => {
      const case_ = await kit.denied(here.releaseId);
      const appealId = await kit.filed(case_, "DENIAL");
      const { authorizationId } = await here.tell.authorization(here.releaseId, { as: case_.as });
      expect(await kit.why(kit.decide(appealId, true))).toEqual(["BLOCKED AUTHORIZATION_HELD"]);
      expect(await here.read(case_.caseId, "status")).toEqual({ status: "DENIED" });
      done(await case_.as.mutate("surrenderAuthorization", { authorizationId }));
      await kit.upheld(appealId);
      await here.tell.countersigned(case_.caseId, here.people.commerce2);
    });

    /** A renewal that was denied, with the authorization that it would replace. */
    async function deniedRenewal() {
      const held = await kit.approved([users(10)], here.releaseId);
      const content = { replacesAuthorizationId: held.authorizationId };
      const renewal = await here.inReview(here.releaseId, held, content);
      for (const name of ["oncd", "ostp", "commerce", "defense"] as const) {
        await here.tell.position(renewal.caseId, here.people[name], "OBJECT", { reason: "DIVERSION_RISK" });
      }
      here.clock.set("2026-12-16T22:00:00.000Z");
      await here.tell.countersigned(renewal.caseId);
      return { held, renewal };
    }
    async function appealedRenewal() {
      const { held, renewal } = await deniedRenewal();
      return { held, renewal, appealId: await kit.filed(renewal, "DENIAL") };
    }
    const surrender = async ({ as, authorizationId }: { as: Caller; authorizationId: string }) =>
      done(await as.mutate("surrenderAuthorization", { authorizationId }));

    it("of a renewal is not upheld once what it would replace was ended: whoever wants access applies anew", async () => {
      const { held, appealId } = await appealedRenewal();
      await surrender(held);
      expect(await kit.why(kit.decide(appealId, true))).toEqual(["BLOCKED REPLACED_AUTHORIZATION_ENDED"]);
      done(await kit.decide(appealId, false));
      await here.submitted(here.releaseId, held);
    });

    it("of a renewal, upheld, closes with what it would replace where that is ended before the signature", async () => {
      const { held, renewal, appealId } = await appealedRenewal();
      await kit.upheld(appealId);
      await swept();
      expect(await here.read(renewal.caseId, "status")).toEqual({ status: "AWAITING_COUNTERSIGNATURE" });
      await surrender(held);
      const signing = await here.signing(renewal.caseId);
      expect(await kit.why(here.people.commerce2.mutate("countersignDecision", signing))).toEqual([
        "BLOCKED REPLACED_AUTHORIZATION_ENDED",
      ]);
      await swept();
      expect(await here.read(renewal.caseId, "status closureReason decision { id } overlays")).toEqual({
        status: "WITHDRAWN",
        closureReason: "AUTHORIZATION_ENDED",
        decision: null,
        overlays: [],
      });
      const anew = await here.awaiting(here.releaseId, held);
      // The denial that the appeal overturned is no precedent for it: only the approval of what was held is.
      const asked = "query P($id: ID!) { precedents(applicationId: $id, first: 50) { nodes { application { id } } } }";
      const { nodes } = (await here.people.oncd.ask(asked, { id: anew.caseId })).precedents;
      const like = nodes.map(({ application }: { application: { id: string } }) => application.id);
      expect(like).toContain(held.caseId);
      expect(like).not.toContain(renewal.caseId);
    });

    it("of a renewal of what was ended is not appealed, and shows no date until when it could be", async () => {
      const { held, renewal } = await deniedRenewal();
      expect(await appealableUntil(renewal.caseId, renewal.as)).toBe("2027-02-04T22:00:00.000Z");
      await surrender(held);
      expect(await refusedAppeal(renewal, "DENIAL")).toEqual([
        refusal("BLOCKED", { field: onCase, blockers: ["REPLACED_AUTHORIZATION_ENDED"] }),
      ]);
      expect(await appealableUntil(renewal.caseId, renewal.as)).toBeNull();
    });

    it("under a programme that Commerce revokes is not upheld, and not appealed any more", async () => {
      const { denied, revoke } = await underProgramme();
      const [appealed, unheard] = [await denied(), await denied()];
      const appealId = await kit.filed(appealed, "DENIAL");
      expect(await appealableUntil(unheard.caseId, unheard.as)).not.toBeNull();
      await revoke();
      expect(await refusedDecision(appealId, true)).toEqual([
        refusal("BLOCKED", { field: onAppeal, blockers: ["PROGRAMME_REVOKED"] }),
      ]);
      done(await kit.decide(appealId, false));
      await here.submitted(here.releaseId, appealed);
      expect(await refusedAppeal(unheard, "DENIAL")).toEqual([
        refusal("BLOCKED", { field: onCase, blockers: ["PROGRAMME_REVOKED"] }),
      ]);
      expect(await appealableUntil(unheard.caseId, unheard.as)).toBeNull();
    });

    it("under a programme, upheld, closes where Commerce revokes that before the signature, and makes room for another", async () => {
      const { denied, revoke } = await underProgramme();
      const { caseId, ...by } = await denied();
      await kit.upheld(await kit.filed({ caseId, ...by }, "DENIAL"));
      await swept();
      expect(await here.read(caseId, "status")).toEqual({ status: "AWAITING_COUNTERSIGNATURE" });
      await revoke();
      const signing = await here.signing(caseId);
      expect(await kit.why(here.people.commerce2.mutate("countersignDecision", signing))).toEqual([
        "BLOCKED PROGRAMME_REVOKED",
      ]);
      await swept();
      expect(await here.read(caseId, "status closureReason decision { id } overlays")).toEqual({
        status: "WITHDRAWN",
        closureReason: "PROGRAMME_REVOKED",
        decision: null,
        overlays: [],
      });
      expect(await here.entries(caseId)).toContain("CaseClosedWithProgramme");
      await here.submitted(here.releaseId, by);
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

    /** Changes ONCD's condition with its consent; without a wording it falls. */
    const changed = async (conditionId: string | undefined, newWording: object | null) => {
      const wish = {
        conditionId,
        drops: newWording === null,
        ...(newWording && { newWording }),
        reason: "Too strict.",
      };
      const { ostp, oncd } = here.people;
      const asked = done(await ostp.mutate("proposeConditionChange", wish, "conditionChange { id }"));
      const answer = { changeId: asked.conditionChange.id, consent: true, reason: "We agree." };
      done(await oncd.mutate("consentToConditionChange", answer));
    };

    it("are ruled on as they read now, where they were reworded by consent since", async () => {
      const case_ = await kit.approved(undefined, here.releaseId);
      const appealed = case_.conditions["At most 10."];
      const appealId = await kit.filed(case_, "CONDITIONS", { conditionIds: [appealed] });
      await changed(appealed, users(20));
      const now = await kit.conditionsOf(case_.caseId);
      const old = [{ conditionId: appealed, drops: false, newWording: users(50), reason: "Ten are too few." }];
      expect(await refusedDecision(appealId, true, { rulings: old })).toEqual([
        refusal("INVALID_INPUT", { field: ["input", "rulings", "0", "conditionId"], blockers: ["NOT_CARRIED"] }),
      ]);
      const standing = [{ ...old[0], conditionId: now["At most 20."] }];
      const { decision } = await kit.upheld(appealId, { rulings: standing });
      expect(decision.conditions.nodes.map(({ text }: { text: string }) => text).sort()).toEqual([
        "30 days.",
        "At most 50.",
      ]);
    });

    it("that fell by consent since leave nothing to uphold, and that is said", async () => {
      const case_ = await kit.approved(undefined, here.releaseId);
      const appealed = case_.conditions["At most 10."];
      const appealId = await kit.filed(case_, "CONDITIONS", { conditionIds: [appealed] });
      await changed(appealed, null);
      for (const rulings of [[], [{ conditionId: appealed, drops: true, reason: "So." }]]) {
        expect(await refusedDecision(appealId, true, { rulings })).toEqual([
          refusal("BLOCKED", { field: onAppeal, blockers: ["CONDITIONS_FELL"] }),
        ]);
      }
      done(await kit.decide(appealId, false));
    });

    it("may be appealed until a date that the decision says, while one of them binds somebody", async () => {
      // The policy's 33 business days from 23 November: Thanksgiving, Christmas and New Year's Day are none.
      const until = "2027-01-12T22:00:00.000Z";
      const case_ = await kit.approved([users(10)], here.releaseId);
      expect(await appealableUntil(case_.caseId)).toBe(until);
      const free = await here.awaiting(here.releaseId);
      await here.tell.countersigned(free.caseId);
      expect(await appealableUntil(free.caseId)).toBeNull();
      const surrendered = await kit.approved([users(10)], here.releaseId);
      expect(await appealableUntil(surrendered.caseId)).toBe(until);
      const { as, authorizationId } = surrendered;
      done(await as.mutate("surrenderAuthorization", { authorizationId }));
      expect(await appealableUntil(surrendered.caseId)).toBeNull();
      await changed(case_.conditions["At most 10."], null);
      expect(await appealableUntil(case_.caseId)).toBeNull();
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
    const silence = ({ caseId }: { caseId: string }) => ({ caseId, ground: "MISSED_DEADLINE", statement: "Decide." });

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

    it("of the panel is appealed though it announces a denial after all; one that it announced in time is an answer", async () => {
      const late = await kit.overdue();
      kit.start();
      const inTime = await here.denialIntended(await here.release());
      here.clock.set("2026-12-15T22:00:00.001Z");
      for (const each of ["oncd", "ostp", "commerce", "defense"] as const) {
        await here.tell.position(late.caseId, here.people[each], "OBJECT", { reason: "DIVERSION_RISK" });
      }
      for (const { caseId } of [late, inTime]) {
        expect(await here.read(caseId, "status dueAt")).toEqual({
          status: "INTENT_TO_DENY",
          dueAt: "2026-12-15T22:00:00.000Z",
        });
      }
      const { appeal } = done(await late.as.mutate("appealDecision", silence(late), "appeal { id missed }"));
      expect(appeal.missed).toBe("DECISION_IN_ALL");
      expect(await refusedAppeal(inTime, "MISSED_DEADLINE")).toEqual([
        refusal("BLOCKED", { field: onCase, blockers: ["NOT_OVERDUE"] }),
      ]);
      const { decision } = await kit.upheld(appeal.id);
      expect(decision).toMatchObject({ outcome: "APPROVE", basis: "APPEAL" });
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

    it("is neither upheld nor rejected while the case's clock is stopped", async () => {
      const filed = await kit.overdue();
      const appealId = await kit.filed(filed, "MISSED_DEADLINE");
      const { release, hold } = stopping(here);
      const mayDecide = async () => {
        const asked = "query A($id: ID!) { appeal(id: $id) { status viewerCanDecideAppeal } }";
        return (await here.people.ostp2.ask(asked, { id: appealId })).appeal;
      };
      expect(await mayDecide()).toEqual({ status: "FILED", viewerCanDecideAppeal: true });
      const { id } = await hold(filed.caseId);
      for (const upheld of [true, false]) {
        expect(await refusedDecision(appealId, upheld)).toEqual([
          refusal("BLOCKED", { field: onAppeal, blockers: ["CLOCK_STOPPED"] }),
        ]);
      }
      expect(await mayDecide()).toEqual({ status: "FILED", viewerCanDecideAppeal: false });
      await release(id);
      done(await kit.decide(appealId, false));
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

    const measure = { reason: "DIVERSION", legalBasis: "A test." };
    it.each<[string, (of: Awaited<ReturnType<AppealKit["approved"]>>) => Promise<unknown>]>([
      [
        "is revoked",
        async ({ authorizationId }) =>
          done(await here.people.commerce.mutate("revokeAuthorization", { authorizationId, ...measure })),
      ],
      [
        "is surrendered",
        async ({ as, authorizationId }) => done(await as.mutate("surrenderAuthorization", { authorizationId })),
      ],
      ["has run out", async () => here.clock.passDays(200)],
    ])("ends without a decision when its authorization %s, and makes room for another", async (_, end) => {
      const case_ = await kit.approved(undefined, here.releaseId);
      const { caseId, as, org, partnerId } = case_;
      const appealId = await kit.filed(case_, "CONDITIONS", { conditionIds: [case_.conditions["At most 10."]] });
      const { decision } = await kit.upheld(appealId, {
        rulings: [{ conditionId: case_.conditions["At most 10."], drops: true, reason: "So." }],
      });
      await swept();
      expect(await here.read(caseId, "status")).toEqual({ status: "AWAITING_COUNTERSIGNATURE" });
      await end(case_);
      const signing = await here.signing(caseId);
      expect(await here.refused(here.people.commerce2, "countersignDecision", signing)).toContainEqual(
        refusal("BLOCKED", { field: ["input", "decisionId"], blockers: ["AUTHORIZATION_ENDED"] }),
      );
      await swept();
      expect(await here.read(caseId, "status closureReason closedAt dueAt decision { id }")).toEqual({
        status: "WITHDRAWN",
        closureReason: "AUTHORIZATION_ENDED",
        closedAt: here.clock.fixed?.toISOString(),
        dueAt: null,
        decision: null,
      });
      expect(await here.entries(decision.id)).toEqual(["DecisionProposed", "DecisionVoided"]);
      expect((await here.entries(caseId)).filter((type) => type === "CaseClosedWithAuthorization")).toHaveLength(1);
      const told = "query L($id: ID!) { changes(filter: { subjectId: $id }) { nodes { type } } }";
      expect((await as.ask(told, { id: caseId })).changes.nodes).toContainEqual({
        type: "CaseClosedWithAuthorization",
      });
      const anew = await here.awaiting(here.releaseId, { as, org, partnerId });
      expect(await here.read(anew.caseId, "status")).toEqual({ status: "AWAITING_COUNTERSIGNATURE" });
    });

    it("is signed also where the programme was revoked since: what it gave goes on, under the conditions as ruled", async () => {
      const { inReview, revoke } = await underProgramme();
      const { oncd, ostp, commerce, defense, commerce2 } = here.people;
      const filed = await inReview();
      await here.tell.position(filed.caseId, oncd, "CONCUR_WITH_CONDITIONS", { conditions: [users(10)] });
      for (const each of [ostp, commerce, defense]) await here.tell.position(filed.caseId, each);
      const { authorization } = await here.tell.countersigned(filed.caseId);
      await revoke();
      const conditionId = (await kit.conditionsOf(filed.caseId))["At most 10."];
      const appealId = await kit.filed(filed, "CONDITIONS", { conditionIds: [conditionId] });
      await kit.upheld(appealId, { rulings: [{ conditionId, drops: true, reason: "So." }] });
      await swept();
      await here.tell.countersigned(filed.caseId, commerce2);
      expect(await here.read(filed.caseId, "status")).toEqual({ status: "APPROVED" });
      const effect = "query A($id: ID!) { authorization(id: $id) { effective } }";
      expect((await here.people.auditor.ask(effect, { id: authorization.id })).authorization.effective).toBe(true);
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
