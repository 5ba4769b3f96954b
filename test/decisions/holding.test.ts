import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { describeOn } from "../support/describe-on.ts";
import type { Caller } from "../support/graph.ts";
import { refusal, type Setting, setting } from "./setting.ts";
import { type Stopping, stopping } from "./stopping.ts";

const caseField = ["input", "caseId"];
const holdField = ["input", "holdId"];

describeOn(["postgres"], "holding a case", (kind) => {
  let here: Setting;
  let stops: Stopping;
  beforeAll(async () => {
    here = await setting(kind);
    stops = stopping(here);
  });
  // A Tuesday, 10 in the morning in Washington.
  beforeEach(() => here.clock.set("2026-06-09T14:00:00.000Z"));
  afterAll(() => here?.stop());

  // Five business days for the position, four to the reminder, fifteen in all; June 19 and July 3 are holidays.
  const undisturbed = {
    total: "2026-07-01T21:00:00.000Z",
    position: "2026-06-16T21:00:00.000Z",
    reminder: "2026-06-15T21:00:00.000Z",
  };
  const stopped = { total: null, position: null, reminder: null };

  describe("moves dates", () => {
    it("to nothing while it is open, and by the business days that it stopped once it is released", async () => {
      const { caseId } = await here.inReview();
      expect(await stops.due(caseId)).toEqual(undisturbed);
      here.clock.set("2026-06-10T14:00:00.000Z");
      const hold = await stops.hold(caseId);
      expect(await stops.due(caseId)).toEqual(stopped);
      expect((await stops.dates(caseId)).overlays).toEqual(["ON_HOLD"]);
      here.clock.set("2026-06-12T14:00:00.000Z");
      expect(await stops.due(caseId)).toEqual(stopped);
      await stops.release(hold.id);
      expect(await stops.due(caseId)).toEqual({
        total: "2026-07-06T21:00:00.000Z",
        position: "2026-06-18T21:00:00.000Z",
        reminder: "2026-06-17T21:00:00.000Z",
      });
      expect((await stops.dates(caseId)).overlays).toEqual([]);
    });

    it("once where stops overlap, from the first's beginning to the last's end", async () => {
      const { caseId } = await here.inReview();
      here.clock.set("2026-06-10T14:00:00.000Z");
      const hold = await stops.hold(caseId);
      here.clock.set("2026-06-11T14:00:00.000Z");
      const request = await stops.request(caseId);
      here.clock.set("2026-06-15T14:00:00.000Z");
      await stops.release(hold.id);
      expect(await stops.due(caseId)).toEqual(stopped);
      expect((await stops.dates(caseId)).overlays).toEqual(["ON_HOLD"]);
      here.clock.set("2026-06-16T14:00:00.000Z");
      await stops.close(request.id);
      // June 10, 11, 12 and 15 were stopped.
      expect(await stops.due(caseId)).toEqual({
        total: "2026-07-08T21:00:00.000Z",
        position: "2026-06-23T21:00:00.000Z",
        reminder: "2026-06-22T21:00:00.000Z",
      });
    });

    it("by no day that is none: over a weekend, and between two ends of a day's work", async () => {
      const { caseId } = await here.inReview();
      // Friday, an hour after the cut-off, to Monday morning.
      here.clock.set("2026-06-12T22:00:00.000Z");
      const weekend = await stops.hold(caseId);
      here.clock.set("2026-06-15T13:00:00.000Z");
      await stops.release(weekend.id);
      expect(await stops.due(caseId)).toEqual(undisturbed);
      const hour = await stops.hold(caseId);
      here.clock.set("2026-06-15T14:00:00.000Z");
      await stops.release(hour.id);
      expect(await stops.due(caseId)).toEqual(undisturbed);
    });

    it("by every day of a weekend where the policy counts calendar days", async () => {
      const { caseId } = await here.inReview(await here.release("LIMITED_PREVIEW", "eo12981"));
      // Thirty calendar days from June 9, twenty to the reminder, ninety in all.
      expect(await stops.due(caseId)).toEqual({
        total: "2026-09-07T21:00:00.000Z",
        position: "2026-07-09T21:00:00.000Z",
        reminder: "2026-06-29T21:00:00.000Z",
      });
      here.clock.set("2026-06-12T14:00:00.000Z");
      const hold = await stops.hold(caseId);
      here.clock.set("2026-06-15T14:00:00.000Z");
      await stops.release(hold.id);
      expect(await stops.due(caseId)).toEqual({
        total: "2026-09-10T21:00:00.000Z",
        position: "2026-07-12T21:00:00.000Z",
        reminder: "2026-07-02T21:00:00.000Z",
      });
    });

    it("of the time to rebut as well, and of a dispute's level", async () => {
      const denied = await here.denialIntended();
      const { rebuttalDueAt } = await stops.dates(denied.caseId);
      expect(rebuttalDueAt).toBe("2026-07-02T21:00:00.000Z");
      const disputed = await here.inReview();
      for (const each of ["oncd", "ostp", "commerce"] as const)
        await here.tell.position(disputed.caseId, here.people[each]);
      await here.tell.position(disputed.caseId, here.people.defense, "OBJECT", { reason: "DIVERSION_RISK" });
      const level = async () => (await here.read(disputed.caseId, "disputes { nodes { dueAt } }")).disputes.nodes[0];
      expect(await level()).toEqual({ dueAt: "2026-06-12T21:00:00.000Z" });

      here.clock.set("2026-06-10T14:00:00.000Z");
      const holds = [await stops.hold(denied.caseId), await stops.hold(disputed.caseId)];
      expect((await stops.dates(denied.caseId)).rebuttalDueAt).toBeNull();
      expect(await level()).toEqual({ dueAt: null });
      here.clock.set("2026-06-11T14:00:00.000Z");
      for (const { id } of holds) await stops.release(id);
      expect((await stops.dates(denied.caseId)).rebuttalDueAt).toBe("2026-07-06T21:00:00.000Z");
      expect(await level()).toEqual({ dueAt: "2026-06-15T21:00:00.000Z" });
    });

    it("and tells so in the ledger, of each record whose date it is", async () => {
      const { caseId } = await here.inReview();
      const hold = await stops.hold(caseId);
      expect((await here.entries(caseId)).at(-1)).toBe("DeadlineMoved");
      await stops.release(hold.id, { note: "Settled." });
      expect(await here.entries(hold.id)).toEqual(["HoldPlaced", "HoldReleased"]);
      const [seat] = (await here.read(caseId, "referrals { nodes { id } }")).referrals.nodes;
      expect(await here.entries(seat.id)).toEqual(["CaseReferred", "DeadlineMoved", "DeadlineMoved"]);
    });
  });

  describe("lets nothing be decided meanwhile", () => {
    it("takes the last position, proposes nothing until the release, then what the positions come to", async () => {
      const { caseId } = await here.inReview();
      const hold = await stops.hold(caseId);
      await here.tell.everyoneConcurs(caseId);
      expect(await here.read(caseId, "status decision { id }")).toEqual({ status: "IN_REVIEW", decision: null });
      await stops.release(hold.id);
      expect(await here.read(caseId, "status decision { outcome status }")).toEqual({
        status: "AWAITING_COUNTERSIGNATURE",
        decision: { outcome: "APPROVE", status: "PROPOSED" },
      });
      expect(await here.entries(caseId)).toContain("DecisionAwaited");
    });

    it("refuses a countersignature by name, and takes it once the clock runs", async () => {
      const { caseId } = await here.awaiting();
      const hold = await stops.hold(caseId);
      const asked = "viewerCanCountersign";
      const mayI = async () =>
        (
          await here.people.oncd2.ask(`query C($id: ID!) { node(id: $id) { ... on Case { ${asked} } } }`, {
            id: caseId,
          })
        ).node;
      expect(await here.refused(here.people.oncd2, "countersignDecision", await here.signing(caseId))).toEqual([
        refusal("BLOCKED", { field: ["input", "decisionId"], blockers: ["CLOCK_STOPPED"] }),
      ]);
      expect(await mayI()).toEqual({ viewerCanCountersign: false });
      await stops.release(hold.id);
      expect(await mayI()).toEqual({ viewerCanCountersign: true });
      expect((await here.tell.countersigned(caseId)).decision.status).toBe("COUNTERSIGNED");
    });

    it("voids a proposal by a position, and proposes nothing anew before the release", async () => {
      const { caseId } = await here.awaiting();
      const hold = await stops.hold(caseId);
      await here.tell.position(caseId, here.people.oncd, "NO_EQUITY");
      expect(await here.read(caseId, "status decision { id } decisions { nodes { status } }")).toEqual({
        status: "IN_REVIEW",
        decision: null,
        decisions: { nodes: [{ status: "VOID" }] },
      });
      // ONCD's concurrence is required, and what it says now is none.
      await stops.release(hold.id);
      expect((await here.read(caseId, "status")).status).toBe("IN_DISPUTE");
    });

    it("lets the applicant amend and withdraw; what stops the clock ends with the case", async () => {
      const { caseId, as } = await here.inReview();
      const hold = await stops.hold(caseId);
      expect(
        (await as.mutate("amendApplication", { applicationId: caseId, revision: 1, namedUsers: 3 })).refusals,
      ).toEqual([]);
      expect(await stops.due(caseId)).toEqual(stopped);
      expect((await as.mutate("withdrawApplication", { applicationId: caseId })).refusals).toEqual([]);
      expect(await here.entries(hold.id)).toEqual(["HoldPlaced", "HoldEndedWithCase"]);
      expect(await here.refused(here.people.commerce, "releaseHold", { holdId: hold.id })).toEqual([
        refusal("ILLEGAL_TRANSITION", { field: holdField, from: "RELEASED", attempted: "release" }),
      ]);
    });
  });

  describe("refuses", () => {
    const refused = (caseId: string, more: Record<string, unknown> = {}, as = here.people.commerce) =>
      here.refused(as, "placeHold", stops.holding(caseId, more));
    const badDate = (blocker: string) =>
      refusal("INVALID_INPUT", { field: ["input", "reviewAt"], blockers: [blocker] });
    const stale = refusal("STALE_REVISION", { field: ["input", "revision"] });
    const wrongState = (from: string) =>
      refusal("ILLEGAL_TRANSITION", { field: caseField, from, attempted: "placeHold" });

    it("a date that has passed, that is now, or that is too far, and takes the last that isn't", async () => {
      const { caseId } = await here.inReview();
      expect(await refused(caseId, { reviewAt: stops.inDays(-1) })).toEqual([badDate("REVIEW_DATE_PAST")]);
      expect(await refused(caseId, { reviewAt: stops.inDays(0) })).toEqual([badDate("REVIEW_DATE_PAST")]);
      expect(await refused(caseId, { reviewAt: "2026-07-09T14:00:00.001Z" })).toEqual([badDate("REVIEW_DATE_TOO_FAR")]);
      expect((await stops.hold(caseId, { reviewAt: "2026-07-09T14:00:00.000Z" })).reviewAt).toBe(
        "2026-07-09T14:00:00.000Z",
      );
    });

    it("a second of one owner for one reason, and neither another reason nor another owner", async () => {
      const { caseId } = await here.inReview();
      const first = await stops.hold(caseId);
      expect(await refused(caseId)).toEqual([refusal("DUPLICATE", { field: ["input", "reason"] })]);
      await stops.hold(caseId, { reason: "RELATED_CASE" });
      await stops.hold(caseId, { owner: "ONCD" });
      await stops.release(first.id);
      await stops.hold(caseId);
    });

    it("a stale revision, and everything else that is wrong with it at once", async () => {
      const { caseId } = await here.inReview();
      expect(await refused(caseId, { revision: 2 })).toEqual([stale]);
      const submitted = await here.submitted();
      expect(await refused(submitted.caseId, { revision: 2, reviewAt: stops.inDays(31) })).toEqual([
        stale,
        wrongState("SUBMITTED"),
        badDate("REVIEW_DATE_TOO_FAR"),
      ]);
    });

    it("a case that isn't under review, whatever its state", async () => {
      const denied = await here.denialIntended();
      here.clock.set("2026-07-06T14:00:00.000Z");
      await here.tell.countersigned(denied.caseId);
      const withdrawn = await here.inReview();
      await withdrawn.as.mutate("withdrawApplication", { applicationId: withdrawn.caseId });
      const approved = await here.authorized();
      expect(await refused((await here.submitted()).caseId)).toEqual([wrongState("SUBMITTED")]);
      expect(await refused(denied.caseId)).toEqual([wrongState("DENIED")]);
      expect(await refused(approved.caseId)).toEqual([wrongState("APPROVED")]);
      expect(await refused(withdrawn.caseId)).toEqual([wrongState("WITHDRAWN")]);
    });

    it("a case whose release is withdrawn, to hold and to let go", async () => {
      const releaseId = await here.release();
      const { caseId } = await here.inReview(releaseId);
      const hold = await stops.hold(caseId);
      await here.people.vendor.mutate("withdrawRelease", { releaseId, reason: "Enough." });
      expect(await refused(caseId)).toMatchObject([{ code: "BLOCKED", blockers: ["RELEASE_WITHDRAWN"] }]);
      expect(await here.refused(here.people.commerce, "releaseHold", { holdId: hold.id })).toMatchObject([
        { code: "BLOCKED", blockers: ["RELEASE_WITHDRAWN"] },
      ]);
    });

    it("a second release, and an id that is no hold's", async () => {
      const { caseId } = await here.inReview();
      const { id } = await stops.hold(caseId);
      expect(await stops.release(id, {}, here.people.commerce2)).toMatchObject({ releasedBy: "test|commerce-2" });
      expect(await here.refused(here.people.commerce, "releaseHold", { holdId: id })).toEqual([
        refusal("ILLEGAL_TRANSITION", { field: holdField, from: "RELEASED", attempted: "release" }),
      ]);
      expect(await here.refused(here.people.commerce, "releaseHold", { holdId: caseId })).toEqual([
        refusal("NOT_FOUND", { field: holdField }),
      ]);
    });

    it("everyone but COMMERCE", async () => {
      const { caseId, as } = await here.inReview();
      const { id } = await stops.hold(caseId);
      const { oncd, ostp, defense, auditor, vendor, administrator } = here.people;
      const send = async (who: Caller, mutation: string, input: object) => {
        const type = mutation === "placeHold" ? "PlaceHoldInput" : "ReleaseHoldInput";
        const document = `mutation M($input: ${type}!) { ${mutation}(input: $input) { refusals { code } } }`;
        return who.send(document, { input: { idempotencyKey: "no-hold-of-mine", ...input } });
      };
      for (const who of [oncd, ostp, defense, auditor, vendor, administrator, as]) {
        for (const [mutation, input] of [
          ["placeHold", stops.holding(caseId)],
          ["releaseHold", { holdId: id }],
        ] as const) {
          expect((await send(who, mutation, input)).errors?.[0]?.extensions.code).toBe("FORBIDDEN");
        }
      }
      expect((await send(here.people.everyone, "releaseHold", { holdId: id })).errors?.[0]?.extensions.code).toBe(
        "UNAUTHENTICATED",
      );
    });
  });
});
