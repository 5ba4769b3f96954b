import { afterAll, beforeAll, expect, it } from "vitest";
import { embeddedWhenWhole } from "../support/breadth.ts";
import { describeOn } from "../support/describe-on.ts";
import { sweepAlone } from "../support/falling-due.ts";
import { type Journey, journey } from "./kit.ts";

interface Deadline {
  readonly kind: string;
  readonly agency?: string | null;
  readonly dueAt: string | null;
  readonly dueAtIfResumed: string;
  readonly passedOver: readonly { readonly date: string; readonly because: string }[];
}

describeOn(["postgres", ...embeddedWhenWhole], "a case that waits", (kind) => {
  let here: Journey;
  let releaseId: string;
  let caseId: string;
  let holdId: string;
  let appealId: string;

  beforeAll(async () => {
    here = await journey(kind);
    await here.tell.vendor();
    releaseId = await here.tell.previewedRelease();
    await here.tell.admittedPartner();
    caseId = await here.tell.applicationInReview(releaseId);
  });
  afterAll(() => here?.stop());

  const mine = () => here.reads(here.people.partner, "partner/my-application", { id: caseId });
  const positionDue = async (agency: string): Promise<Deadline> => {
    const { deadlines } = await here.reads(here.people.auditor, "agency/explain-deadline", { caseId });
    return deadlines.find((each: Deadline) => each.kind === "POSITION" && each.agency === agency);
  };
  const seatOf = async (agency: string) => {
    const { referrals } = await here.reads(here.people.auditor, "agency/case", { id: caseId });
    return referrals.nodes.find((each: { agency: string }) => each.agency === agency);
  };

  it("is due by its policy's days, and its applicant reads why", async () => {
    expect(await mine()).toMatchObject({ status: "IN_REVIEW", dueAt: "2026-07-01T21:00:00.000Z", overlays: [] });
    const why = await here.reads(here.people.partner, "partner/explain-deadline", { caseId });
    expect(why.deadlines).toMatchObject([{ kind: "DECISION_IN_ALL", event: "SUBMITTED", days: 15 }]);
    expect(why.deadlines[0].passedOver).toContainEqual({ date: "2026-06-19", because: "HOLIDAY" });
    expect((await positionDue("DEFENSE")).dueAt).toBe("2026-06-16T21:00:00.000Z");
  });

  it("is asked about without an objection: the clock stands until the answer", async () => {
    const { ostp, partner, partner2 } = here.people;
    here.at("2026-06-10T14:00:00.000Z");
    const objection = { caseId, revision: 1, kind: "OBJECT", reason: "INCOMPLETE_INFORMATION" };
    expect(await here.isRefused(ostp, "agency/record-position", objection)).toEqual(["BLOCKED INFORMATION_NOT_ASKED"]);
    const question = { caseId, revision: 1, addressee: "PARTNER", topic: "END_USERS", question: "Who are they?" };
    await here.does(ostp, "agency/request-information", question);
    expect(await mine()).toMatchObject({ status: "IN_REVIEW", dueAt: null, overlays: ["ON_HOLD"] });
    const { nodes } = await here.reads(partner, "partner/information-requests");
    expect(nodes).toMatchObject([{ agency: "OSTP", topic: "END_USERS", viewerCanAnswer: true }]);
    expect((await here.reads(partner2, "partner/information-requests")).nodes).toEqual([]);
  });

  it("is put on hold meanwhile: for whom and until when shows, also where the reason doesn't", async () => {
    const { commerce, defense, partner } = here.people;
    here.at("2026-06-11T14:00:00.000Z");
    const hold = {
      caseId,
      revision: 1,
      owner: "DEFENSE",
      reason: "PRE_ACCESS_CHECK",
      reasonWithheld: true,
      reviewAt: "2026-06-20T14:00:00.000Z",
    };
    expect(await here.mayNot(defense, "commerce/place-hold", hold)).toBe("FORBIDDEN");
    holdId = (await here.does(commerce, "commerce/place-hold", hold)).hold.id;
    const { stops } = await here.reads(partner, "partner/explain-deadline", { caseId });
    expect(stops).toMatchObject([
      { informationRequest: { agency: "OSTP", topic: "END_USERS" } },
      { hold: { owner: "DEFENSE", reviewAt: hold.reviewAt, reason: null, reasonWithheld: true } },
    ]);
    expect(stops[1].hold.withheld.map(({ field }: { field: string }) => field)).toContain("reason");
  });

  it("counts what overlaps once: three days on whose cut-off it stood are left out, and no more", async () => {
    const { partner, commerce } = here.people;
    here.at("2026-06-12T14:00:00.000Z");
    const [{ id: informationRequestId }] = (await here.reads(partner, "partner/information-requests")).nodes;
    const answer = { informationRequestId, answer: "Our own analysts, all in the US." };
    await here.does(partner, "partner/answer-information-request", answer);
    expect(await mine()).toMatchObject({ dueAt: null, overlays: ["ON_HOLD"] });
    here.at("2026-06-15T14:00:00.000Z");
    await here.does(commerce, "commerce/release-hold", { holdId });
    expect(await mine()).toMatchObject({ dueAt: "2026-07-07T21:00:00.000Z", overlays: [] });
    const { dueAt, passedOver } = await positionDue("DEFENSE");
    expect(dueAt).toBe("2026-06-22T21:00:00.000Z");
    expect(passedOver.filter(({ because }) => because === "CLOCK_STOPPED").map(({ date }) => date)).toEqual([
      "2026-06-10",
      "2026-06-11",
      "2026-06-12",
    ]);
  });

  it("gives an agency more time once, with a reason", async () => {
    const { commerce, oncd } = here.people;
    const { nodes } = await here.reads(commerce, "agency/inbox", { agency: ["COMMERCE"] });
    const longer = { referralId: nodes[0].id, revision: 1, reason: "The register of owners comes tomorrow." };
    expect(await here.isRefused(oncd, "agency/extend-referral", longer)).toEqual(["BLOCKED NOT_YOUR_AGENCY"]);
    const { referral } = await here.does(commerce, "agency/extend-referral", longer);
    expect(referral).toMatchObject({ dueAt: "2026-06-23T21:00:00.000Z", extendedDays: 1 });
    expect(await here.isRefused(commerce, "agency/extend-referral", longer)).toContain("ALREADY_DONE ALREADY_EXTENDED");
  });

  it("takes silence for no objection after a reminder, on a seat where the policy says so", async () => {
    const { oncd, ostp, defense } = here.people;
    for (const each of [oncd, ostp]) await here.tell.position(caseId, each);
    const { items } = await here.reads(defense, "agency/forecast", { agency: "DEFENSE" });
    expect(items).toMatchObject([
      { kind: "SILENCE_COUNTS", at: "2026-06-22T21:00:00.000Z", blockers: ["NOT_DUE", "NOT_REMINDED"] },
      { kind: "TIME_EXHAUSTED", at: "2026-07-07T21:00:00.000Z", blockers: [] },
    ]);
    here.at("2026-06-18T21:00:00.000Z");
    expect(await sweepAlone(here.graph, caseId)).toBe(true);
    here.at("2026-06-22T20:59:59.999Z");
    await sweepAlone(here.graph, caseId);
    expect((await seatOf("DEFENSE")).position).toBeNull();
    here.at("2026-06-22T21:00:00.000Z");
    await sweepAlone(here.graph, caseId);
    expect((await seatOf("DEFENSE")).position).toMatchObject({ kind: "DEEMED_NO_OBJECTION" });
    expect((await seatOf("COMMERCE")).position).toBeNull();
    here.at("2026-06-23T21:00:00.000Z");
    await sweepAlone(here.graph, caseId);
    expect(await mine()).toMatchObject({ status: "AWAITING_COUNTERSIGNATURE" });
    await here.tell.countersigned(caseId);
    expect(await mine()).toMatchObject({ status: "APPROVED" });
  });

  it("is appealed where nobody referred it in time: upheld, that is done", async () => {
    const { partner, commerce2, defense2 } = here.people;
    caseId = await here.tell.submittedApplication(releaseId, { endUse: "EDUCATION" });
    const { dueAt } = await mine();
    expect(dueAt).toBe("2026-06-25T21:00:00.000Z");
    const appeal = { caseId, ground: "MISSED_DEADLINE", statement: "Nobody has looked at it." };
    here.at(dueAt);
    expect(await here.isRefused(partner, "partner/appeal-decision", appeal)).toEqual(["BLOCKED NOT_OVERDUE"]);
    here.at("2026-06-26T14:00:00.000Z");
    appealId = (await here.does(partner, "partner/appeal-decision", appeal)).appeal.id;
    const { nodes } = await here.reads(commerce2, "agency/appeals");
    expect(nodes).toMatchObject([{ id: appealId, missed: "REFERRAL", missedAt: dueAt }]);
    const decision = { appealId, revision: 1, upheld: true, reason: "It lay for longer than the policy gives." };
    await here.does(defense2, "agency/decide-appeal", decision);
    expect(await mine()).toMatchObject({ status: "IN_REVIEW", overlays: [] });
    expect((await seatOf("ONCD")).awaiting).toBe(true);
  });
});
