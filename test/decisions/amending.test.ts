import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeOn } from "../support/describe-on.ts";
import { done } from "../support/story.ts";
import { type Filed, refusal, type Setting, setting } from "./setting.ts";

const field = ["input", "applicationId"];
const referrals = "referrals { nodes { id agency caseRevision referredAt dueAt awaiting position { id } } }";
const read = `status revision dueAt acceptedAt submittedAt rebuttalDueAt closedAt closureReason
  decision { id } disputes { nodes { status } } decisions { nodes { status } } ${referrals}`;

describeOn(["postgres"], "what the applicant does to its case before the panel", (kind) => {
  let here: Setting;
  beforeAll(async () => {
    here = await setting(kind);
  });
  afterAll(() => here?.stop());

  const amend = ({ as, caseId }: Filed, rest: object = {}) =>
    as.mutate(
      "amendApplication",
      { applicationId: caseId, revision: 1, namedUsers: 7, ...rest },
      "application { id status revision namedUsers }",
    );
  const withdraw = ({ as, caseId }: Filed) =>
    as.mutate("withdrawApplication", { applicationId: caseId }, "application { id status closureReason }");
  const objecting = async () => {
    const filed = await here.inReview();
    for (const agency of ["oncd", "ostp", "commerce"] as const)
      await here.tell.position(filed.caseId, here.people[agency]);
    await here.tell.position(filed.caseId, here.people.defense, "OBJECT", { reason: "DIVERSION_RISK" });
    return filed;
  };
  const refusedCountersignature = async () => {
    const filed = await here.awaiting();
    const input = { ...(await here.signing(filed.caseId)), reason: "RECORD_INCOMPLETE" };
    done(await here.people.oncd2.mutate("refuseCountersignature", input));
    return filed;
  };
  const returned = async () => {
    const filed = await here.submitted();
    const input = { applicationId: filed.caseId, revision: 1, reason: "INCOMPLETE", note: "Say more." };
    done(await here.people.commerce.mutate("returnApplication", input));
    return filed;
  };

  describe("amending", () => {
    it("restarts the referrals with new due dates, and not the total time", async () => {
      here.clock.set("2026-11-23T15:00:00Z");
      const filed = await here.inReview();
      const before = await here.read(filed.caseId, read);
      here.clock.set("2026-12-01T15:00:00Z");
      expect(done(await amend(filed)).application).toEqual({
        id: filed.caseId,
        status: "IN_REVIEW",
        revision: 2,
        namedUsers: 7,
      });
      const after = await here.read(filed.caseId, read);
      expect(after).toMatchObject({
        status: "IN_REVIEW",
        submittedAt: before.submittedAt,
        acceptedAt: before.acceptedAt,
        dueAt: before.dueAt,
      });
      expect(before.dueAt).toBe("2026-12-15T22:00:00.000Z");
      const ids = (rows: { id: string }[]) => rows.map(({ id }) => id).sort();
      expect(ids(after.referrals.nodes)).toEqual(ids(before.referrals.nodes));
      for (const referral of before.referrals.nodes) {
        expect(referral).toMatchObject({ caseRevision: 1, dueAt: "2026-12-01T22:00:00.000Z" });
      }
      for (const referral of after.referrals.nodes) {
        expect(referral).toMatchObject({
          caseRevision: 2,
          referredAt: "2026-12-01T15:00:00.000Z",
          dueAt: "2026-12-08T22:00:00.000Z",
        });
        expect(await here.entries(referral.id)).toEqual(["CaseReferred", "CaseReferredAgain"]);
      }
      here.clock.fixed = null;
    });

    it("makes earlier positions stale: none counts, and their conditions must be proposed again", async () => {
      const filed = await here.inReview();
      const { people, tell } = here;
      const conditions = (text: string) => [{ text, predicate: { kind: "NAMED_USERS_AT_MOST", max: 9 } }];
      await tell.position(filed.caseId, people.oncd, "CONCUR_WITH_CONDITIONS", {
        conditions: conditions("Of the first."),
      });
      for (const agency of ["ostp", "commerce"] as const) await tell.position(filed.caseId, people[agency]);
      done(await amend(filed));
      for (const referral of (await here.read(filed.caseId, referrals)).referrals.nodes) {
        expect(referral).toMatchObject({ awaiting: true, position: null });
      }
      const stale = { caseId: filed.caseId, revision: 1, kind: "CONCUR" };
      expect(await here.refused(people.defense, "recordPosition", stale)).toEqual([
        refusal("STALE_REVISION", { field: ["input", "revision"] }),
      ]);
      await tell.position(filed.caseId, people.defense);
      expect((await here.read(filed.caseId, "status")).status).toBe("IN_REVIEW");
      await tell.position(filed.caseId, people.oncd);
      await tell.position(filed.caseId, people.ostp, "CONCUR_WITH_CONDITIONS", {
        conditions: conditions("Of the second."),
      });
      await tell.position(filed.caseId, people.commerce);
      const { decision, positions } = await here.read(
        filed.caseId,
        "decision { caseRevision conditions { nodes { text caseRevision } } } positions { totalCount }",
      );
      expect(decision).toEqual({
        caseRevision: 2,
        conditions: { nodes: [{ text: "Of the second.", caseRevision: 2 }] },
      });
      // What was said of the first revision stays readable.
      expect(positions.totalCount).toBe(7);
    });

    it("ends a dispute over the old revision, and brings the case back before the panel", async () => {
      const filed = await objecting();
      done(await amend(filed));
      expect(await here.read(filed.caseId, read)).toMatchObject({
        status: "IN_REVIEW",
        revision: 2,
        decision: null,
        disputes: { nodes: [{ status: "CLOSED" }] },
      });
      await here.tell.everyoneConcurs(filed.caseId);
      expect((await here.read(filed.caseId, read)).status).toBe("AWAITING_COUNTERSIGNATURE");
    });

    it("brings a case whose countersignature was refused back before the panel", async () => {
      const filed = await refusedCountersignature();
      done(await amend(filed));
      await here.tell.everyoneConcurs(filed.caseId);
      const { id, caseRevision } = await here.tell.decisionOf(filed.caseId);
      expect(caseRevision).toBe(2);
      const old = { decisionId: id, revision: 1 };
      expect(await here.refused(here.people.oncd2, "countersignDecision", old)).toEqual([
        refusal("STALE_REVISION", { field: ["input", "revision"] }),
      ]);
      expect((await here.tell.countersigned(filed.caseId)).authorization.id).toMatch(/^aut_/);
      expect((await here.read(filed.caseId, read)).decisions.nodes).toEqual([
        { status: "COUNTERSIGNED" },
        { status: "REFUSED" },
      ]);
    });

    it("leaves a case that is not before the panel without referrals", async () => {
      for (const filed of [await here.submitted(), await returned()]) {
        const { status, dueAt } = await here.read(filed.caseId, read);
        done(await amend(filed));
        expect(await here.read(filed.caseId, read)).toMatchObject({ status, dueAt, referrals: { nodes: [] } });
      }
    });

    it.each<[string, string, () => Promise<Filed>]>([
      ["after a proposal", "AWAITING_COUNTERSIGNATURE", () => here.awaiting()],
      ["after an intent to deny", "INTENT_TO_DENY", () => here.denialIntended()],
      ["once it is decided", "APPROVED", () => here.authorized()],
    ])("is refused %s", async (_, from, filed) => {
      const { as, caseId } = await filed();
      expect(await here.refused(as, "amendApplication", { applicationId: caseId, revision: 1, namedUsers: 7 })).toEqual(
        [refusal("ILLEGAL_TRANSITION", { field, from, attempted: "amend" })],
      );
    });

    it("is refused for a stale revision, for nothing new, and on a withdrawn release", async () => {
      const releaseId = await here.release();
      const { as, caseId } = await here.inReview(releaseId);
      const input = { applicationId: caseId, revision: 1, namedUsers: 7 };
      expect(await here.refused(as, "amendApplication", { ...input, revision: 2 })).toEqual([
        refusal("STALE_REVISION", { field: ["input", "revision"] }),
      ]);
      expect(await here.refused(as, "amendApplication", { ...input, namedUsers: 25 })).toEqual([
        refusal("INVALID_INPUT", { field: ["input"] }),
      ]);
      done(await here.people.vendor.mutate("withdrawRelease", { releaseId, reason: "Superseded." }));
      expect(await here.refused(as, "amendApplication", input)).toEqual([
        refusal("BLOCKED", { field, blockers: ["RELEASE_WITHDRAWN"] }),
      ]);
    });

    it("gives the first answer again for the same key, and restarts once", async () => {
      const filed = await here.inReview();
      const first = done(await amend(filed, { idempotencyKey: "amend-it-only-once" }));
      expect(await amend(filed, { idempotencyKey: "amend-it-only-once" })).toEqual(first);
      expect((await here.read(filed.caseId, "revision")).revision).toBe(2);
    });
  });

  describe("withdrawing", () => {
    it.each<[string, () => Promise<Filed>]>([
      ["a draft", () => here.submitted(here.releaseId, undefined, { draft: true })],
      ["a submitted application", () => here.submitted()],
      ["a returned application", () => returned()],
      ["one before the panel", () => here.inReview()],
      ["one in dispute", () => objecting()],
      ["one whose countersignature was refused", () => refusedCountersignature()],
      ["one that is to be denied", () => here.denialIntended()],
      ["one that awaits its countersignature", () => here.awaiting()],
    ])("ends %s, and all that was open about it", async (_, from) => {
      const filed = await from();
      expect(done(await withdraw(filed)).application).toEqual({
        id: filed.caseId,
        status: "WITHDRAWN",
        closureReason: "WITHDRAWN_BY_APPLICANT",
      });
      const after = await here.read(filed.caseId, read);
      expect(after).toMatchObject({ dueAt: null, rebuttalDueAt: null, closedAt: expect.any(String), decision: null });
      const open = [...after.disputes.nodes, ...after.decisions.nodes].map(({ status }: { status: string }) => status);
      expect(open.filter((status) => status === "OPEN" || status === "PROPOSED")).toEqual([]);
      for (const referral of after.referrals.nodes) expect(referral.awaiting).toBe(false);
      expect(await here.refused(filed.as, "withdrawApplication", { applicationId: filed.caseId })).toEqual([
        refusal("ILLEGAL_TRANSITION", { field, from: "WITHDRAWN", attempted: "withdraw" }),
      ]);
    });

    it("is refused once it is decided", async () => {
      const { as, caseId } = await here.authorized();
      expect(await here.refused(as, "withdrawApplication", { applicationId: caseId })).toEqual([
        refusal("ILLEGAL_TRANSITION", { field, from: "APPROVED", attempted: "withdraw" }),
      ]);
    });

    it("is possible although the release is withdrawn", async () => {
      const releaseId = await here.release();
      const filed = await here.awaiting(releaseId);
      done(await here.people.vendor.mutate("withdrawRelease", { releaseId, reason: "Superseded." }));
      done(await withdraw(filed));
      expect((await here.read(filed.caseId, "decisions { nodes { status } }")).decisions.nodes).toEqual([
        { status: "VOID" },
      ]);
    });

    it("lets the partner apply for the same again", async () => {
      const filed = await here.inReview();
      done(await withdraw(filed));
      const again = await here.inReview(here.releaseId, filed);
      expect(again.caseId).not.toBe(filed.caseId);
    });
  });

  it("answers others than the applicant as for a record that does not exist, or says whose it is", async () => {
    const { caseId } = await here.inReview();
    const stranger = await here.applicant();
    const notFound = [refusal("NOT_FOUND", { field })];
    const amendment = { applicationId: caseId, revision: 1, namedUsers: 7 };
    expect(await here.refused(stranger.as, "amendApplication", amendment)).toEqual(notFound);
    expect(await here.refused(stranger.as, "withdrawApplication", { applicationId: caseId })).toEqual(notFound);
    // The vendor of the release that is a partner too sees the application, as its vendor alone.
    const both = here.graph.as({ roles: ["vendor", "partner"], org: "example-labs" });
    const notYours = [refusal("BLOCKED", { field, blockers: ["NOT_YOUR_ORGANISATION"] })];
    expect(await here.refused(both, "amendApplication", amendment)).toEqual(notYours);
    expect(await here.refused(both, "withdrawApplication", { applicationId: caseId })).toEqual(notYours);
  });
});
