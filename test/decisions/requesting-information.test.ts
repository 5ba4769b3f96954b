import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { describeOn } from "../support/describe-on.ts";
import type { Caller } from "../support/graph.ts";
import { done } from "../support/story.ts";
import { type Filed, refusal, type Setting, setting } from "./setting.ts";
import { type Stopping, stopping } from "./stopping.ts";

const caseField = ["input", "caseId"];
const requestField = ["input", "informationRequestId"];

describeOn(["postgres"], "requesting information", (kind) => {
  let here: Setting;
  let stops: Stopping;
  beforeAll(async () => {
    here = await setting(kind);
    stops = stopping(here);
  });
  // A Tuesday, 10 in the morning in Washington.
  beforeEach(() => here.clock.set("2026-06-09T14:00:00.000Z"));
  afterAll(() => here?.stop());

  const advanceInReview = async () => {
    const phaseAdvanceId = await here.tell.requestedAdvance(await here.release("UNDER_REVIEW"));
    done(await here.people.commerce.mutate("acceptPhaseAdvance", { phaseAdvanceId, revision: 1 }));
    return phaseAdvanceId;
  };
  const answering = (as: Caller, informationRequestId: string, answer = "Our own staff.") =>
    here.refused(as, "answerInformationRequest", { informationRequestId, answer });
  const ended = (from: string, attempted: string) =>
    refusal("ILLEGAL_TRANSITION", { field: requestField, from, attempted });

  it("asks without objecting: the clock stops, the question is due on a clock of its own, and the answer starts it", async () => {
    const { caseId, as } = await here.inReview();
    here.clock.set("2026-06-10T14:00:00.000Z");
    const request = await stops.request(caseId, here.people.ostp, {
      topic: "DEPLOYMENT",
      question: "Where?\nAnd how?",
    });
    expect(request).toMatchObject({
      agency: "OSTP",
      addressee: "PARTNER",
      topic: "DEPLOYMENT",
      question: "Where?\nAnd how?",
      status: "OPEN",
      caseRevision: 1,
      requestedBy: "test|ostp",
      requestedAt: "2026-06-10T14:00:00.000Z",
      // Sixteen business days, as long as there is to rebut: June 19 and July 3 are none.
      dueAt: "2026-07-06T21:00:00.000Z",
      endedAt: null,
      viewerCanClose: true,
      viewerCanAnswer: false,
    });
    expect(await here.read(caseId, "status positions { totalCount } disputes { totalCount }")).toEqual({
      status: "IN_REVIEW",
      positions: { totalCount: 0 },
      disputes: { totalCount: 0 },
    });
    expect(await stops.due(caseId)).toEqual({ total: null, position: null, reminder: null });
    here.clock.set("2026-06-12T14:00:00.000Z");
    expect(await stops.answer(request.id, as, "In your cloud.")).toMatchObject({
      status: "ANSWERED",
      answer: "In your cloud.",
      endedAt: "2026-06-12T14:00:00.000Z",
    });
    expect(await stops.due(caseId)).toEqual({
      total: "2026-07-06T21:00:00.000Z",
      position: "2026-06-18T21:00:00.000Z",
      reminder: "2026-06-17T21:00:00.000Z",
    });
    expect(await here.entries(request.id)).toEqual(["InformationRequested", "InformationRequestAnswered"]);
  });

  it("proposes what the positions came to meanwhile once the last request ends, however it does", async () => {
    for (const end of ["answer", "close", "lapse"] as const) {
      const { caseId, as } = await here.inReview();
      const first = await stops.request(caseId);
      const second = await stops.request(caseId, here.people.ostp);
      await here.tell.everyoneConcurs(caseId);
      await stops.answer(second.id, as);
      expect((await stops.dates(caseId)).status, end).toBe("IN_REVIEW");
      if (end === "lapse") here.clock.set(first.dueAt);
      if (end === "answer") await stops.answer(first.id, as);
      if (end === "close") await stops.close(first.id);
      if (end === "lapse") expect(await stops.sweep(caseId)).toBe(true);
      expect((await stops.dates(caseId)).status, end).toBe("AWAITING_COUNTERSIGNATURE");
    }
  });

  it("comes before an objection for want of information, which is taken once it was answered or has lapsed", async () => {
    const { caseId, as } = await here.inReview();
    const { ostp, defense } = here.people;
    const objecting = { caseId, revision: 1, kind: "OBJECT", reason: "INCOMPLETE_INFORMATION" };
    const unasked = [refusal("BLOCKED", { field: ["input", "reason"], blockers: ["INFORMATION_NOT_ASKED"] })];
    expect(await here.refused(ostp, "recordPosition", objecting)).toEqual(unasked);
    const closed = await stops.request(caseId, ostp);
    expect(await here.refused(ostp, "recordPosition", objecting)).toEqual(unasked);
    done(await ostp.mutate("closeInformationRequest", { informationRequestId: closed.id }));
    expect(await here.refused(ostp, "recordPosition", objecting)).toEqual(unasked);
    const { id } = await stops.request(caseId, ostp);
    await stops.answer(id, as);
    expect(await here.refused(defense, "recordPosition", objecting)).toEqual(unasked);
    done(await ostp.mutate("recordPosition", objecting));
    const lapsing = await stops.request(caseId, defense);
    here.clock.set(lapsing.dueAt);
    await stops.sweep(caseId);
    done(await defense.mutate("recordPosition", objecting));
  });

  describe("comes before an objection for its want", () => {
    const objecting = (caseId: string, revision = 1) => ({
      caseId,
      revision,
      kind: "OBJECT",
      reason: "INCOMPLETE_INFORMATION",
    });
    const unasked = [refusal("BLOCKED", { field: ["input", "reason"], blockers: ["INFORMATION_NOT_ASKED"] })];
    const amend = async (as: Caller, applicationId: string, namedUsers: number) =>
      done(await as.mutate("amendApplication", { applicationId, revision: 1, namedUsers }));

    it("as a question to whoever brought the case: what the vendor lets lapse denies no partner", async () => {
      const { ostp, vendor } = here.people;
      const { caseId } = await here.inReview();
      const asked = await stops.request(caseId, ostp, { addressee: "VENDOR" });
      await stops.answer(asked.id, vendor);
      expect(await here.refused(ostp, "recordPosition", objecting(caseId))).toEqual(unasked);
      const advance = await advanceInReview();
      await stops.answer((await stops.request(advance, ostp, { addressee: "VENDOR" })).id, vendor);
      done(await ostp.mutate("recordPosition", objecting(advance)));
    });

    it("about the revision that is objected to, or open when that came", async () => {
      const { ostp, defense } = here.people;
      const { caseId, as } = await here.inReview();
      const open = await stops.request(caseId, defense);
      await stops.answer((await stops.request(caseId, ostp)).id, as);
      here.clock.set("2026-06-10T14:00:00.000Z");
      await amend(as, caseId, 7);
      for (const each of [ostp, defense]) {
        expect(await here.refused(each, "recordPosition", objecting(caseId, 2))).toEqual(unasked);
      }
      here.clock.set("2026-06-10T15:00:00.000Z");
      await stops.answer(open.id, as);
      expect(await here.refused(ostp, "recordPosition", objecting(caseId, 2))).toEqual(unasked);
      done(await defense.mutate("recordPosition", objecting(caseId, 2)));
      await stops.answer((await stops.request(caseId, ostp, { revision: 2 })).id, as);
      done(await ostp.mutate("recordPosition", objecting(caseId, 2)));
    });

    it("until its due date, whether or not anyone noted that this passed", async () => {
      const { ostp } = here.people;
      const { caseId } = await here.inReview();
      const { dueAt } = await stops.request(caseId, ostp);
      here.clock.set(new Date(new Date(dueAt).getTime() - 1).toISOString());
      expect(await here.refused(ostp, "recordPosition", objecting(caseId))).toEqual(unasked);
      here.clock.set(dueAt);
      done(await ostp.mutate("recordPosition", objecting(caseId)));
    });
  });

  it("asks the vendor about an application, and alone about its phase advance", async () => {
    const { caseId } = await here.inReview();
    const request = await stops.request(caseId, here.people.oncd, { addressee: "VENDOR", topic: "SAFEGUARDS" });
    expect(await stops.answer(request.id, here.people.vendor, "Classifiers.")).toMatchObject({ status: "ANSWERED" });
    const advance = await advanceInReview();
    expect(await here.refused(here.people.oncd, "requestInformation", stops.asking(advance))).toEqual([
      refusal("INVALID_INPUT", { field: ["input", "addressee"], blockers: ["NO_SUCH_PARTY"] }),
    ]);
    const asked = await stops.request(advance, here.people.oncd, { addressee: "VENDOR" });
    expect((await stops.dates(advance)).dueAt).toBeNull();
    await stops.answer(asked.id, here.people.vendor);
    expect((await stops.dates(advance)).dueAt).toBe("2026-07-01T21:00:00.000Z");
  });

  it("closes by the agency that asked, any of its officials, with a note", async () => {
    const { caseId } = await here.inReview();
    const { id } = await stops.request(caseId);
    expect(await here.refused(here.people.ostp, "closeInformationRequest", { informationRequestId: id })).toEqual([
      refusal("BLOCKED", { field: requestField, blockers: ["NOT_YOUR_AGENCY"] }),
    ]);
    expect(await stops.close(id, here.people.oncd2, { note: "Found it ourselves." })).toMatchObject({
      status: "CLOSED",
      endedBy: "test|oncd-2",
      closingNote: "Found it ourselves.",
      answer: null,
    });
    expect((await stops.dates(caseId)).overlays).toEqual([]);
  });

  describe("lapses", () => {
    it("at its due date and not before, once, and the clock runs again", async () => {
      const { caseId } = await here.inReview();
      const request = await stops.request(caseId);
      here.clock.set("2026-07-02T20:59:59.999Z");
      expect(request.dueAt).toBe("2026-07-02T21:00:00.000Z");
      expect(await stops.sweep(caseId)).toBe(false);
      here.clock.set("2026-07-02T21:00:00.000Z");
      expect(await stops.sweep(caseId)).toBe(true);
      expect(await stops.sweep(caseId)).toBe(false);
      expect(await here.entries(request.id)).toEqual(["InformationRequested", "InformationRequestLapsed"]);
      // Stopped from June 9 in the morning to the very cut-off of July 2, which counts again.
      expect(await stops.due(caseId)).toMatchObject({ position: "2026-07-09T21:00:00.000Z" });
      expect(await stops.dates(caseId)).toMatchObject({ overlays: [] });
    });

    it("and takes no answer from the due date on, whether or not that was noted, but a closing", async () => {
      const { caseId, as } = await here.inReview();
      const { id, dueAt } = await stops.request(caseId);
      here.clock.set(dueAt);
      expect(await answering(as, id)).toEqual([
        refusal("BLOCKED", { field: requestField, blockers: ["ANSWER_TIME_OVER"] }),
      ]);
      await stops.close(id);
      const second = await stops.request(caseId);
      here.clock.set(second.dueAt);
      await stops.sweep(caseId);
      expect(await answering(as, second.id)).toEqual([ended("LAPSED", "answer")]);
    });

    it("takes the answer of the last moment", async () => {
      const { caseId, as } = await here.inReview();
      const { id, dueAt } = await stops.request(caseId);
      here.clock.set(new Date(new Date(dueAt).getTime() - 1).toISOString());
      expect((await stops.answer(id, as)).status).toBe("ANSWERED");
      here.clock.set(dueAt);
      expect(await stops.sweep(caseId)).toBe(false);
    });
  });

  describe("refuses", () => {
    const asked = (caseId: string, more: Record<string, unknown> = {}, as = here.people.oncd) =>
      here.refused(as, "requestInformation", stops.asking(caseId, more));

    it("a second open one of the agency to the party, and neither another agency's nor to the other party", async () => {
      const { caseId, as } = await here.inReview();
      const { id } = await stops.request(caseId);
      expect(await asked(caseId)).toEqual([refusal("DUPLICATE", { field: ["input", "addressee"] })]);
      await stops.request(caseId, here.people.ostp);
      await stops.request(caseId, here.people.oncd, { addressee: "VENDOR" });
      await stops.answer(id, as);
      await stops.request(caseId);
    });

    it("a stale revision, a case that isn't under review, an agency without a seat", async () => {
      const { caseId } = await here.inReview();
      expect(await asked(caseId, { revision: 2 })).toEqual([
        refusal("STALE_REVISION", { field: ["input", "revision"] }),
      ]);
      expect(await asked((await here.submitted()).caseId)).toEqual([
        refusal("ILLEGAL_TRANSITION", { field: caseField, from: "SUBMITTED", attempted: "requestInformation" }),
      ]);
      const panel = [{ agency: "ONCD", seat: "REQUIRED" }] as const;
      const small = await here.inReview(await here.releaseUnder({ panel: [...panel] }));
      expect(await asked(small.caseId, {}, here.people.ostp)).toEqual([
        refusal("BLOCKED", { field: caseField, blockers: ["AGENCY_HAS_NO_SEAT"] }),
      ]);
      await stops.request(small.caseId, here.people.oncd);
    });

    it("everyone who wasn't asked: they see it at most", async () => {
      const { caseId, as } = await here.inReview();
      const other = await here.applicant();
      const { id } = await stops.request(caseId);
      const foreign = [refusal("BLOCKED", { field: requestField, blockers: ["NOT_YOUR_ORGANISATION"] })];
      expect(await answering(here.people.vendor, id)).toEqual(foreign);
      expect(await answering(other.as, id)).toEqual([refusal("NOT_FOUND", { field: requestField })]);
      const toVendor = await stops.request(caseId, here.people.oncd, { addressee: "VENDOR" });
      expect(await answering(as, toVendor.id)).toEqual(foreign);
      expect(await answering(here.people.vendor2, toVendor.id)).toEqual([
        refusal("NOT_FOUND", { field: requestField }),
      ]);
    });

    it("an organisation that is both parties in the role that wasn't asked", async () => {
      const asPartner = here.graph.as({ roles: ["partner"], org: "example-labs" });
      const partnerId = await here.tell.admittedPartner({
        as: asPartner,
        legalName: "Example Labs itself (fictional)",
      });
      const filed: Filed = await here.inReview(here.releaseId, { as: asPartner, org: "example-labs", partnerId });
      const toPartner = await stops.request(filed.caseId);
      const toVendor = await stops.request(filed.caseId, here.people.oncd, { addressee: "VENDOR" });
      const foreign = [refusal("BLOCKED", { field: requestField, blockers: ["NOT_YOUR_ORGANISATION"] })];
      expect(await answering(here.people.vendor, toPartner.id)).toEqual(foreign);
      expect(await answering(asPartner, toVendor.id)).toEqual(foreign);
      const both = here.graph.as({ roles: ["vendor", "partner"], org: "example-labs" });
      await stops.answer(toPartner.id, both);
      await stops.answer(toVendor.id, both);
    });

    it("whatever comes after its end", async () => {
      const { caseId, as } = await here.inReview();
      const { id } = await stops.request(caseId);
      await stops.answer(id, as);
      expect(await answering(as, id)).toEqual([ended("ANSWERED", "answer")]);
      expect(await here.refused(here.people.oncd, "closeInformationRequest", { informationRequestId: id })).toEqual([
        ended("ANSWERED", "close"),
      ]);
    });

    it("the wrong roles", async () => {
      const { caseId, as } = await here.inReview();
      const { id } = await stops.request(caseId);
      const { oncd, auditor, vendor, administrator } = here.people;
      const code = async (who: Caller, mutation: string, input: object) => {
        const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
        const document = `mutation M($input: ${type}!) { ${mutation}(input: $input) { refusals { code } } }`;
        const { errors } = await who.send(document, { input: { idempotencyKey: "not-for-my-role", ...input } });
        return errors?.[0]?.extensions.code;
      };
      for (const who of [auditor, administrator, vendor, as]) {
        expect(await code(who, "requestInformation", stops.asking(caseId))).toBe("FORBIDDEN");
        expect(await code(who, "closeInformationRequest", { informationRequestId: id })).toBe("FORBIDDEN");
      }
      for (const who of [auditor, administrator, oncd]) {
        expect(await code(who, "answerInformationRequest", { informationRequestId: id, answer: "No." })).toBe(
          "FORBIDDEN",
        );
      }
    });
  });
});
