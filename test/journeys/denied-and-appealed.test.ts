import { afterAll, beforeAll, expect, it } from "vitest";
import { embeddedWhenWhole } from "../support/breadth.ts";
import { describeOn } from "../support/describe-on.ts";
import { type Journey, journey } from "./kit.ts";

describeOn(["postgres", ...embeddedWhenWhole], "a customer that is denied, rebuts, and appeals", (kind) => {
  let here: Journey;
  let releaseId: string;
  let partnerId: string;
  let caseId: string;
  let rebuttalId: string;
  let appealId: string;

  beforeAll(async () => {
    here = await journey(kind);
    const { tell, people } = here;
    await tell.vendor();
    releaseId = await tell.previewedRelease();
    partnerId = await tell.admittedPartner();
    await tell.admittedPartner({ as: people.partner2, legalName: "Globex Health (fictional)" });
    caseId = await tell.applicationInReview(releaseId);
  });
  afterAll(() => here?.stop());

  const mine = () => here.reads(here.people.partner, "partner/my-application", { id: caseId });
  const proposal = async () => {
    const { id, caseRevision } = await here.tell.decisionOf(caseId);
    return { decisionId: id, revision: caseRevision };
  };

  it("hears of the intent to deny with coded reasons, and not who objected", async () => {
    const { oncd, ostp, commerce, defense, vendor, partner2 } = here.people;
    await here.tell.position(caseId, oncd, "OBJECT", { reason: "END_USE_CONCERN", rationale: "Too wide." });
    await here.tell.position(caseId, ostp, "OBJECT", { reason: "DIVERSION_RISK" });
    for (const each of [commerce, defense]) await here.tell.position(caseId, each);

    const seen = await mine();
    expect(seen).toMatchObject({ status: "INTENT_TO_DENY", viewerCanRebut: true, authorization: null });
    expect(seen.denialReasons.map(({ code }: { code: string }) => code).sort()).toEqual([
      "DIVERSION_RISK",
      "END_USE_CONCERN",
    ]);
    // The policy names agencies to everyone; the case doesn't say which of them objected.
    expect(JSON.stringify({ ...seen, policy: null })).not.toMatch(/Too wide|OSTP|ONCD/);
    const applications = await here.reads(vendor, "vendor/applications");
    expect(applications.nodes).toMatchObject([{ id: caseId, status: "INTENT_TO_DENY" }]);
    expect(await here.reads(partner2, "partner/my-application", { id: caseId })).toBeNull();
  });

  it("isn't denied before it could answer", async () => {
    const { commerce2 } = here.people;
    expect(await here.isRefused(commerce2, "agency/countersign-decision", await proposal())).toEqual([
      "BLOCKED REBUTTAL_WINDOW_OPEN",
    ]);
  });

  it("rebuts it, which nobody else can do for it", async () => {
    const { partner, partner2, vendor, commerce } = here.people;
    const rebuttal = { caseId, revision: 1, statement: "Only alerts of our own networks are triaged." };
    expect(await here.isRefused(partner2, "partner/rebut-intent-to-deny", rebuttal)).toEqual(["NOT_FOUND"]);
    expect(await here.isRefused(vendor, "vendor/rebut-intent-to-deny", rebuttal)).toEqual([
      "BLOCKED NOT_YOUR_ORGANISATION",
    ]);
    expect(await here.mayNot(commerce, "partner/rebut-intent-to-deny", rebuttal)).toBe("FORBIDDEN");
    const filed = await here.does(partner, "partner/rebut-intent-to-deny", rebuttal);
    rebuttalId = filed.rebuttal.id;
    expect((await mine()).rebuttals.nodes).toMatchObject([{ id: rebuttalId, status: "FILED", reason: null }]);
  });

  it("has its rebuttal decided by someone who took no part, and reads the reason", async () => {
    const { ostp, ostp2, partner } = here.people;
    const decision = { rebuttalId, accept: false, reason: "Nothing shows whose networks they are." };
    expect(await here.isRefused(ostp, "agency/decide-rebuttal", decision)).toEqual(["BLOCKED TOOK_PART"]);
    expect(await here.mayNot(partner, "agency/decide-rebuttal", decision)).toBe("FORBIDDEN");
    await here.does(ostp2, "agency/decide-rebuttal", decision);
    expect((await mine()).rebuttals.nodes).toMatchObject([{ status: "REJECTED", reason: decision.reason }]);
  });

  it("is denied by the countersignature of another, and may appeal", async () => {
    const { ostp2, commerce2 } = here.people;
    here.at("2026-07-08T14:00:00.000Z");
    expect(await here.isRefused(ostp2, "agency/countersign-decision", await proposal())).toEqual([
      "BLOCKED SIGNED_OWN_POSITION",
    ]);
    await here.does(commerce2, "agency/countersign-decision", await proposal());
    expect(await mine()).toMatchObject({ status: "DENIED", authorization: null, viewerCanRebut: false });
    expect(await here.access(releaseId, partnerId)).toEqual({
      allowed: false,
      reasons: ["NO_AUTHORIZATION"],
      by: null,
    });
  });

  it("appeals, and those who denied don't decide that", async () => {
    const { partner, vendor, commerce2, oncd, defense2 } = here.people;
    const appeal = { caseId, ground: "DENIAL", statement: "The networks are listed in the annex." };
    expect(await here.isRefused(vendor, "vendor/appeal-decision", appeal)).toEqual(["BLOCKED NOT_YOUR_ORGANISATION"]);
    appealId = (await here.does(partner, "partner/appeal-decision", appeal)).appeal.id;
    expect(await mine()).toMatchObject({ status: "DENIED", overlays: ["UNDER_APPEAL"] });

    const decision = { appealId, revision: 1, upheld: true, reason: "The annex answers the concern." };
    for (const each of [oncd, commerce2]) {
      expect(await here.isRefused(each, "agency/decide-appeal", decision)).toEqual(["BLOCKED TOOK_PART"]);
    }
    expect(await here.mayNot(here.people.auditor, "agency/decide-appeal", decision)).toBe("FORBIDDEN");
    const decided = await here.does(defense2, "agency/decide-appeal", decision);
    expect(decided.decision).toMatchObject({ status: "PROPOSED", outcome: "APPROVE", basis: "APPEAL" });
    expect(await here.access(releaseId, partnerId)).toMatchObject({ allowed: false });
  });

  it("is authorized once one more who took no part has signed, and may use the release at once", async () => {
    const { defense2, commerce2, oncd2, partner } = here.people;
    for (const each of [defense2, commerce2]) {
      expect(await here.isRefused(each, "agency/countersign-decision", await proposal())).toEqual([
        "BLOCKED SIGNED_OWN_POSITION",
      ]);
    }
    const { authorization } = await here.does(oncd2, "agency/countersign-decision", await proposal());
    expect(await mine()).toMatchObject({ status: "APPROVED", overlays: [], authorization: { status: "ACTIVE" } });
    expect(await here.access(releaseId, partnerId)).toEqual({ allowed: true, reasons: [], by: authorization.id });
    expect(await here.reads(partner, "partner/appeal", { id: appealId })).toMatchObject({
      status: "UPHELD",
      decision: { outcome: "DENY", status: "SUPERSEDED" },
      proposal: { outcome: "APPROVE", status: "COUNTERSIGNED" },
    });
  });

  it("leaves both decisions to be read, with who signed each", async () => {
    const decisions = await here.reads(here.people.auditor, "auditor/decisions", {
      filter: { status: ["SUPERSEDED"] },
    });
    expect(decisions.nodes).toMatchObject([
      { outcome: "DENY", status: "SUPERSEDED", countersignedBy: "test|commerce-2", case: { id: caseId } },
    ]);
    const { nodes } = await here.reads(here.people.auditor, "agency/history-of-a-record", { id: caseId });
    const told = nodes.map(({ type }: { type: string }) => type).reverse();
    expect(told.filter((type: string) => !["CaseStatusChanged", "DeadlineMoved"].includes(type))).toEqual([
      "ApplicationSubmitted",
      "ApplicationAccepted",
      "DenialIntended",
      "RebuttalEnded",
      "CaseDenied",
      "DecisionAwaited",
      "CaseApproved",
    ]);
  });
});
