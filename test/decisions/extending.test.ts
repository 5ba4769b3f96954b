import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { describeOn } from "../support/describe-on.ts";
import type { Caller } from "../support/graph.ts";
import { done } from "../support/story.ts";
import { refusal, type Setting, setting } from "./setting.ts";
import { type Stopping, stopping } from "./stopping.ts";

const field = ["input", "referralId"];
const blocked = (blocker: string) => refusal("BLOCKED", { field, blockers: [blocker] });

describeOn(["postgres"], "extending a referral", (kind) => {
  let here: Setting;
  let stops: Stopping;
  beforeAll(async () => {
    here = await setting(kind);
    stops = stopping(here);
  });
  // A Tuesday, 10 in the morning in Washington.
  beforeEach(() => here.clock.set("2026-06-09T14:00:00.000Z"));
  afterAll(() => here?.stop());

  const seatOf = async (caseId: string, agency: string): Promise<string> => {
    const { referrals } = await here.read(caseId, "referrals { nodes { id agency } }");
    return referrals.nodes.find((seat: { agency: string }) => seat.agency === agency).id;
  };
  const extending = async (caseId: string, agency = "ONCD", revision = 1) => ({
    referralId: await seatOf(caseId, agency),
    revision,
    reason: "Two of us are away.",
  });
  const shown = `referral { id dueAt remindAt remindedAt extendedAt extendedDays extensionReason extendedBy viewerCanExtend }
    case { id }`;
  const extend = async (caseId: string, as: Caller = here.people.oncd, agency = "ONCD", revision = 1) =>
    done(await as.mutate("extendReferral", await extending(caseId, agency, revision), shown)).referral;
  const refused = async (caseId: string, as: Caller = here.people.oncd, agency = "ONCD", revision = 1) =>
    here.refused(as, "extendReferral", await extending(caseId, agency, revision));

  it("moves one agency's dates by what the policy gives, and nobody else's, nor the case's", async () => {
    const { caseId } = await here.inReview();
    const before = await stops.dates(caseId);
    expect(await extend(caseId)).toMatchObject({
      dueAt: "2026-06-17T21:00:00.000Z",
      remindAt: "2026-06-16T21:00:00.000Z",
      extendedAt: "2026-06-09T14:00:00.000Z",
      extendedDays: 1,
      extensionReason: "Two of us are away.",
      extendedBy: "test|oncd",
      viewerCanExtend: false,
    });
    const after = await stops.dates(caseId);
    expect(after.dueAt).toBe(before.dueAt);
    expect(after.seat("OSTP")).toEqual(before.seat("OSTP"));
    expect(await here.entries(await seatOf(caseId, "ONCD"))).toEqual([
      "CaseReferred",
      "ReferralExtended",
      "DeadlineMoved",
    ]);
    const eo = await here.inReview(await here.release("LIMITED_PREVIEW", "eo12981"));
    expect(await extend(eo.caseId)).toMatchObject({ extendedDays: 10, dueAt: "2026-07-19T21:00:00.000Z" });
  });

  it("holds while the clock is stopped, and shows once it runs", async () => {
    const { caseId } = await here.inReview();
    here.clock.set("2026-06-10T14:00:00.000Z");
    const hold = await stops.hold(caseId);
    expect(await extend(caseId)).toMatchObject({ dueAt: null, remindAt: null, extendedDays: 1 });
    here.clock.set("2026-06-12T14:00:00.000Z");
    await stops.release(hold.id);
    expect((await stops.dates(caseId)).seat("ONCD").dueAt).toBe("2026-06-22T21:00:00.000Z");
    expect((await stops.dates(caseId)).seat("OSTP").dueAt).toBe("2026-06-18T21:00:00.000Z");
  });

  it("has the agency reminded again before the later date", async () => {
    const { caseId } = await here.inReview();
    await here.graph.database.query("update referral set reminded_at = referred_at where case_id = $1", [caseId]);
    expect((await extend(caseId)).remindedAt).toBeNull();
  });

  it("ends with an amendment, which gives every agency its time anew, and may be had on that again", async () => {
    const { caseId, as } = await here.inReview();
    await extend(caseId);
    here.clock.set("2026-06-10T14:00:00.000Z");
    done(await as.mutate("amendApplication", { applicationId: caseId, revision: 1, namedUsers: 3 }));
    expect((await stops.dates(caseId)).seat("ONCD").dueAt).toBe("2026-06-17T21:00:00.000Z");
    expect(await refused(caseId)).toEqual([refusal("STALE_REVISION", { field: ["input", "revision"] })]);
    expect(await extend(caseId, here.people.oncd, "ONCD", 2)).toMatchObject({ dueAt: "2026-06-18T21:00:00.000Z" });
  });

  it("never goes past the case's total time: as many days as are left, and none where none is", async () => {
    const clocks = { refer: 2, position: 6, total: 10, intentToDeny: 16, appeal: 33, extension: 3 };
    const releaseId = await here.releaseUnder({ clocks });
    const amendedOn = async (time: string) => {
      here.clock.set("2026-06-09T14:00:00.000Z");
      const { caseId, as } = await here.inReview(releaseId);
      expect((await stops.dates(caseId)).dueAt).toBe("2026-06-24T21:00:00.000Z");
      here.clock.set(time);
      done(await as.mutate("amendApplication", { applicationId: caseId, revision: 1, namedUsers: 3 }));
      return caseId;
    };
    // Six days from June 12 end on June 23: one is left of the ten.
    expect(await extend(await amendedOn("2026-06-12T14:00:00.000Z"), here.people.oncd, "ONCD", 2)).toMatchObject({
      extendedDays: 1,
      dueAt: "2026-06-24T21:00:00.000Z",
    });
    // And from June 15 they end with them.
    const full = await amendedOn("2026-06-15T14:00:00.000Z");
    expect((await stops.dates(full)).seat("ONCD").dueAt).toBe("2026-06-24T21:00:00.000Z");
    expect(await refused(full, here.people.oncd, "ONCD", 2)).toEqual([blocked("TOTAL_TIME_EXHAUSTED")]);
  });

  it("says of each seat whether its reader may extend it", async () => {
    const { caseId } = await here.inReview();
    await here.tell.position(caseId, here.people.ostp);
    const may = async (as: Caller) => {
      const asked =
        "query S($id: ID!) { node(id: $id) { ... on Case { referrals { nodes { agency viewerCanExtend } } } } }";
      const { node } = await as.ask(asked, { id: caseId });
      type Seat = { agency: string; viewerCanExtend: boolean };
      return node.referrals.nodes.filter((seat: Seat) => seat.viewerCanExtend).map(({ agency }: Seat) => agency);
    };
    expect(await may(here.people.oncd)).toEqual(["ONCD"]);
    expect(await may(here.people.ostp)).toEqual([]);
    expect(await may(here.people.auditor)).toEqual([]);
    await stops.hold(caseId);
    expect(await may(here.people.oncd)).toEqual(["ONCD"]);
    here.clock.set("2026-06-30T14:00:00.000Z");
    expect(await may(here.people.defense)).toEqual(["DEFENSE"]);
  });

  describe("refuses", () => {
    it("another agency's seat", async () => {
      const { caseId } = await here.inReview();
      expect(await refused(caseId, here.people.oncd, "OSTP")).toEqual([blocked("NOT_YOUR_AGENCY")]);
    });

    it("a second time, and after the agency was heard", async () => {
      const { caseId } = await here.inReview();
      await extend(caseId);
      const again = refusal("ALREADY_DONE", { field, blockers: ["ALREADY_EXTENDED"] });
      expect(await refused(caseId)).toEqual([again]);
      await here.tell.position(caseId, here.people.oncd);
      expect(await refused(caseId)).toEqual([blocked("ALREADY_HEARD"), again]);
      expect(await refused(caseId, here.people.ostp, "OSTP", 2)).toEqual([
        refusal("STALE_REVISION", { field: ["input", "revision"] }),
      ]);
    });

    it("once the time is over, also where a stop began only then", async () => {
      const { caseId } = await here.inReview();
      here.clock.set("2026-06-16T21:00:00.000Z");
      await extend(caseId, here.people.ostp, "OSTP");
      here.clock.set("2026-06-16T21:00:00.001Z");
      expect(await refused(caseId)).toEqual([blocked("TIME_OVER")]);
      await stops.hold(caseId);
      here.clock.set("2026-06-18T14:00:00.000Z");
      expect(await refused(caseId)).toEqual([blocked("TIME_OVER")]);
    });

    it("a case that isn't before the panel", async () => {
      const { caseId } = await here.denialIntended();
      const state = refusal("ILLEGAL_TRANSITION", { field, from: "INTENT_TO_DENY", attempted: "extendReferral" });
      expect(await refused(caseId)).toEqual([state, blocked("ALREADY_HEARD")]);
    });

    it("all but panel agencies, to whom alone a seat shows", async () => {
      const { caseId, as } = await here.inReview();
      const input = { idempotencyKey: "more-time-for-me", ...(await extending(caseId)) };
      const document =
        "mutation M($input: ExtendReferralInput!) { extendReferral(input: $input) { refusals { code } } }";
      for (const who of [as, here.people.vendor, here.people.auditor, here.people.administrator]) {
        expect((await who.send(document, { input })).errors?.[0]?.extensions.code).toBe("FORBIDDEN");
      }
      expect(await here.refused(here.people.oncd, "extendReferral", { ...input, referralId: caseId })).toEqual([
        refusal("NOT_FOUND", { field }),
      ]);
    });
  });
});
