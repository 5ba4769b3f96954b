import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PanelSeat } from "../../src/rules/policy.ts";
import { embeddedWhenWhole } from "../support/breadth.ts";
import { describeOn } from "../support/describe-on.ts";
import { type Setting, setting } from "./setting.ts";

type View = "CONCUR" | "NO_EQUITY" | "OBJECT";
type Views = Record<"oncd" | "ostp" | "commerce" | "defense", View>;
const everyoneConcurs: Views = { oncd: "CONCUR", ostp: "CONCUR", commerce: "CONCUR", defense: "CONCUR" };
const decision = "decision { id status outcome basis reasons caseRevision legalBasis conditions { nodes { text } } }";
const disputes = "disputes { nodes { status cause level caseRevision closedAt } }";
const read = `status rebuttalDueAt ${decision} ${disputes} decisions { nodes { id status outcome closedAt } }`;

describeOn(["postgres", ...embeddedWhenWhole], "what the panel's positions come to", (kind) => {
  let here: Setting;
  beforeAll(async () => {
    here = await setting(kind);
  });
  afterAll(() => here?.stop());

  const say = (caseId: string, agency: keyof Views, view: View, reason = "DIVERSION_RISK") =>
    here.tell.position(caseId, here.people[agency], view, view === "OBJECT" ? { reason } : {});
  const hear = async (caseId: string, views: Partial<Views>) => {
    for (const [agency, view] of Object.entries(views)) await say(caseId, agency as keyof Views, view);
    return here.read(caseId, read);
  };
  const underPanel = (panel: PanelSeat[]) => here.releaseUnder({ panel });

  it("proposes nothing until the last seat is heard, and then to approve", async () => {
    const { caseId, as } = await here.inReview();
    const waiting = await hear(caseId, { oncd: "CONCUR", ostp: "CONCUR", commerce: "CONCUR" });
    expect(waiting).toMatchObject({ status: "IN_REVIEW", decision: null, decisions: { nodes: [] } });
    const heard = await hear(caseId, { defense: "CONCUR" });
    expect(heard).toMatchObject({
      status: "AWAITING_COUNTERSIGNATURE",
      decision: { status: "PROPOSED", outcome: "APPROVE", basis: "PANEL", reasons: [], caseRevision: 1 },
      disputes: { nodes: [] },
    });
    expect(heard.decision.legalBasis).toContain("voluntary");
    expect(await here.entries(heard.decision.id)).toEqual(["DecisionProposed"]);
    // What is proposed is the panel's until it is countersigned.
    const asked = "query P($id: ID!) { application(id: $id) { status decision { id } decisions { totalCount } } }";
    for (const reader of [as, here.people.vendor]) {
      const { application } = await reader.ask(asked, { id: caseId });
      expect(application).toEqual({ status: heard.status, decision: null, decisions: { totalCount: 0 } });
    }
  });

  describe("under the expedited policy", () => {
    it.each<[string, Partial<Views>, string, string | null]>([
      ["deemable seats without an equity", { commerce: "NO_EQUITY", defense: "NO_EQUITY" }, "approve", null],
      ["a required seat without an equity", { ostp: "NO_EQUITY" }, "dispute", "REQUIRED_SEAT_DID_NOT_CONCUR"],
      ["a deemable seat's objection", { defense: "OBJECT" }, "dispute", "OBJECTION"],
      ["one required seat's objection", { oncd: "OBJECT" }, "dispute", "OBJECTION"],
      ["every deemable seat's objection", { commerce: "OBJECT", defense: "OBJECT" }, "dispute", "OBJECTION"],
      ["an objection beside no equity", { oncd: "OBJECT", ostp: "NO_EQUITY" }, "dispute", "OBJECTION"],
      ["both required seats' objections", { oncd: "OBJECT", ostp: "OBJECT" }, "deny", null],
    ])("makes of %s what the rules say", async (_, views, outcome, cause) => {
      const { caseId } = await here.inReview();
      const heard = await hear(caseId, { ...everyoneConcurs, ...views });
      if (outcome === "dispute") {
        expect(heard).toMatchObject({ status: "IN_DISPUTE", decision: null, rebuttalDueAt: null });
        expect(heard.disputes.nodes).toEqual([{ status: "OPEN", cause, level: 1, caseRevision: 1, closedAt: null }]);
      } else {
        const status = outcome === "deny" ? "INTENT_TO_DENY" : "AWAITING_COUNTERSIGNATURE";
        expect(heard).toMatchObject({ status, disputes: { nodes: [] } });
        expect(heard.decision.outcome).toBe(outcome === "deny" ? "DENY" : "APPROVE");
      }
    });
  });

  it("gives an intended denial its reasons, and sixteen business days to rebut", async () => {
    here.clock.set("2026-11-23T15:00:00Z");
    const { caseId, as } = await here.denialIntended();
    expect(await here.read(caseId, read)).toMatchObject({
      status: "INTENT_TO_DENY",
      rebuttalDueAt: "2026-12-16T22:00:00.000Z",
      decision: { outcome: "DENY", status: "PROPOSED", reasons: ["DIVERSION_RISK", "END_USE_CONCERN"] },
    });
    const { application } = await as.ask("query P($id: ID!) { application(id: $id) { status rebuttalDueAt } }", {
      id: caseId,
    });
    expect(application).toEqual({ status: "INTENT_TO_DENY", rebuttalDueAt: "2026-12-16T22:00:00.000Z" });
    here.clock.fixed = null;
  });

  describe("on a panel without a required seat", () => {
    it.each<[string, Views, string]>([
      [
        "every seat's objection",
        { oncd: "OBJECT", ostp: "OBJECT", commerce: "OBJECT", defense: "OBJECT" },
        "INTENT_TO_DENY",
      ],
      ["one objection", { ...everyoneConcurs, ostp: "OBJECT" }, "IN_DISPUTE"],
      [
        "no equity anywhere",
        { oncd: "NO_EQUITY", ostp: "NO_EQUITY", commerce: "NO_EQUITY", defense: "NO_EQUITY" },
        "AWAITING_COUNTERSIGNATURE",
      ],
    ])("makes of %s what the rules say", async (_, views, status) => {
      const releaseId = await here.release("LIMITED_PREVIEW", "eo12981");
      const { caseId } = await here.inReview(releaseId);
      expect((await hear(caseId, views)).status).toBe(status);
    });
  });

  it("waits for a consulted seat, and opens no dispute over its objection", async () => {
    const releaseId = await underPanel([
      { agency: "ONCD", seat: "REQUIRED" },
      { agency: "DEFENSE", seat: "CONSULTED" },
    ]);
    const { caseId } = await here.inReview(releaseId);
    expect((await hear(caseId, { oncd: "CONCUR" })).status).toBe("IN_REVIEW");
    const heard = await hear(caseId, { defense: "OBJECT" });
    expect(heard).toMatchObject({ status: "AWAITING_COUNTERSIGNATURE", decision: { outcome: "APPROVE" } });
    const { positions } = await here.read(caseId, "positions { nodes { agency kind reason } }");
    expect(positions.nodes).toContainEqual({ agency: "DEFENSE", kind: "OBJECT", reason: "DIVERSION_RISK" });
  });

  it("carries the union of the conditions of the positions that count", async () => {
    const { caseId } = await here.inReview();
    const { people } = here;
    const condition = (text: string, max: number) => ({ text, predicate: { kind: "NAMED_USERS_AT_MOST", max } });
    const under = (as: typeof people.oncd, ...conditions: object[]) =>
      here.tell.position(caseId, as, "CONCUR_WITH_CONDITIONS", { conditions });
    await under(people.oncd, condition("Taken back by ONCD.", 1));
    await under(people.oncd, condition("At most 40.", 40), condition("At most 30.", 30));
    await under(people.ostp, condition("At most 40.", 40), condition("At most 40, says OSTP.", 40));
    await under(people.commerce, condition("Taken back by Commerce.", 2));
    await here.tell.position(caseId, people.commerce, "CONCUR");
    await under(people.defense, { text: "Report each month.", predicate: { kind: "REPORT_EVERY_DAYS", days: 31 } });
    const heard = await here.read(caseId, read);
    const texts = heard.decision.conditions.nodes.map(({ text }: { text: string }) => text);
    expect(texts.sort()).toEqual(["At most 30.", "At most 40, says OSTP.", "At most 40.", "Report each month."]);
  });

  it("voids a proposal when another position comes before the countersignature, and keeps it readable", async () => {
    const { caseId } = await here.awaiting();
    const [first] = (await here.read(caseId, read)).decisions.nodes;
    expect(first).toMatchObject({ status: "PROPOSED", closedAt: null });
    await say(caseId, "defense", "NO_EQUITY");
    const again = await here.read(caseId, read);
    expect(again.status).toBe("AWAITING_COUNTERSIGNATURE");
    expect(again.decision.id).not.toBe(first.id);
    expect(again.decisions.nodes).toHaveLength(2);
    expect(again.decisions.nodes).toContainEqual({ ...first, status: "VOID", closedAt: expect.any(String) });

    await say(caseId, "defense", "OBJECT");
    const disputed = await here.read(caseId, read);
    expect(disputed).toMatchObject({ status: "IN_DISPUTE", decision: null });
    expect(disputed.decisions.nodes.map(({ status }: { status: string }) => status)).toEqual(["VOID", "VOID"]);
    expect(await here.entries(first.id)).toEqual(["DecisionProposed", "DecisionVoided"]);
  });

  it("takes an intent to deny back when a position no longer carries it", async () => {
    const { caseId } = await here.denialIntended();
    await say(caseId, "ostp", "CONCUR");
    const disputed = await here.read(caseId, read);
    expect(disputed).toMatchObject({ status: "IN_DISPUTE", rebuttalDueAt: null, decision: null });
    await say(caseId, "oncd", "CONCUR");
    const agreed = await here.read(caseId, read);
    expect(agreed).toMatchObject({
      status: "AWAITING_COUNTERSIGNATURE",
      decision: { outcome: "APPROVE", reasons: [] },
    });
    expect(agreed.disputes.nodes).toMatchObject([{ status: "RESOLVED", closedAt: expect.any(String) }]);
  });

  it("ends a dispute over positions when they agree, and opens another when they part again", async () => {
    const { caseId } = await here.inReview();
    await hear(caseId, { ...everyoneConcurs, defense: "OBJECT" });
    // Another view that changes nothing leaves the one dispute open.
    await say(caseId, "commerce", "OBJECT");
    expect((await here.read(caseId, read)).disputes.nodes).toHaveLength(1);
    await say(caseId, "commerce", "CONCUR");
    await say(caseId, "defense", "CONCUR");
    await say(caseId, "oncd", "NO_EQUITY");
    expect(await here.read(caseId, read)).toMatchObject({
      status: "IN_DISPUTE",
      disputes: {
        nodes: [
          { status: "OPEN", cause: "REQUIRED_SEAT_DID_NOT_CONCUR" },
          { status: "RESOLVED", cause: "OBJECTION" },
        ],
      },
    });
  });

  it("leaves a dispute over a refused countersignature to the ladder, whatever positions come", async () => {
    const { caseId } = await here.awaiting();
    const refuse = { ...(await here.signing(caseId)), reason: "RECORD_INCOMPLETE" };
    await here.people.oncd2.mutate("refuseCountersignature", refuse);
    await hear(caseId, everyoneConcurs);
    expect(await here.read(caseId, read)).toMatchObject({
      status: "IN_DISPUTE",
      decision: null,
      disputes: { nodes: [{ status: "OPEN", cause: "COUNTERSIGNATURE_REFUSED" }] },
    });
  });

  it("tells the applicant and the vendor where the case stands, and of the panel's work nothing", async () => {
    const { caseId, as } = await here.denialIntended();
    await say(caseId, "ostp", "CONCUR");
    await say(caseId, "oncd", "CONCUR");
    const asked =
      "{ changes(first: 100, orderBy: SEQUENCE_DESC) { nodes { type subjectType subjectId actorAgency } } }";
    type Change = { type: string; subjectType: string; subjectId: string; actorAgency: string | null };
    for (const reader of [as, here.people.vendor]) {
      const nodes = (await reader.ask(asked)).changes.nodes as Change[];
      const seen = nodes.filter(({ subjectId }) => subjectId === caseId).map(({ type }) => type);
      expect(seen.reverse()).toEqual([
        "ApplicationSubmitted",
        "ApplicationAccepted",
        "CaseStatusChanged",
        "CaseStatusChanged",
        "CaseStatusChanged",
      ]);
      const kinds = new Set(nodes.map(({ subjectType }) => subjectType));
      for (const hidden of ["Position", "Referral", "Dispute", "Condition"]) expect(kinds).not.toContain(hidden);
      expect(nodes.filter(({ actorAgency }) => actorAgency !== null)).toEqual([]);
    }
  });
});
