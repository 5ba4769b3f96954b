import { afterAll, beforeAll, expect, it } from "vitest";
import { describeOn } from "../support/describe-on.ts";
import type { Caller } from "../support/graph.ts";
import { done } from "../support/story.ts";
import { type Setting, setting } from "./setting.ts";

const tuesday = "2026-06-09T14:00:00.000Z";
const asked = `query E($caseId: ID!) { explainDeadline(caseId: $caseId) {
  asOf clockStopped timeZone cutOff case { id }
  deadlines { kind agency level event from days extendedDays dueAt dueAtIfResumed passedOver { date because } }
  stops { from to hold { reason owner reviewAt withheld { field because } } informationRequest { topic } }
  withheld { field because } } }`;

describeOn(["postgres"], "the events behind a date", (kind) => {
  let here: Setting;
  beforeAll(async () => {
    here = await setting(kind);
  });
  afterAll(() => here?.stop());

  const explain = async (caseId: string, as: Caller = here.people.auditor) =>
    (await as.ask(asked, { caseId })).explainDeadline;
  // biome-ignore lint/suspicious/noExplicitAny: as the answer came
  const only = (explained: any, wanted: string, agency: string | null = null) =>
    explained.deadlines.find(
      (each: { kind: string; agency: string | null }) => each.kind === wanted && each.agency === agency,
    );
  const referredOnTuesday = async () => {
    here.clock.set(tuesday);
    return here.inReview(await here.release());
  };
  const hold = async (caseId: string, rest: object = {}) => {
    const input = { caseId, revision: 1, reason: "LEGAL_REVIEW", owner: "OSTP", reviewAt: "2026-06-24T21:00:00.000Z" };
    const payload = await here.people.commerce.mutate("placeHold", { ...input, ...rest }, "hold { id }");
    return done(payload).hold.id as string;
  };
  const release = async (holdId: string) => done(await here.people.commerce.mutate("releaseHold", { holdId }));

  it("are the submission and the referral, counted in business days without weekends and holidays", async () => {
    const { caseId } = await referredOnTuesday();
    const explained = await explain(caseId);
    expect(explained).toMatchObject({
      asOf: tuesday,
      clockStopped: false,
      timeZone: "America/New_York",
      cutOff: "17:00",
      case: { id: caseId },
      stops: [],
      withheld: [],
    });
    expect(only(explained, "DECISION_IN_ALL")).toEqual({
      kind: "DECISION_IN_ALL",
      agency: null,
      level: null,
      event: "SUBMITTED",
      from: tuesday,
      days: 15,
      extendedDays: 0,
      dueAt: "2026-07-01T21:00:00.000Z",
      dueAtIfResumed: "2026-07-01T21:00:00.000Z",
      passedOver: [
        ["2026-06-13", "WEEKEND"],
        ["2026-06-14", "WEEKEND"],
        ["2026-06-19", "HOLIDAY"],
        ["2026-06-20", "WEEKEND"],
        ["2026-06-21", "WEEKEND"],
        ["2026-06-27", "WEEKEND"],
        ["2026-06-28", "WEEKEND"],
      ].map(([date, because]) => ({ date, because })),
    });
    for (const agency of ["ONCD", "OSTP", "COMMERCE", "DEFENSE"]) {
      expect(only(explained, "POSITION", agency)).toMatchObject({ event: "REFERRED", from: tuesday, days: 5 });
      expect(only(explained, "REMINDER", agency)).toMatchObject({ days: 4, dueAt: "2026-06-15T21:00:00.000Z" });
    }
  });

  it("leave out the days on whose cut-off the clock stood still: overlapping stops once", async () => {
    const { caseId } = await referredOnTuesday();
    here.clock.set("2026-06-10T12:00:00.000Z");
    const first = await hold(caseId);
    here.clock.set("2026-06-11T12:00:00.000Z");
    const second = await hold(caseId, { reason: "SCREENING_HIT" });
    await release(first);
    here.clock.set("2026-06-12T12:00:00.000Z");
    const stopped = await explain(caseId);
    expect(stopped.clockStopped).toBe(true);
    expect(only(stopped, "DECISION_IN_ALL")).toMatchObject({
      dueAt: null,
      dueAtIfResumed: "2026-07-06T21:00:00.000Z",
    });
    await release(second);
    const explained = await explain(caseId);
    expect(explained.stops.map(({ from, to }: Record<string, string>) => [from, to])).toEqual([
      ["2026-06-10T12:00:00.000Z", "2026-06-11T12:00:00.000Z"],
      ["2026-06-11T12:00:00.000Z", "2026-06-12T12:00:00.000Z"],
    ]);
    const position = only(explained, "POSITION", "DEFENSE");
    expect(position.dueAt).toBe("2026-06-18T21:00:00.000Z");
    expect(position.passedOver).toEqual([
      { date: "2026-06-10", because: "CLOCK_STOPPED" },
      { date: "2026-06-11", because: "CLOCK_STOPPED" },
      { date: "2026-06-13", because: "WEEKEND" },
      { date: "2026-06-14", because: "WEEKEND" },
    ]);
    // The case's own dates are the same ones that lists are sorted by.
    expect(only(explained, "DECISION_IN_ALL").dueAt).toBe((await here.read(caseId, "dueAt")).dueAt);
  });

  it("show an applicant and the vendor the case's own dates and stops: the date also where the reason is withheld", async () => {
    const { caseId, as } = await referredOnTuesday();
    await hold(caseId, { reasonWithheld: true });
    const panels = { field: "deadlines", because: "PANEL_DELIBERATION" };
    const applicants = { field: "deadlines", because: "OF_THE_APPLICANT" };
    for (const [reader, withheld] of [
      [as, [panels]],
      [here.people.vendor, [panels, applicants]],
    ] as const) {
      const explained = await explain(caseId, reader);
      expect(explained.deadlines.map((each: { kind: string }) => each.kind)).toEqual(["DECISION_IN_ALL"]);
      expect(explained.withheld).toEqual(withheld);
      expect(explained.stops).toHaveLength(1);
      const [stop] = explained.stops;
      expect(stop).toMatchObject({ from: tuesday, to: null, informationRequest: null });
      expect(stop.hold).toMatchObject({ reason: null, owner: "OSTP", reviewAt: "2026-06-24T21:00:00.000Z" });
      expect(stop.hold.withheld).toContainEqual({ field: "reason", because: "OFFICIAL_RATIONALE" });
    }
    expect((await explain(caseId)).stops[0].hold.reason).toBe("LEGAL_REVIEW");
  });

  it("are the time to appeal a decision and the appeal's own decision, for whoever brought it and officials alone", async () => {
    here.clock.set(tuesday);
    const filed = await here.denialIntended(await here.release());
    const { rebuttalDueAt } = await here.read(filed.caseId, "rebuttalDueAt");
    here.clock.set(rebuttalDueAt);
    const { decision } = await here.tell.countersigned(filed.caseId);
    const { appealableUntil } = (
      await filed.as.ask(`query D($id: ID!) { decision(id: $id) { appealableUntil } }`, { id: decision.id })
    ).decision;
    expect(appealableUntil).toEqual(expect.any(String));
    expect((await explain(filed.caseId, here.people.vendor)).deadlines).toEqual([]);
    for (const reader of [here.people.auditor, filed.as]) {
      const { deadlines } = await explain(filed.caseId, reader);
      expect(deadlines).toHaveLength(1);
      const appeal = { kind: "APPEAL", event: "COUNTERSIGNED", from: rebuttalDueAt, days: 33, agency: null };
      expect(deadlines[0]).toMatchObject({ ...appeal, dueAt: appealableUntil, dueAtIfResumed: appealableUntil });
    }
    const input = { caseId: filed.caseId, ground: "DENIAL", statement: "We ask again." };
    const { appeal } = done(await filed.as.mutate("appealDecision", input, "appeal { dueAt filedAt }"));
    for (const reader of [here.people.auditor, filed.as]) {
      const { deadlines } = await explain(filed.caseId, reader);
      const own = { kind: "APPEAL_DECISION", event: "APPEAL_FILED", from: appeal.filedAt, dueAt: appeal.dueAt };
      expect(deadlines).toMatchObject([own]);
    }
    expect((await explain(filed.caseId, here.people.vendor)).deadlines).toEqual([]);
  });

  it("are the lapse of a request for information, which the stop that it makes doesn't stop", async () => {
    const { caseId, as } = await referredOnTuesday();
    const question = { caseId, revision: 1, addressee: "PARTNER", topic: "END_USERS", question: "Who?" };
    const shown = "informationRequest { id dueAt }";
    const asking = done(await here.people.ostp.mutate("requestInformation", question, shown)).informationRequest;
    for (const reader of [here.people.auditor, as, here.people.vendor]) {
      const explained = await explain(caseId, reader);
      expect(only(explained, "DECISION_IN_ALL").dueAt).toBeNull();
      const lapse = {
        event: "INFORMATION_REQUESTED",
        from: tuesday,
        dueAt: asking.dueAt,
        dueAtIfResumed: asking.dueAt,
      };
      expect(only(explained, "INFORMATION", "OSTP")).toMatchObject(lapse);
    }
    const answer = { informationRequestId: asking.id, answer: "Our own staff." };
    done(await as.mutate("answerInformationRequest", answer));
    expect(only(await explain(caseId), "INFORMATION", "OSTP")).toBeUndefined();
  });

  it("of a closed case are none", async () => {
    const { caseId } = await here.authorized(await here.release());
    expect((await explain(caseId)).deadlines).toEqual([]);
  });

  it("of a case that the reader may not see are as of one that isn't there", async () => {
    const { caseId } = await referredOnTuesday();
    for (const stranger of [here.people.partner2, here.people.vendor2, here.graph.everyone]) {
      expect(await explain(caseId, stranger)).toBeNull();
    }
    for (const wrong of ["app_00000000000000000000000000", "con_00000000000000000000000000", "no id"]) {
      expect(await explain(wrong)).toBeNull();
    }
  });
});
