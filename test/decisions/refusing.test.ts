import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeOn } from "../support/describe-on.ts";
import type { Caller } from "../support/graph.ts";
import { done } from "../support/story.ts";
import { refusal, type Setting, setting } from "./setting.ts";

const field = ["input", "decisionId"];
const shown =
  "decision { id status refusedBy refusalReason refusalNote closedAt countersignedAt } case { id __typename }";
const notStanding = (from: string) =>
  refusal("ILLEGAL_TRANSITION", { field, from, attempted: "refuse", blockers: ["NOT_STANDING"] });
const disputes = "disputes { nodes { cause status level caseRevision } }";

describeOn(["postgres"], "refusing a countersignature", (kind) => {
  let here: Setting;
  beforeAll(async () => {
    here = await setting(kind);
  });
  afterAll(() => here?.stop());

  const refuse = async (caseId: string, rest: object = {}, as: Caller = here.people.oncd2) =>
    as.mutate(
      "refuseCountersignature",
      { ...(await here.signing(caseId)), reason: "RECORD_INCOMPLETE", ...rest },
      shown,
    );
  const refused = async (caseId: string, rest: object = {}, as: Caller = here.people.oncd2) =>
    here.refused(as, "refuseCountersignature", {
      ...(await here.signing(caseId)),
      reason: "RECORD_INCOMPLETE",
      ...rest,
    });

  it("ends the proposal with a coded reason, and opens a dispute at the first level", async () => {
    const { caseId } = await here.awaiting();
    const payload = done(await refuse(caseId, { reason: "CONDITIONS_INSUFFICIENT", note: "Name the users." }));
    expect(payload).toMatchObject({
      case: { id: caseId, __typename: "Application" },
      decision: {
        status: "REFUSED",
        refusedBy: "test|oncd-2",
        refusalReason: "CONDITIONS_INSUFFICIENT",
        refusalNote: "Name the users.",
        closedAt: expect.any(String),
        countersignedAt: null,
      },
    });
    expect(await here.read(caseId, `status decision { id } ${disputes}`)).toEqual({
      status: "IN_DISPUTE",
      decision: null,
      disputes: { nodes: [{ cause: "COUNTERSIGNATURE_REFUSED", status: "OPEN", level: 1, caseRevision: 1 }] },
    });
    expect(await here.entries(payload.decision.id)).toEqual(["DecisionProposed", "CountersignatureRefused"]);
  });

  it("shows the applicant and the vendor the dispute, and neither the decision nor who refused it", async () => {
    const { caseId, as } = await here.awaiting();
    const { decision } = done(await refuse(caseId, { note: "Between officials." }));
    const asked =
      "query D($id: ID!, $case: ID!) { decision(id: $id) { id } node(id: $id) { id } application(id: $case) { status } }";
    for (const reader of [as, here.people.vendor]) {
      expect(await reader.ask(asked, { id: decision.id, case: caseId })).toEqual({
        decision: null,
        node: null,
        application: { status: "IN_DISPUTE" },
      });
      const changes = "query L($id: ID!) { changes(filter: { subjectId: $id }) { nodes { type } } }";
      expect((await reader.ask(changes, { id: decision.id })).changes.nodes).toEqual([]);
    }
  });

  it("gives the first answer again for the same key", async () => {
    const { caseId } = await here.awaiting();
    const input = { ...(await here.signing(caseId)), reason: "NEW_INFORMATION", idempotencyKey: "refuse-it-only-once" };
    const first = done(await here.people.ostp2.mutate("refuseCountersignature", input, shown));
    expect(await here.people.ostp2.mutate("refuseCountersignature", input, shown)).toEqual(first);
    expect((await here.read(caseId, "disputes { totalCount }")).disputes.totalCount).toBe(1);
  });

  it("is possible for an intended denial once the time to rebut is over, and gives the case a window of its own again", async () => {
    here.clock.set("2026-11-23T15:00:00Z");
    const { caseId, as } = await here.denialIntended();
    expect(await refused(caseId)).toEqual([refusal("BLOCKED", { field, blockers: ["REBUTTAL_WINDOW_OPEN"] })]);
    here.clock.set("2026-12-16T22:00:00Z");
    done(await refuse(caseId));
    expect(await here.read(caseId, `status rebuttalDueAt ${disputes}`)).toMatchObject({
      status: "IN_DISPUTE",
      rebuttalDueAt: null,
      disputes: { nodes: [{ cause: "COUNTERSIGNATURE_REFUSED", status: "OPEN" }] },
    });
    expect((await here.entries(caseId)).slice(-3)).toEqual(["RebuttalEnded", "CaseDisputed", "CaseStatusChanged"]);
    // Amended, the case is heard anew, and a second denial is intended anew.
    done(await as.mutate("amendApplication", { applicationId: caseId, revision: 1, namedUsers: 3 }));
    for (const agency of ["oncd", "ostp", "commerce", "defense"] as const) {
      await here.tell.position(caseId, here.people[agency], "OBJECT", { reason: "DIVERSION_RISK" });
    }
    expect(await here.read(caseId, "status rebuttalDueAt")).toEqual({
      status: "INTENT_TO_DENY",
      rebuttalDueAt: "2027-01-11T22:00:00.000Z",
    });
    here.clock.fixed = null;
  });

  it("opens a dispute over a phase advance too", async () => {
    const releaseId = await here.release("LIMITED_PREVIEW");
    const caseId = await here.tell.requestedAdvance(releaseId);
    done(await here.people.commerce.mutate("acceptPhaseAdvance", { phaseAdvanceId: caseId, revision: 1 }));
    await here.tell.everyoneConcurs(caseId);
    expect(done(await refuse(caseId)).case).toEqual({ id: caseId, __typename: "PhaseAdvance" });
    expect((await here.read(caseId, "status")).status).toBe("IN_DISPUTE");
  });

  it("needs neither a release in force, nor an admitted partner, nor a place", async () => {
    const phases = { LIMITED_PREVIEW: { partnerCap: 1, authorizationRequired: true } };
    const releaseId = await here.releaseUnder({ phases });
    await here.authorized(releaseId);
    const { caseId, partnerId } = await here.awaiting(releaseId);
    await here.tell.directive(releaseId);
    done(await here.people.commerce.mutate("barPartner", { partnerId, reason: "LISTED_PARTY", legalBasis: "Test" }));
    done(await refuse(caseId));
  });

  describe("is itself refused", () => {
    it("to the official who took a position, and to an agency that does not countersign", async () => {
      const { caseId } = await here.awaiting(await here.release("LIMITED_PREVIEW", "eo12981"));
      expect(await refused(caseId, {}, here.people.oncd)).toEqual([
        refusal("BLOCKED", { field, blockers: ["SIGNED_OWN_POSITION"] }),
      ]);
      expect(await refused(caseId, {}, here.people.ostp2)).toEqual([
        refusal("BLOCKED", { field, blockers: ["AGENCY_NOT_A_COUNTERSIGNER"] }),
      ]);
    });

    it("for another revision, for what is no decision, and on a withdrawn release", async () => {
      const releaseId = await here.release();
      const { caseId } = await here.awaiting(releaseId);
      expect(await refused(caseId, { revision: 3 })).toEqual([
        refusal("STALE_REVISION", { field: ["input", "revision"] }),
      ]);
      expect(await refused(caseId, { decisionId: caseId })).toEqual([refusal("NOT_FOUND", { field })]);
      done(await here.people.vendor.mutate("withdrawRelease", { releaseId, reason: "Superseded." }));
      expect(await refused(caseId)).toEqual([refusal("BLOCKED", { field, blockers: ["RELEASE_WITHDRAWN"] })]);
    });

    it("where nothing awaits a countersignature, and says from which state", async () => {
      const approved = await here.authorized();
      expect(await refused(approved.caseId)).toEqual([notStanding("COUNTERSIGNED")]);
      const { caseId } = await here.awaiting();
      const input = await here.signing(caseId);
      done(await refuse(caseId));
      expect(
        await here.refused(here.people.ostp2, "refuseCountersignature", { ...input, reason: "NEW_INFORMATION" }),
      ).toEqual([
        refusal("ILLEGAL_TRANSITION", {
          field,
          from: "IN_DISPUTE",
          attempted: "refuse",
          blockers: ["CASE_IN_DISPUTE"],
        }),
        notStanding("REFUSED"),
      ]);
    });

    it.each([
      ["no note", { note: "" }],
      ["a note too long", { note: "x".repeat(2001) }],
      ["a reason that there is not", { reason: "BECAUSE" }],
    ])("with %s, as bad input", async (_, rest) => {
      const { caseId } = await here.awaiting();
      const input = {
        ...(await here.signing(caseId)),
        reason: "NEW_INFORMATION",
        idempotencyKey: "a-fresh-key",
        ...rest,
      };
      const document =
        "mutation M($input: RefuseCountersignatureInput!) { refuseCountersignature(input: $input) { refusals { code } } }";
      expect((await here.people.oncd2.send(document, { input })).errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
      expect((await here.tell.decisionOf(caseId)).status).toBe("PROPOSED");
    });
  });
});
