import "reflect-metadata";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sweep } from "../../src/decisions/clocks/sweep.ts";
import { describeOn } from "../support/describe-on.ts";
import type { Caller } from "../support/graph.ts";
import { done } from "../support/story.ts";
import { type AppealKit, appealKit, logs, users } from "./appeal-kit.ts";
import { refusal, type Setting, setting } from "./setting.ts";

const onCondition = ["input", "conditionId"];
const onChange = ["input", "changeId"];
const shown = "conditionChange { id status drops text reason } ";
const answered = `${shown} condition { id text proposedBy replaces { text } } authorization { id }`;

describeOn(["postgres"], "changing a condition", (kind) => {
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

  const wish = (conditionId: string | undefined, to: object | null) => ({
    conditionId,
    drops: to === null,
    ...(to && { newWording: to }),
    reason: "It proved too strict.",
  });
  const ask = async (conditionId: string | undefined, to: object | null, as: Caller = here.people.ostp) =>
    as.mutate("proposeConditionChange", wish(conditionId, to), shown);
  const asked = async (conditionId: string | undefined, to: object | null, as?: Caller): Promise<string> =>
    done(await ask(conditionId, to, as)).conditionChange.id;
  const answer = async (changeId: string, consent = true, as: Caller = here.people.oncd) =>
    as.mutate("consentToConditionChange", { changeId, consent, reason: "We agree." }, answered);
  const refusedAsking = (conditionId: string | undefined, to: object | null, as: Caller = here.people.ostp) =>
    here.refused(as, "proposeConditionChange", wish(conditionId, to));
  const refusedAnswer = (changeId: string, as: Caller = here.people.oncd, consent = true) =>
    here.refused(as, "consentToConditionChange", { changeId, consent, reason: "So." });

  it("of an authorization holds at once, with its proposer's consent: checkAccess judges by the new wording", async () => {
    const case_ = await kit.approved(undefined, here.releaseId);
    const use = { namedUsers: 40, logRetentionDays: 30 };
    const changeId = await asked(case_.conditions["At most 10."], users(50));
    expect(await kit.access(case_, use, here.releaseId)).toMatchObject({ allowed: false });
    const given = done(await answer(changeId));
    expect(given).toMatchObject({
      conditionChange: { status: "CONSENTED", drops: false, text: "At most 50.", reason: "It proved too strict." },
      condition: { text: "At most 50.", proposedBy: "ONCD", replaces: { text: "At most 10." } },
      authorization: { id: case_.authorizationId },
    });
    expect(await kit.access(case_, use, here.releaseId)).toEqual({
      allowed: true,
      reasons: [],
      held: case_.authorizationId,
    });
    expect(await here.read(case_.caseId, "status")).toEqual({ status: "APPROVED" });
    const conditions = "query A($id: ID!) { authorization(id: $id) { conditions { nodes { text } } } }";
    const { authorization } = await case_.as.ask(conditions, { id: case_.authorizationId });
    expect(authorization.conditions.nodes.map(({ text }: { text: string }) => text).sort()).toEqual([
      "30 days.",
      "At most 50.",
    ]);
  });

  it("of an authorization is told to those who follow it: the vendor and the partner", async () => {
    const case_ = await kit.approved(undefined, here.releaseId);
    done(await answer(await asked(case_.conditions["At most 10."], null)));
    const changes = `query L($id: ID!) { changes(filter: { subjectId: $id }) { nodes { type } } }`;
    for (const as of [case_.as, here.people.vendor]) {
      expect((await as.ask(changes, { id: case_.authorizationId })).changes.nodes).toEqual([
        { type: "AuthorizationIssued" },
        { type: "AuthorizationConditionsChanged" },
      ]);
    }
    expect(await kit.access(case_, { namedUsers: 5000, logRetentionDays: 30 }, here.releaseId)).toMatchObject({
      allowed: true,
    });
  });

  it("keeps both wordings, the consent and its reasons readable: to its parties without who, and why", async () => {
    const case_ = await kit.approved(undefined, here.releaseId);
    const conditionId = case_.conditions["At most 10."] as string;
    done(await answer(await asked(conditionId, users(50))));
    const read = `query C($id: ID!) { node(id: $id) { ... on Condition { text endedAt changes { nodes {
      status text reason proposedBy proposedAgency answeredBy answerReason newCondition { text } withheld { field } } } } } }`;
    expect((await here.people.auditor.ask(read, { id: conditionId })).node).toMatchObject({
      text: "At most 10.",
      endedAt: expect.any(String),
      changes: {
        nodes: [
          {
            status: "CONSENTED",
            text: "At most 50.",
            reason: "It proved too strict.",
            proposedBy: "test|ostp",
            proposedAgency: "OSTP",
            answeredBy: "test|oncd",
            answerReason: "We agree.",
            newCondition: { text: "At most 50." },
            withheld: [],
          },
        ],
      },
    });
    const { node } = await case_.as.ask(read, { id: conditionId });
    expect(node).toMatchObject({ text: "At most 10.", changes: { nodes: [{ text: "At most 50.", reason: null }] } });
    expect(node.changes.nodes[0].withheld.map(({ field }: { field: string }) => field).sort()).toEqual([
      "answerReason",
      "answeredBy",
      "proposedAgency",
      "proposedBy",
      "reason",
    ]);
  });

  it("refused, leaves the condition as it stands, and may be asked for again", async () => {
    const case_ = await kit.approved(undefined, here.releaseId);
    const conditionId = case_.conditions["At most 10."];
    const changeId = await asked(conditionId, users(50));
    expect(done(await answer(changeId, false))).toMatchObject({
      conditionChange: { status: "REFUSED" },
      condition: null,
      authorization: null,
    });
    expect(await kit.conditionsOf(case_.caseId)).toEqual(case_.conditions);
    expect(await refusedAnswer(changeId)).toEqual([
      refusal("ILLEGAL_TRANSITION", {
        field: onChange,
        from: "REFUSED",
        attempted: "consent",
        blockers: ["NOT_PROPOSED"],
      }),
    ]);
    await asked(conditionId, users(50));
    expect(await refusedAsking(conditionId, users(60))).toEqual([refusal("DUPLICATE", { field: onCondition })]);
  });

  it("is answered by the agency that proposed the condition, and not by who asked", async () => {
    const case_ = await kit.approved(undefined, here.releaseId);
    const changeId = await asked(case_.conditions["At most 10."], users(50), here.people.oncd);
    const blocked = (blocker: string) => [refusal("BLOCKED", { field: onChange, blockers: [blocker] })];
    expect(await refusedAnswer(changeId, here.people.ostp)).toEqual(blocked("NOT_THE_PROPOSER"));
    expect(await refusedAnswer(changeId, here.people.oncd)).toEqual(blocked("ASKED_FOR_IT"));
    const twoAgencies = here.graph.as({ roles: ["oncd"], subject: "test|ostp" });
    expect(await refusedAnswer(changeId, twoAgencies)).toEqual(blocked("SPOKE_FOR_ANOTHER_AGENCY"));
    const can = `query C($id: ID!) { conditionChange(id: $id) { viewerCanConsent } }`;
    const viewer = async (as: Caller) => (await as.ask(can, { id: changeId })).conditionChange.viewerCanConsent;
    expect([await viewer(here.people.ostp), await viewer(here.people.oncd), await viewer(twoAgencies)]).toEqual([
      false,
      false,
      false,
    ]);
    expect(await viewer(here.people.oncd2)).toBe(true);
    const inbox = "{ conditionChanges(first: 100, filter: { awaitingConsentOf: [ONCD] }) { nodes { id } } }";
    const awaiting = async () =>
      (await here.people.oncd2.ask(inbox)).conditionChanges.nodes.map(({ id }: { id: string }) => id);
    expect(await awaiting()).toContain(changeId);
    done(await answer(changeId, true, here.people.oncd2));
    expect(await awaiting()).not.toContain(changeId);
  });

  describe("before the decision", () => {
    it("changes what will be proposed", async () => {
      const filed = await here.inReview(here.releaseId);
      const { oncd, ostp, commerce, defense } = here.people;
      await here.tell.position(filed.caseId, oncd, "CONCUR_WITH_CONDITIONS", { conditions: [users(10)] });
      const { "At most 10.": conditionId } = await kit.conditionsOf(filed.caseId);
      done(await answer(await asked(conditionId, users(50))));
      for (const each of [ostp, commerce, defense]) await here.tell.position(filed.caseId, each);
      expect(await here.read(filed.caseId, "decision { conditions { nodes { text } } }")).toEqual({
        decision: { conditions: { nodes: [{ text: "At most 50." }] } },
      });
    });

    it("puts a proposal anew that carries it: who read the old wording can't sign the new one", async () => {
      const filed = await kit.proposed(undefined, here.releaseId);
      const signing = await here.signing(filed.caseId);
      const conditions = await kit.conditionsOf(filed.caseId);
      // By officials who took no position.
      const changeId = await asked(conditions["At most 10."], users(50), here.people.ostp2);
      done(await answer(changeId, true, here.people.oncd2));
      expect(await kit.why(here.people.commerce2.mutate("countersignDecision", signing))).toEqual([
        "ILLEGAL_TRANSITION NOT_STANDING",
      ]);
      const read = await here.read(
        filed.caseId,
        "status decision { status basis conditions { nodes { text } } } decisions { nodes { status } }",
      );
      expect(read).toMatchObject({
        status: "AWAITING_COUNTERSIGNATURE",
        decision: { status: "PROPOSED", basis: "PANEL" },
        decisions: { nodes: [{ status: "PROPOSED" }, { status: "VOID" }] },
      });
      expect(read.decision.conditions.nodes.map(({ text }: { text: string }) => text).sort()).toEqual([
        "30 days.",
        "At most 50.",
      ]);
      // Its parties hear nothing of it: for them the case stands where it stood.
      const told = `query L($id: ID!) { changes(filter: { subjectId: $id }) { nodes { type } } }`;
      const types = (await filed.as.ask(told, { id: filed.caseId })).changes.nodes;
      expect(types.at(-1)).toEqual({ type: "CaseStatusChanged" });
      expect(types.filter(({ type }: { type: string }) => type === "CaseStatusChanged")).toHaveLength(1);
      // Who asked for the wording and who consented have a hand in it: another signs.
      for (const worded of [here.people.ostp2, here.people.oncd2]) {
        expect(await kit.why(worded.mutate("countersignDecision", await here.signing(filed.caseId)))).toEqual([
          "BLOCKED SIGNED_OWN_POSITION",
        ]);
      }
      await here.tell.countersigned(filed.caseId, here.people.commerce2);
      expect(await kit.access(filed, { namedUsers: 40, logRetentionDays: 30 }, here.releaseId)).toMatchObject({
        allowed: true,
      });
    });

    it("leaves a case without a change that an amendment overtakes", async () => {
      const filed = await here.inReview(here.releaseId);
      await here.tell.position(filed.caseId, here.people.oncd, "CONCUR_WITH_CONDITIONS", { conditions: [users(10)] });
      const { "At most 10.": conditionId } = await kit.conditionsOf(filed.caseId);
      const changeId = await asked(conditionId, users(50));
      done(await filed.as.mutate("amendApplication", { applicationId: filed.caseId, revision: 1, namedUsers: 3 }));
      expect(await here.entries(changeId)).toEqual(["ConditionChangeProposed", "ConditionChangeClosed"]);
      expect(await refusedAnswer(changeId)).toMatchObject([{ code: "ILLEGAL_TRANSITION", from: "CLOSED" }]);
      expect(await refusedAsking(conditionId, users(50))).toEqual([
        refusal("BLOCKED", { field: onCondition, blockers: ["CONDITION_NOT_STANDING"] }),
      ]);
    });
  });

  describe("asked for ends, with its reason and an entry, when", () => {
    const endOf = async (changeId: string) => {
      const asked = "query C($id: ID!) { conditionChange(id: $id) { status closedBecause answeredBy } }";
      const { conditionChange } = await here.people.ostp.ask(asked, { id: changeId });
      expect(conditionChange).toMatchObject({ status: "CLOSED", answeredBy: null });
      expect(await here.entries(changeId)).toEqual(["ConditionChangeProposed", "ConditionChangeClosed"]);
      expect((await refusedAnswer(changeId)).map(({ blockers }) => blockers)).toEqual([["CHANGE_OVER"]]);
      return conditionChange.closedBecause;
    };
    const held = async () => {
      const case_ = await kit.approved(undefined, here.releaseId);
      return { ...case_, changeId: await asked(case_.conditions["At most 10."], users(50)) };
    };
    const measure = { reason: "DIVERSION", legalBasis: "A test." };

    it.each<[string, (of: Awaited<ReturnType<typeof held>>) => Promise<unknown>]>([
      [
        "revoked",
        async ({ authorizationId }) =>
          done(await here.people.commerce.mutate("revokeAuthorization", { authorizationId, ...measure })),
      ],
      [
        "surrendered",
        async ({ as, authorizationId }) => done(await as.mutate("surrenderAuthorization", { authorizationId })),
      ],
      [
        "over",
        async () => {
          here.clock.passDays(400);
          expect((await sweep(here.graph.services)).failed).toEqual([]);
        },
      ],
      [
        "replaced by a renewal",
        async ({ as, org, partnerId, authorizationId }) => {
          const renewal = { replacesAuthorizationId: authorizationId };
          const { caseId } = await here.awaiting(here.releaseId, { as, org, partnerId }, renewal);
          await here.tell.countersigned(caseId);
        },
      ],
    ])("its authorization is %s", async (_, end) => {
      const case_ = await held();
      const { changeId } = case_;
      await end(case_);
      expect(await endOf(changeId)).toBe("AUTHORIZATION_ENDED");
      const own = "{ conditionChanges(first: 100, filter: { askedBy: [OSTP], status: [CLOSED] }) { nodes { id } } }";
      const { nodes } = (await here.people.ostp2.ask(own)).conditionChanges;
      expect(nodes).toContainEqual({ id: changeId });
    });

    it("the approval doesn't carry its condition, and goes on where it does", async () => {
      const filed = await here.inReview(here.releaseId);
      const { oncd, ostp, commerce, defense } = here.people;
      await here.tell.position(filed.caseId, oncd, "CONCUR_WITH_CONDITIONS", { conditions: [users(10)] });
      await here.tell.position(filed.caseId, commerce, "CONCUR_WITH_CONDITIONS", { conditions: [logs(30)] });
      const conditions = await kit.conditionsOf(filed.caseId);
      const dropped = await asked(conditions["At most 10."], users(50));
      const kept = await asked(conditions["30 days."], logs(60));
      for (const each of [oncd, ostp, defense]) await here.tell.position(filed.caseId, each);
      await here.tell.countersigned(filed.caseId);
      expect(await endOf(dropped)).toBe("CONDITION_NOT_CARRIED");
      expect(await here.entries(kept)).toEqual(["ConditionChangeProposed"]);
      done(await answer(kept, true, commerce));
    });

    it("the phase advance is approved", async () => {
      const caseId = await here.tell.requestedAdvance(await here.release());
      done(await here.people.commerce.mutate("acceptPhaseAdvance", { phaseAdvanceId: caseId, revision: 1 }));
      const { oncd, ostp, commerce, defense } = here.people;
      await here.tell.position(caseId, oncd, "CONCUR_WITH_CONDITIONS", { conditions: [users(10)] });
      for (const each of [ostp, commerce, defense]) await here.tell.position(caseId, each);
      const { "At most 10.": conditionId } = await kit.conditionsOf(caseId);
      const changeId = await asked(conditionId, users(50));
      await here.tell.countersigned(caseId);
      expect(await endOf(changeId)).toBe("ADVANCE_APPROVED");
    });

    it("its case is amended or withdrawn, or a ruling names its condition", async () => {
      const proposed = async () => {
        const filed = await here.inReview(await here.release());
        await here.tell.position(filed.caseId, here.people.oncd, "CONCUR_WITH_CONDITIONS", { conditions: [users(10)] });
        const { "At most 10.": conditionId } = await kit.conditionsOf(filed.caseId);
        return { ...filed, changeId: await asked(conditionId, users(50)) };
      };
      const amended = await proposed();
      done(await amended.as.mutate("amendApplication", { applicationId: amended.caseId, revision: 1, namedUsers: 3 }));
      expect(await endOf(amended.changeId)).toBe("REVISION_REPLACED");
      const withdrawn = await proposed();
      done(await withdrawn.as.mutate("withdrawApplication", { applicationId: withdrawn.caseId }));
      expect(await endOf(withdrawn.changeId)).toBe("CASE_CLOSED");
      const ruled = await held();
      const conditionId = ruled.conditions["At most 10."];
      const appealId = await kit.filed(ruled, "CONDITIONS", { conditionIds: [conditionId] });
      await kit.upheld(appealId, { rulings: [{ conditionId, drops: true, reason: "Needless." }] });
      expect(await endOf(ruled.changeId)).toBe("RULED");
    });
  });

  describe("is refused", () => {
    const blocked = (blocker: string, code = "BLOCKED") => [refusal(code, { field: onCondition, blockers: [blocker] })];

    it("for what another wording replaced, and once the authorization has ended", async () => {
      const case_ = await kit.approved(undefined, here.releaseId);
      const conditionId = case_.conditions["At most 10."];
      done(await answer(await asked(conditionId, users(50))));
      expect(await refusedAsking(conditionId, users(60))).toEqual(blocked("CONDITION_NOT_STANDING"));
      const changeId = await asked(case_.conditions["30 days."], null);
      done(await case_.as.mutate("surrenderAuthorization", { authorizationId: case_.authorizationId }));
      expect(await refusedAsking(case_.conditions["30 days."], logs(60))).toEqual(blocked("CONDITION_NOT_STANDING"));
      for (const consent of [true, false]) {
        const attempted = consent ? "consent" : "refuse";
        expect(await refusedAnswer(changeId, here.people.oncd, consent)).toEqual([
          refusal("ILLEGAL_TRANSITION", { field: onChange, from: "CLOSED", attempted, blockers: ["CHANGE_OVER"] }),
        ]);
      }
    });

    it("where two agencies proposed the same: neither gives away what the other asked for", async () => {
      const filed = await here.inReview(here.releaseId);
      for (const name of ["oncd", "ostp"] as const) {
        await here.tell.position(filed.caseId, here.people[name], "CONCUR_WITH_CONDITIONS", {
          conditions: [users(10)],
        });
      }
      const { "At most 10.": conditionId } = await kit.conditionsOf(filed.caseId);
      expect(await refusedAsking(conditionId, users(50))).toEqual(blocked("CONDITION_SHARED"));
      // Once the other proposes it no more, it is its own proposer's.
      await here.tell.position(filed.caseId, here.people.ostp);
      const [{ id }] = (await here.graph.database.query<{ id: string }>(
        "select id from condition where case_id = $1 and proposed_by = 'ONCD'",
        [filed.caseId],
      )) as [{ id: string }];
      await asked(id, users(50));
    });

    it("for a wording that an appeal ruled: only another ruling changes it", async () => {
      const case_ = await kit.approved(undefined, here.releaseId);
      const conditionId = case_.conditions["At most 10."];
      const appealId = await kit.filed(case_, "CONDITIONS", { conditionIds: [conditionId] });
      await kit.upheld(appealId, {
        rulings: [{ conditionId, drops: false, newWording: users(50), reason: "More." }],
      });
      await here.tell.countersigned(case_.caseId, here.people.commerce2);
      const { "At most 50.": ruled } = await kit.conditionsOf(case_.caseId);
      expect(await refusedAsking(ruled, users(60))).toEqual(blocked("CONDITION_RULED"));
      expect(await refusedAsking(conditionId, users(60))).toEqual(blocked("CONDITION_NOT_STANDING"));
    });

    it("by an agency that has no seat on the case's panel", async () => {
      const { caseId } = await here.inReview(await here.releaseWithoutDefense());
      const { oncd, ostp, commerce, defense } = here.people;
      await here.tell.position(caseId, oncd, "CONCUR_WITH_CONDITIONS", { conditions: [users(10)] });
      for (const each of [ostp, commerce]) await here.tell.position(caseId, each);
      await here.tell.countersigned(caseId);
      const conditions = await kit.conditionsOf(caseId);
      expect(await refusedAsking(conditions["At most 10."], users(50), defense)).toEqual(blocked("AGENCY_HAS_NO_SEAT"));
      expect(await asked(conditions["At most 10."], users(50), commerce)).toMatch(/^[a-z]+_/);
    });

    it("for a wording that is the same, none, or one that no use could meet beside the others", async () => {
      const where = (...allowed: string[]) => ({
        text: allowed.join(),
        predicate: { kind: "USER_JURISDICTIONS", allowed },
      });
      const case_ = await kit.approved([users(10), where("US")], here.releaseId);
      const conditionId = case_.conditions["At most 10."];
      expect(await refusedAsking(conditionId, users(10))).toEqual(blocked("UNCHANGED", "INVALID_INPUT"));
      expect(await refusedAsking(conditionId, where("CA"))).toEqual(blocked("CONTRADICTORY", "INVALID_INPUT"));
      const neither = { conditionId, drops: false, reason: "So." };
      expect(await here.refused(here.people.ostp, "proposeConditionChange", neither)).toEqual([
        refusal("INVALID_INPUT", { field: ["input", "newWording"] }),
      ]);
    });
  });

  it("while an appeal of another condition is open, is carried by what the appeal gives", async () => {
    const case_ = await kit.approved(undefined, here.releaseId);
    const conditionId = case_.conditions["At most 10."];
    const appealId = await kit.filed(case_, "CONDITIONS", { conditionIds: [conditionId] });
    const rulings = [{ conditionId, drops: false, newWording: users(50), reason: "More." }];
    const { decision } = await kit.upheld(appealId, { rulings });
    done(await answer(await asked(case_.conditions["30 days."], logs(7))));
    const { appeal } = await here.people.auditor.ask(
      "query A($id: ID!) { appeal(id: $id) { proposal { id status conditions { nodes { text } } } } }",
      { id: appealId },
    );
    expect(appeal.proposal.id).not.toBe(decision.id);
    expect(appeal.proposal.conditions.nodes.map(({ text }: { text: string }) => text).sort()).toEqual([
      "7 days.",
      "At most 50.",
    ]);
    await here.tell.countersigned(case_.caseId, here.people.commerce2);
    const asked_ = `query C($id: ID!) { node(id: $id) { ... on Condition { changes { nodes { status decision { status } } } } } }`;
    expect((await case_.as.ask(asked_, { id: conditionId })).node.changes.nodes).toEqual([
      { status: "RULED", decision: { status: "COUNTERSIGNED" } },
    ]);
    expect(await kit.access(case_, { namedUsers: 40, logRetentionDays: 7 }, here.releaseId)).toMatchObject({
      allowed: true,
    });
  });
});

describeOn(["postgres"], "a consent and a countersignature at the same time", (kind) => {
  let here: Setting;
  let kit: AppealKit;
  beforeAll(async () => {
    here = await setting(kind);
    kit = appealKit(here);
    kit.start();
  });
  afterAll(() => here?.stop());

  it("never give an authorization under a wording that neither signed nor consented to", async () => {
    for (let round = 0; round < 4; round += 1) {
      const filed = await kit.proposed();
      const conditions = await kit.conditionsOf(filed.caseId);
      const wish = { conditionId: conditions["At most 10."], drops: false, newWording: users(50), reason: "More." };
      const { conditionChange } = done(
        await here.people.ostp.mutate("proposeConditionChange", wish, "conditionChange { id }"),
      );
      const consent = { changeId: conditionChange.id, consent: true, reason: "We agree." };
      const [signed, consented] = await Promise.all([
        here.people.oncd2.mutate("countersignDecision", await here.signing(filed.caseId), "authorization { id }"),
        here.people.oncd.mutate("consentToConditionChange", consent, "authorization { id }"),
      ]);
      expect(consented.refusals).toEqual([]);
      const use = { namedUsers: 40, logRetentionDays: 30 };
      if (signed.refusals.length === 0) {
        // The signature came first: the consent changed what it gave.
        expect(consented.authorization).toEqual(signed.authorization);
        expect(await kit.access(filed, use)).toMatchObject({ allowed: true });
        continue;
      }
      expect(signed.refusals[0]).toMatchObject({ code: "ILLEGAL_TRANSITION", blockers: ["NOT_STANDING"] });
      expect(consented.authorization).toBeNull();
      await here.tell.countersigned(filed.caseId);
      expect(await kit.access(filed, use)).toMatchObject({ allowed: true });
    }
  });
});
