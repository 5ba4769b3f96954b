import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeOn } from "../support/describe-on.ts";
import { refusal, type Setting, setting } from "./setting.ts";

const referrals =
  "referrals(first: 10) { nodes { id agency seat caseRevision referredAt dueAt awaiting overdue position { id } } totalCount }";
const seats = { ONCD: "REQUIRED", OSTP: "REQUIRED", COMMERCE: "DEEMABLE", DEFENSE: "DEEMABLE" };

describeOn(["postgres"], "accepting a case", (kind) => {
  let here: Setting;
  beforeAll(async () => {
    here = await setting(kind);
  });
  afterAll(() => here?.stop());

  const accept = (applicationId: string, revision = 1) =>
    here.people.commerce.mutate("acceptApplication", { applicationId, revision }, "application { id status }");
  const refusedAccept = (applicationId: string, revision = 1) =>
    here.refused(here.people.commerce, "acceptApplication", { applicationId, revision });
  const field = ["input", "applicationId"];

  it("refers an application to every seat with its due date, and counts the total time from its submission", async () => {
    // A Monday morning in Washington. The Thursday is Thanksgiving, on which no business day is counted.
    here.clock.set("2026-11-23T15:00:00Z");
    const { caseId } = await here.submitted();
    expect(await here.read(caseId, "dueAt acceptedAt")).toEqual({
      dueAt: "2026-11-25T22:00:00.000Z",
      acceptedAt: null,
    });
    here.clock.passDays(1);
    const { application, refusals } = await accept(caseId);
    expect(refusals).toEqual([]);
    expect(application).toEqual({ id: caseId, status: "IN_REVIEW" });

    const read = await here.read(caseId, `submittedAt acceptedAt dueAt ${referrals}`);
    expect(read).toMatchObject({
      submittedAt: "2026-11-23T15:00:00.000Z",
      acceptedAt: "2026-11-24T15:00:00.000Z",
      dueAt: "2026-12-15T22:00:00.000Z",
    });
    expect(read.referrals.totalCount).toBe(4);
    const rows = read.referrals.nodes as { agency: string; seat: string }[];
    expect(Object.fromEntries(rows.map(({ agency, seat }) => [agency, seat]))).toEqual(seats);
    for (const row of rows) {
      expect(row).toMatchObject({
        caseRevision: 1,
        referredAt: "2026-11-24T15:00:00.000Z",
        dueAt: "2026-12-02T22:00:00.000Z",
        awaiting: true,
        overdue: false,
        position: null,
      });
    }
    here.clock.fixed = null;
  });

  it("tells the applicant and the vendor that it was accepted, and officials alone of the referrals", async () => {
    const filed = await here.inReview();
    const asked = `query L($id: ID!) { changes(first: 100, filter: { subjectId: $id }) { nodes { type from to } } }`;
    for (const reader of [here.people.vendor, filed.as, here.people.defense]) {
      const { changes } = await reader.ask(asked, { id: filed.caseId });
      expect(changes.nodes.at(-1)).toEqual({ type: "ApplicationAccepted", from: "SUBMITTED", to: "IN_REVIEW" });
    }
    const { referrals: listed } = await here.read(filed.caseId, "referrals { nodes { id } }");
    for (const { id } of listed.nodes) {
      expect(await here.entries(id)).toEqual(["CaseReferred"]);
      for (const reader of [here.people.vendor, filed.as, here.people.everyone]) {
        expect((await reader.ask(asked, { id })).changes.nodes).toEqual([]);
      }
    }
  });

  it("refers a phase advance in the same way", async () => {
    const releaseId = await here.release("UNDER_REVIEW");
    const phaseAdvanceId = await here.tell.requestedAdvance(releaseId);
    const { phaseAdvance, refusals } = await here.people.commerce.mutate(
      "acceptPhaseAdvance",
      { phaseAdvanceId, revision: 1 },
      "phaseAdvance { id status acceptedAt }",
    );
    expect(refusals).toEqual([]);
    expect(phaseAdvance).toEqual({ id: phaseAdvanceId, status: "IN_REVIEW", acceptedAt: expect.any(String) });
    expect((await here.read(phaseAdvanceId, referrals)).referrals.totalCount).toBe(4);
    expect(await here.refused(here.people.commerce, "acceptPhaseAdvance", { phaseAdvanceId, revision: 1 })).toEqual([
      refusal("ILLEGAL_TRANSITION", { field: ["input", "phaseAdvanceId"], from: "IN_REVIEW", attempted: "accept" }),
    ]);
  });

  it("gives the same answer for the same key, and does it once", async () => {
    const { caseId } = await here.submitted();
    const input = { applicationId: caseId, revision: 1, idempotencyKey: "accept-it-once" };
    const first = await here.people.commerce.mutate("acceptApplication", input, "application { id status }");
    expect(await here.people.commerce.mutate("acceptApplication", input, "application { id status }")).toEqual(first);
    expect((await here.entries(caseId)).filter((type) => type === "ApplicationAccepted")).toHaveLength(1);
  });

  describe("refuses", () => {
    it.each([
      ["what is no id", "nonsense"],
      ["an id that nothing has", "app_00000000000000000000000000"],
      ["an id with a control character", "app_0000000000000000000000000\u0000"],
    ])("%s", async (_, id) => {
      const answer = await here.people.commerce.send(
        "mutation M($input: AcceptApplicationInput!) { acceptApplication(input: $input) { refusals { code field } } }",
        { input: { idempotencyKey: "a-key-of-its-own", applicationId: id, revision: 1 } },
      );
      if (id.includes("\u0000")) expect(answer.errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
      else expect(answer.data.acceptApplication.refusals).toEqual([{ code: "NOT_FOUND", field }]);
    });

    it("another kind of record's id", async () => {
      const { caseId, partnerId } = await here.submitted();
      expect(await refusedAccept(here.releaseId)).toEqual([refusal("NOT_FOUND", { field })]);
      expect(await refusedAccept(partnerId)).toEqual([refusal("NOT_FOUND", { field })]);
      const input = { phaseAdvanceId: caseId, revision: 1 };
      expect(await here.refused(here.people.commerce, "acceptPhaseAdvance", input)).toEqual([
        refusal("NOT_FOUND", { field: ["input", "phaseAdvanceId"] }),
      ]);
    });

    it("an application that was amended since it was read, and a phase advance named by a revision that it hasn't", async () => {
      const { caseId, as } = await here.submitted();
      await as.mutate("amendApplication", { applicationId: caseId, revision: 1, namedUsers: 999 });
      const stale = [refusal("STALE_REVISION", { field: ["input", "revision"] })];
      expect(await refusedAccept(caseId)).toEqual(stale);
      expect((await accept(caseId, 2)).application.status).toBe("IN_REVIEW");
      const phaseAdvanceId = await here.tell.requestedAdvance(await here.release());
      const input = { phaseAdvanceId, revision: 2 };
      expect(await here.refused(here.people.commerce, "acceptPhaseAdvance", input)).toEqual(stale);
    });

    it("a draft, which no official sees", async () => {
      const { caseId } = await here.submitted(here.releaseId, undefined, { draft: true });
      expect(await refusedAccept(caseId)).toEqual([refusal("NOT_FOUND", { field })]);
    });

    it.each<[string, string, (caseId: string, as: Setting["people"]["partner"]) => Promise<unknown>]>([
      ["before the panel", "IN_REVIEW", (caseId) => accept(caseId)],
      [
        "that was returned",
        "RETURNED",
        (applicationId) =>
          here.people.commerce.mutate("returnApplication", {
            applicationId,
            revision: 1,
            reason: "INCOMPLETE",
            note: "Say more.",
          }),
      ],
      ["that was withdrawn", "WITHDRAWN", (applicationId, as) => as.mutate("withdrawApplication", { applicationId })],
    ])("an application %s", async (_, from, move) => {
      const { caseId, as } = await here.submitted();
      await move(caseId, as);
      expect(await refusedAccept(caseId)).toEqual([
        refusal("ILLEGAL_TRANSITION", { field, from, attempted: "accept" }),
      ]);
    });

    it.each([
      ["suspended", "suspendPartner", { reason: "DIVERSION", legalBasis: "Test" }],
      ["barred", "barPartner", { reason: "LISTED_PARTY", legalBasis: "Test" }],
    ])("an application of a %s partner, and takes it once the partner is admitted again", async (_, mutation, rest) => {
      const { caseId, partnerId } = await here.submitted();
      await here.people.commerce.mutate(mutation, { partnerId, ...rest });
      const notAdmitted = [refusal("BLOCKED", { field, blockers: ["PARTNER_NOT_ADMITTED"] })];
      expect(await refusedAccept(caseId)).toEqual(notAdmitted);
      if (mutation === "barPartner") {
        await here.people.commerce.mutate("unbarPartner", { partnerId, note: "A mistake." });
        expect(await refusedAccept(caseId)).toEqual(notAdmitted);
      }
      await here.people.commerce.mutate("admitPartner", { partnerId });
      expect((await accept(caseId)).refusals).toEqual([]);
    });

    it("by its state first: an application under review whose partner is suspended", async () => {
      const { caseId, partnerId } = await here.inReview();
      await here.people.commerce.mutate("suspendPartner", { partnerId, reason: "DIVERSION", legalBasis: "Test" });
      expect(await refusedAccept(caseId)).toEqual([
        refusal("ILLEGAL_TRANSITION", { field, from: "IN_REVIEW", attempted: "accept" }),
      ]);
    });

    it("every case of a withdrawn release", async () => {
      const releaseId = await here.release();
      const { caseId } = await here.submitted(releaseId);
      const phaseAdvanceId = await here.tell.requestedAdvance(releaseId);
      await here.people.vendor.mutate("withdrawRelease", { releaseId, reason: "Superseded." });
      const blocked = (at: string) => refusal("BLOCKED", { field: ["input", at], blockers: ["RELEASE_WITHDRAWN"] });
      expect(await refusedAccept(caseId)).toEqual([blocked("applicationId")]);
      expect(await here.refused(here.people.commerce, "acceptPhaseAdvance", { phaseAdvanceId, revision: 1 })).toEqual([
        blocked("phaseAdvanceId"),
      ]);
    });

    it("everyone but Commerce", async () => {
      const { caseId, as } = await here.submitted();
      const document =
        "mutation M($input: AcceptApplicationInput!) { acceptApplication(input: $input) { refusals { code } } }";
      const input = { idempotencyKey: "not-for-me-to-do", applicationId: caseId, revision: 1 };
      const { oncd, ostp, defense, vendor, auditor, administrator, everyone } = here.people;
      for (const other of [oncd, ostp, defense, vendor, auditor, administrator, as]) {
        expect((await other.send(document, { input })).errors?.[0]?.extensions.code).toBe("FORBIDDEN");
      }
      expect((await everyone.send(document, { input })).errors?.[0]?.extensions.code).toBe("UNAUTHENTICATED");
      expect((await here.read(caseId, "status")).status).toBe("SUBMITTED");
    });
  });
});
