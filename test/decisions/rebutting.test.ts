import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { reviewCriteria } from "../../src/rules/policies/criteria.ts";
import { describeOn } from "../support/describe-on.ts";
import type { Caller } from "../support/graph.ts";
import { done } from "../support/story.ts";
import { type LadderSetting, ladderSetting, tuesday } from "./ladder-setting.ts";
import { type Filed, refusal } from "./setting.ts";
import { stopping } from "./stopping.ts";

const field = ["input", "caseId"];
const rebuttalField = ["input", "rebuttalId"];
const blocked = (at: string[], ...blockers: string[]) =>
  blockers.map((each) => refusal("BLOCKED", { field: at, blockers: [each] }));
const statement = "Our users are named.\nSee the annex.";
const shown = "rebuttal { id status statement filedBy dueAt decidedBy decidedAgency decidedAt reason } case { id }";
const says = (code: string) => ({ code, says: reviewCriteria.find((each) => each.code === code)?.says });

describeOn(["postgres"], "rebutting an intended denial", (kind) => {
  let here: LadderSetting;
  beforeAll(async () => {
    here = await ladderSetting(kind);
  });
  afterAll(() => here?.stop());

  const intended = async (): Promise<Filed> => {
    here.at(tuesday);
    return here.denialIntended(await here.release());
  };
  const rebut = ({ caseId, as }: Pick<Filed, "caseId" | "as">, more: object = {}) =>
    as.mutate("rebutIntentToDeny", { caseId, revision: 1, statement, ...more }, shown);
  const rebutted = async () => {
    const filed = await intended();
    const { rebuttal } = done(await rebut(filed));
    return { ...filed, rebuttalId: rebuttal.id as string };
  };
  const decide = (rebuttalId: string, accept: boolean, as: Caller = here.people.commerce2, more: object = {}) =>
    as.mutate("decideRebuttal", { rebuttalId, accept, reason: "The annex says enough.", ...more }, shown);
  const statusOf = async (caseId: string) => (await here.read(caseId, "status")).status;
  const advanceIntended = async () => {
    here.at(tuesday);
    const caseId = await here.tell.requestedAdvance(await here.release("LIMITED_PREVIEW"));
    done(await here.people.commerce.mutate("acceptPhaseAdvance", { phaseAdvanceId: caseId, revision: 1 }));
    for (const each of ["oncd", "ostp", "commerce", "defense"] as const) {
      await here.tell.position(caseId, here.people[each], "OBJECT", { reason: "DIVERSION_RISK" });
    }
    return caseId;
  };

  it("files what the applicant says, once, and keeps the denial from being signed until it is decided", async () => {
    const filed = await intended();
    const key = { idempotencyKey: "we-say-this-once" };
    const first = done(await rebut(filed, key));
    expect(first.rebuttal).toMatchObject({ status: "FILED", statement, dueAt: expect.any(String), decidedAt: null });
    expect(await rebut(filed, key)).toEqual(first);
    expect(await here.entries(first.rebuttal.id)).toEqual(["RebuttalFiled", "DeadlineMoved"]);
    expect(await here.refused(filed.as, "rebutIntentToDeny", { caseId: filed.caseId, revision: 1, statement })).toEqual(
      [refusal("ALREADY_DONE", { field })],
    );
    // Past the window, but before the rebuttal's own end: the sweeper leaves it, and nobody signs.
    here.at((await here.read(filed.caseId, "rebuttalDueAt")).rebuttalDueAt);
    await here.graph.database.query("update rebuttal set due_at = '2027-01-01T00:00:00Z' where id = $1", [
      first.rebuttal.id,
    ]);
    await here.swept();
    expect(await statusOf(filed.caseId)).toBe("INTENT_TO_DENY");
    expect(await here.refused(here.people.oncd2, "countersignDecision", await here.signing(filed.caseId))).toEqual(
      blocked(["input", "decisionId"], "REBUTTAL_OPEN"),
    );
  });

  it("accepted, gives an approval under the panel's conditions, which others sign", async () => {
    const { caseId, rebuttalId, as } = await rebutted();
    const denial = await here.tell.decisionOf(caseId);
    expect(done(await decide(rebuttalId, true)).rebuttal).toMatchObject({
      status: "ACCEPTED",
      decidedBy: "test|commerce-2",
      decidedAgency: "COMMERCE",
      reason: "The annex says enough.",
    });
    expect(await here.standing(caseId)).toMatchObject({
      status: "AWAITING_COUNTERSIGNATURE",
      rebuttalDueAt: null,
      decision: { basis: "REBUTTAL", outcome: "APPROVE", status: "PROPOSED", reasons: [] },
    });
    expect((await here.entries(denial.id)).slice(-1)).toEqual(["DecisionVoided"]);
    expect(await here.entries(rebuttalId)).toEqual(["RebuttalFiled", "DeadlineMoved", "RebuttalAccepted"]);
    expect(await here.refused(here.people.commerce2, "countersignDecision", await here.signing(caseId))).toEqual(
      blocked(["input", "decisionId"], "SIGNED_OWN_POSITION"),
    );
    done(await here.tell.countersigned(caseId));
    expect(
      (await as.ask("query A($id: ID!) { application(id: $id) { status denialReasons { code } } }", { id: caseId }))
        .application,
    ).toEqual({ status: "APPROVED", denialReasons: null });
  });

  it("accepted, stands against later positions, and takes no conditions that it would leave out", async () => {
    const { caseId, rebuttalId } = await rebutted();
    done(await decide(rebuttalId, true));
    const { decision } = await here.standing(caseId);
    await here.tell.position(caseId, here.people.oncd, "OBJECT", { reason: "END_USE_CONCERN" });
    await here.tell.position(caseId, here.people.defense);
    expect(await here.standing(caseId)).toMatchObject({ status: "AWAITING_COUNTERSIGNATURE", decision });
    const conditions = [{ text: "Nothing is passed on.", predicate: { kind: "NO_ONWARD_TRANSFER" } }];
    const late = { caseId, revision: 1, kind: "CONCUR_WITH_CONDITIONS", conditions };
    expect(await here.refused(here.people.defense, "recordPosition", late)).toEqual(
      blocked(["input", "conditions"], "CONDITIONS_CHOSEN"),
    );
    done(await here.tell.countersigned(caseId));
  });

  it("rejected, has the denial signed at once, though the time to rebut still runs", async () => {
    const { caseId, rebuttalId } = await rebutted();
    done(await decide(rebuttalId, false));
    expect(await here.standing(caseId)).toMatchObject({
      status: "AWAITING_COUNTERSIGNATURE",
      decision: { outcome: "DENY", basis: "PANEL", status: "PROPOSED" },
    });
    done(await here.tell.countersigned(caseId));
    expect(await statusOf(caseId)).toBe("DENIED");
  });

  it("undecided in its time, takes the case to the ladder's first level", async () => {
    const { caseId, rebuttalId, as } = await rebutted();
    const { rebuttals } = await here.read(caseId, "rebuttals { nodes { dueAt } }");
    here.at(rebuttals.nodes[0].dueAt);
    expect(
      await here.refused(here.people.commerce2, "decideRebuttal", { rebuttalId, accept: true, reason: "Late." }),
    ).toEqual(blocked(rebuttalField, "REBUTTAL_TIME_OVER"));
    await here.swept();
    const dispute = await here.disputeOf(caseId);
    expect(dispute).toMatchObject({ cause: "REBUTTAL_UNDECIDED", status: "OPEN", level: 1 });
    expect((await here.read(caseId, "rebuttals { nodes { status } }")).rebuttals.nodes).toEqual([{ status: "CLOSED" }]);
    // The ladder denies as well: a denial of its own, that may be rebutted.
    done(await here.decide(dispute.id, 1, "DENY"));
    await here.timePasses(caseId);
    expect(await statusOf(caseId)).toBe("INTENT_TO_DENY");
    const again = done(await rebut({ caseId, as }));
    done(await decide(again.rebuttal.id, true));
    expect((await here.standing(caseId)).decision).toMatchObject({ basis: "REBUTTAL", outcome: "APPROVE" });
  });

  it("left undone, ends with its time: the denial awaits its countersignature", async () => {
    const filed = await intended();
    const { rebuttalDueAt } = await here.read(filed.caseId, "rebuttalDueAt");
    here.at(new Date(Date.parse(rebuttalDueAt) - 1).toISOString());
    await here.swept();
    expect(await statusOf(filed.caseId)).toBe("INTENT_TO_DENY");
    here.at(rebuttalDueAt);
    const late = { caseId: filed.caseId, revision: 1, statement };
    expect(await here.refused(filed.as, "rebutIntentToDeny", late)).toEqual(blocked(field, "REBUTTAL_WINDOW_OVER"));
    await here.swept();
    expect(await statusOf(filed.caseId)).toBe("AWAITING_COUNTERSIGNATURE");
    expect(await here.refused(filed.as, "rebutIntentToDeny", late)).toEqual([
      refusal("ILLEGAL_TRANSITION", { field, from: "AWAITING_COUNTERSIGNATURE", attempted: "rebut" }),
    ]);
    done(await here.tell.countersigned(filed.caseId));
  });

  it("ends with the denial that it was against, when an agency takes another position", async () => {
    const { caseId, rebuttalId } = await rebutted();
    await here.tell.position(caseId, here.people.oncd, "CONCUR");
    expect(await here.entries(rebuttalId)).toEqual(["RebuttalFiled", "DeadlineMoved", "RebuttalClosed"]);
    expect(
      await here.refused(here.people.commerce2, "decideRebuttal", { rebuttalId, accept: true, reason: "So." }),
    ).toEqual([refusal("ILLEGAL_TRANSITION", { field: rebuttalField, from: "CLOSED", attempted: "decide" })]);
  });

  it.each<[string, "ostp" | "commerce", string, Record<string, unknown>]>([
    ["the same agency for the same reason", "ostp", "OBJECT", { reason: "DIVERSION_RISK" }],
    ["another agency for a reason that is among them", "commerce", "OBJECT", { reason: "DIVERSION_RISK" }],
    ["an agency whose view doesn't bear on it", "commerce", "NO_EQUITY", {}],
  ])(
    "goes on, with its denial and the time for it, when the panel denies as before: %s",
    async (_, who, view, more) => {
      const filed = await intended();
      const shownDenial = "status rebuttalDueAt countersignatureDueAt decision { id status dueAt reasons }";
      const before = await here.read(filed.caseId, shownDenial);
      here.at("2026-06-16T14:00:00.000Z");
      await here.tell.position(filed.caseId, here.people[who], view, more);
      expect(await here.read(filed.caseId, shownDenial)).toEqual(before);
      const { rebuttal } = done(await rebut(filed));
      const { dueAt } = rebuttal;
      here.at("2026-06-16T15:00:00.000Z");
      await here.tell.position(filed.caseId, here.people[who], view, more);
      expect((await here.read(filed.caseId, "rebuttals { nodes { id status dueAt } }")).rebuttals.nodes).toEqual([
        { id: rebuttal.id, status: "FILED", dueAt },
      ]);
      // Who spoke for it signs nothing of it, however long the denial stood before.
      done(await decide(rebuttal.id, false, here.people.defense2));
      const signing = await here.signing(filed.caseId);
      expect(await here.refused(here.people[who], "countersignDecision", signing)).toMatchObject([
        { blockers: ["SIGNED_OWN_POSITION"] },
      ]);
      done(await here.people.commerce2.mutate("countersignDecision", signing));
    },
  );

  it("has time anew for a denial for other reasons, and where a denial that fell is announced again", async () => {
    const filed = await intended();
    const { decision } = await here.read(filed.caseId, "decision { id }");
    here.at("2026-06-16T14:00:00.000Z");
    await here.tell.position(filed.caseId, here.people.ostp, "OBJECT", { reason: "FOREIGN_POLICY" });
    const second = await here.read(filed.caseId, "status rebuttalDueAt decision { id reasons }");
    // Sixteen business days from Tuesday the 16th: Juneteenth and the observed Fourth of July are none.
    expect(second).toMatchObject({
      status: "INTENT_TO_DENY",
      rebuttalDueAt: "2026-07-10T21:00:00.000Z",
      decision: { reasons: ["END_USE_CONCERN", "FOREIGN_POLICY"] },
    });
    expect(second.decision.id).not.toBe(decision.id);
    here.at("2026-06-17T14:00:00.000Z");
    await here.tell.position(filed.caseId, here.people.ostp, "CONCUR");
    expect(await statusOf(filed.caseId)).toBe("IN_DISPUTE");
    await here.tell.position(filed.caseId, here.people.ostp, "OBJECT", { reason: "FOREIGN_POLICY" });
    expect(await here.read(filed.caseId, "status rebuttalDueAt")).toEqual({
      status: "INTENT_TO_DENY",
      rebuttalDueAt: "2026-07-13T21:00:00.000Z",
    });
  });

  /** An intended denial, rebutted, within whose time to rebut the case's time in all has passed. */
  const beyondTotal = async () => {
    const filed = await intended();
    here.at("2026-07-02T14:00:00.000Z");
    const { dueAt, rebuttalDueAt } = await here.read(filed.caseId, "dueAt rebuttalDueAt");
    expect([dueAt < "2026-07-02T14:00:00.000Z", rebuttalDueAt > "2026-07-02T14:00:00.000Z"]).toEqual([true, true]);
    done(await rebut(filed));
    return filed;
  };
  const denials = async (caseId: string) =>
    (await here.entries(caseId)).filter((type) => type === "DenialIntended").length;

  it("starts no more once the time in all is over: for other reasons, the last level has the case", async () => {
    const { caseId } = await beyondTotal();
    await here.tell.position(caseId, here.people.ostp, "OBJECT", { reason: "FOREIGN_POLICY" });
    expect(await statusOf(caseId)).toBe("IN_DISPUTE");
    const { id } = await here.disputeOf(caseId);
    expect(await here.disputeOf(caseId)).toMatchObject({ status: "OPEN", cause: "TIME_EXHAUSTED", level: 3 });
    await here.tell.position(caseId, here.people.ostp, "OBJECT", { reason: "DIVERSION_RISK" });
    expect(await here.disputeOf(caseId)).toMatchObject({ id, status: "OPEN" });
    expect(await denials(caseId)).toBe(1);
  });

  it("starts no more once the time in all is over: not by a view that comes and goes, be it while the clock is stopped", async () => {
    for (const stop of [false, true]) {
      const { caseId } = await beyondTotal();
      const stops = stopping(here);
      const asked = stop ? await stops.request(caseId) : null;
      await here.tell.position(caseId, here.people.ostp, "CONCUR");
      await here.tell.position(caseId, here.people.ostp, "OBJECT", { reason: "DIVERSION_RISK" });
      if (asked) await stops.close(asked.id);
      await here.swept();
      expect(await statusOf(caseId)).toBe("IN_DISPUTE");
      expect(await here.disputeOf(caseId)).toMatchObject({ status: "OPEN", level: 3 });
      expect(await denials(caseId)).toBe(1);
    }
  });

  it("gives way, also after the time in all, to an approval in which all concur", async () => {
    const { caseId } = await beyondTotal();
    await here.tell.position(caseId, here.people.ostp, "CONCUR");
    await here.tell.position(caseId, here.people.oncd, "CONCUR");
    expect(await here.standing(caseId)).toMatchObject({
      status: "AWAITING_COUNTERSIGNATURE",
      decision: { basis: "PANEL", outcome: "APPROVE" },
    });
  });

  it("is over for good once its time is, whatever the panel repeats", async () => {
    const filed = await intended();
    const { rebuttalDueAt } = await here.read(filed.caseId, "rebuttalDueAt");
    here.at(rebuttalDueAt);
    await here.swept();
    const before = await here.read(filed.caseId, "status decision { id dueAt }");
    expect(before.status).toBe("AWAITING_COUNTERSIGNATURE");
    await here.tell.position(filed.caseId, here.people.ostp, "OBJECT", { reason: "DIVERSION_RISK" });
    expect(await here.read(filed.caseId, "status decision { id dueAt }")).toEqual(before);
  });

  it("is the vendor's for its phase advance", async () => {
    const caseId = await advanceIntended();
    const { vendor } = here.people;
    const asked = `query P($id: ID!) { phaseAdvance(id: $id) { status viewerCanRebut denialReasons { code says } } }`;
    expect((await vendor.ask(asked, { id: caseId })).phaseAdvance).toEqual({
      status: "INTENT_TO_DENY",
      viewerCanRebut: true,
      denialReasons: [says("DIVERSION_RISK")],
    });
    const { rebuttal } = done(await rebut({ caseId, as: vendor }));
    expect(rebuttal).toMatchObject({ status: "FILED", statement });
    expect((await vendor.ask(asked, { id: caseId })).phaseAdvance.viewerCanRebut).toBe(false);
  });

  it("may be said while the clock is stopped, and is decided once it runs", async () => {
    const filed = await intended();
    await here.stopped(filed);
    const { rebuttal } = done(await rebut(filed));
    expect(rebuttal.dueAt).toBeNull();
    const input = { rebuttalId: rebuttal.id, accept: true, reason: "So." };
    expect(await here.refused(here.people.commerce2, "decideRebuttal", input)).toEqual(
      blocked(rebuttalField, "CLOCK_STOPPED"),
    );
  });

  it("isn't offered where its time was over before the clock stopped: it would be refused", async () => {
    const filed = await intended();
    const offered = async () => (await filed.as.ask(asked, { id: filed.caseId })).node.viewerCanRebut;
    const asked = "query A($id: ID!) { node(id: $id) { ... on Application { viewerCanRebut } } }";
    const { rebuttalDueAt } = await here.read(filed.caseId, "rebuttalDueAt");
    const { hold, release } = stopping(here);
    here.at(new Date(Date.parse(rebuttalDueAt) - 1).toISOString());
    const inTime = await hold(filed.caseId);
    here.at(new Date(Date.parse(rebuttalDueAt) + 1).toISOString());
    expect(await offered()).toBe(true);
    await release(inTime.id);
    here.at((await here.read(filed.caseId, "rebuttalDueAt")).rebuttalDueAt);
    expect(await offered()).toBe(false);
    await hold(filed.caseId);
    expect(await offered()).toBe(false);
    const late = { caseId: filed.caseId, revision: 1, statement };
    expect(await here.refused(filed.as, "rebutIntentToDeny", late)).toEqual(blocked(field, "REBUTTAL_WINDOW_OVER"));
  });

  describe("tells the applicant what the denial rests on", () => {
    const asked = `query A($id: ID!) { node(id: $id) { ... on Application { status viewerCanRebut denialReasons { code says }
      decision { id } decisions { totalCount } rebuttals { nodes { statement status reason decidedBy decidedAgency withheld { field because } } } } } }`;
    const seenBy = async (as: Caller, id: string) => (await as.ask(asked, { id })).node;
    const reasons = ["DIVERSION_RISK", "END_USE_CONCERN"];
    const inWords = reviewCriteria.filter(({ code }) => reasons.includes(code));

    it("in the policy's words, without the proposal; the vendor learns it once the denial stands", async () => {
      const filed = await intended();
      expect(await seenBy(filed.as, filed.caseId)).toMatchObject({
        status: "INTENT_TO_DENY",
        viewerCanRebut: true,
        denialReasons: inWords,
        decision: null,
        decisions: { totalCount: 0 },
      });
      const { vendor, vendor2, oncd, auditor } = here.people;
      const hidden = { viewerCanRebut: false, denialReasons: null, decision: null };
      expect(await seenBy(vendor, filed.caseId)).toMatchObject({ status: "INTENT_TO_DENY", ...hidden });
      for (const stranger of [vendor2, here.people.partner2, here.people.everyone]) {
        expect(await seenBy(stranger, filed.caseId)).toBeNull();
      }
      for (const official of [oncd, auditor]) {
        expect(await seenBy(official, filed.caseId)).toMatchObject({ denialReasons: inWords, viewerCanRebut: false });
      }
      here.at((await here.read(filed.caseId, "rebuttalDueAt")).rebuttalDueAt);
      await here.swept();
      expect(await seenBy(filed.as, filed.caseId)).toMatchObject({
        status: "AWAITING_COUNTERSIGNATURE",
        viewerCanRebut: false,
        denialReasons: inWords,
        decision: null,
      });
      done(await here.tell.countersigned(filed.caseId));
      for (const party of [filed.as, vendor]) {
        expect(await seenBy(party, filed.caseId)).toMatchObject({
          status: "DENIED",
          denialReasons: inWords,
          decision: { id: expect.any(String) },
        });
      }
    });

    it("and nothing of a denial that fell", async () => {
      const filed = await intended();
      await here.tell.position(filed.caseId, here.people.oncd, "CONCUR");
      expect(await seenBy(filed.as, filed.caseId)).toMatchObject({ status: "IN_DISPUTE", denialReasons: null });
    });

    it("and answers its rebuttal, without saying who did", async () => {
      const { caseId, rebuttalId, as } = await rebutted();
      done(await decide(rebuttalId, false));
      const withheld = [
        { field: "decidedBy", because: "OFFICIAL_IDENTITY" },
        { field: "decidedAgency", because: "PANEL_DELIBERATION" },
      ];
      const shownToIt = {
        statement,
        status: "REJECTED",
        reason: "The annex says enough.",
        decidedBy: null,
        decidedAgency: null,
      };
      expect((await seenBy(as, caseId)).rebuttals.nodes).toEqual([{ ...shownToIt, withheld }]);
      expect((await seenBy(here.people.vendor, caseId)).rebuttals.nodes).toEqual([]);
      expect((await seenBy(here.people.oncd, caseId)).rebuttals.nodes).toMatchObject([
        { decidedBy: "test|commerce-2", decidedAgency: "COMMERCE", withheld: [] },
      ]);
      const changes = `query L($id: ID!) { changes(filter: { subjectId: $id }) { nodes { type } } }`;
      const types = async (reader: Caller) =>
        (await reader.ask(changes, { id: rebuttalId })).changes.nodes.map(({ type }: { type: string }) => type);
      expect(await types(as)).toEqual(["RebuttalFiled", "RebuttalRejected"]);
      expect(await types(here.people.vendor)).toEqual([]);
    });
  });

  describe("is refused", () => {
    it("to the release's vendor alike, whether the applicant has rebutted or not", async () => {
      const filed = await intended();
      const asVendor = () =>
        here.people.vendor.mutate("rebutIntentToDeny", { caseId: filed.caseId, revision: 1, statement });
      const before = await asVendor();
      expect(before.refusals).toMatchObject([{ code: "BLOCKED", blockers: ["NOT_YOUR_ORGANISATION"] }]);
      done(await rebut(filed));
      expect(await asVendor()).toEqual(before);
    });

    it("to the release's vendor, to strangers, and to officials", async () => {
      const { caseId } = await intended();
      const input = { caseId, revision: 1, statement };
      expect(await here.refused(here.people.vendor, "rebutIntentToDeny", input)).toEqual(
        blocked(field, "NOT_YOUR_ORGANISATION"),
      );
      for (const stranger of [here.people.partner2, here.people.vendor2]) {
        expect(await here.refused(stranger, "rebutIntentToDeny", input)).toEqual([refusal("NOT_FOUND", { field })]);
      }
      const document =
        "mutation M($input: RebutIntentToDenyInput!) { rebutIntentToDeny(input: $input) { refusals { code } } }";
      for (const as of [here.people.oncd, here.people.auditor]) {
        const { errors } = await as.send(document, { input: { ...input, idempotencyKey: "not-mine-to-rebut" } });
        expect(errors?.[0]?.extensions.code).toBe("FORBIDDEN");
      }
    });

    it("for another revision, and where no denial is intended", async () => {
      const filed = await intended();
      const input = { caseId: filed.caseId, revision: 2, statement };
      expect(await here.refused(filed.as, "rebutIntentToDeny", input)).toEqual([
        refusal("STALE_REVISION", { field: ["input", "revision"] }),
      ]);
      const other = await here.inReview(await here.release());
      expect(
        await here.refused(other.as, "rebutIntentToDeny", { caseId: other.caseId, revision: 1, statement }),
      ).toEqual([refusal("ILLEGAL_TRANSITION", { field, from: "IN_REVIEW", attempted: "rebut" })]);
    });
  });

  describe("is not decided", () => {
    it("by who took part, by a position or otherwise, or by who is no official", async () => {
      const { caseId, rebuttalId, as } = await rebutted();
      const input = { rebuttalId, accept: false, reason: "So." };
      for (const official of [here.people.oncd, here.people.defense]) {
        expect(await here.refused(official, "decideRebuttal", input)).toEqual(blocked(rebuttalField, "TOOK_PART"));
      }
      const document =
        "mutation M($input: DecideRebuttalInput!) { decideRebuttal(input: $input) { refusals { code } } }";
      for (const each of [as, here.people.vendor, here.people.auditor]) {
        const { errors } = await each.send(document, { input: { ...input, idempotencyKey: "not-mine-to-decide" } });
        expect(errors?.[0]?.extensions.code).toBe("FORBIDDEN");
      }
      const may = `query R($id: ID!) { node(id: $id) { ... on Application { rebuttals { nodes { viewerCanDecide } } } } }`;
      const mayDecide = async (reader: Caller) =>
        (await reader.ask(may, { id: caseId })).node.rebuttals.nodes[0].viewerCanDecide;
      expect(await mayDecide(here.people.oncd)).toBe(false);
      expect(await mayDecide(as)).toBe(false);
      expect(await mayDecide(here.people.ostp2)).toBe(true);
    });

    it("by who refused a countersignature in the case, out of which the denial came", async () => {
      here.at(tuesday);
      const filed = await here.awaiting(await here.release());
      const refusing = { ...(await here.signing(filed.caseId)), reason: "NEW_INFORMATION" };
      done(await here.people.commerce2.mutate("refuseCountersignature", refusing));
      done(await here.decide((await here.disputeOf(filed.caseId)).id, 1, "DENY"));
      await here.timePasses(filed.caseId);
      const { rebuttal } = done(await rebut(filed));
      const input = { rebuttalId: rebuttal.id, accept: false, reason: "So." };
      expect(await here.refused(here.people.commerce2, "decideRebuttal", input)).toEqual(
        blocked(rebuttalField, "TOOK_PART"),
      );
      done(await here.people.ostp2.mutate("decideRebuttal", input));
    });

    it("twice", async () => {
      const { rebuttalId } = await rebutted();
      done(await decide(rebuttalId, false));
      expect(
        await here.refused(here.people.ostp2, "decideRebuttal", { rebuttalId, accept: true, reason: "No." }),
      ).toEqual([refusal("ILLEGAL_TRANSITION", { field: rebuttalField, from: "REJECTED", attempted: "decide" })]);
    });

    it("by an agency without a seat", async () => {
      here.at(tuesday);
      const panel = [
        { agency: "ONCD" as const, seat: "REQUIRED" as const },
        { agency: "OSTP" as const, seat: "DEEMABLE" as const },
      ];
      const filed = await here.inReview(await here.releaseUnder({ panel }));
      for (const each of [here.people.oncd, here.people.ostp]) {
        await here.tell.position(filed.caseId, each, "OBJECT", { reason: "DIVERSION_RISK" });
      }
      const { rebuttal } = done(await rebut(filed));
      const input = { rebuttalId: rebuttal.id, accept: false, reason: "So." };
      expect(await here.refused(here.people.defense2, "decideRebuttal", input)).toEqual(
        blocked(rebuttalField, "AGENCY_HAS_NO_SEAT"),
      );
    });
  });
});

describeOn(["postgres"], "a rebuttal and what happens at the same time", (kind) => {
  let here: LadderSetting;
  beforeAll(async () => {
    here = await ladderSetting(kind);
  });
  afterAll(() => here?.stop());

  it("is filed once, decided once, one way", async () => {
    here.at(tuesday);
    const { caseId, as } = await here.denialIntended(await here.release());
    const input = { caseId, revision: 1, statement };
    const filed = await Promise.all([1, 2].map(() => as.mutate("rebutIntentToDeny", input, "rebuttal { id }")));
    expect(filed.flatMap(({ refusals }) => refusals.map(({ code }: { code: string }) => code))).toEqual([
      "ALREADY_DONE",
    ]);
    const rebuttalId = filed.find(({ rebuttal }) => rebuttal)?.rebuttal.id;
    const decided = await Promise.all(
      [true, false].map((accept, index) =>
        (index === 0 ? here.people.ostp2 : here.people.oncd2).mutate("decideRebuttal", {
          rebuttalId,
          accept,
          reason: "So.",
        }),
      ),
    );
    expect(decided.filter(({ refusals }) => refusals.length > 0)).toHaveLength(1);
    const accepted = decided[0]?.refusals.length === 0;
    expect((await here.standing(caseId)).decision).toMatchObject({ outcome: accepted ? "APPROVE" : "DENY" });
  });

  it("filed at the last moment and not swept away: either it stands, or the window had ended", async () => {
    here.at(tuesday);
    const { caseId, as } = await here.denialIntended(await here.release());
    const { rebuttalDueAt } = await here.read(caseId, "rebuttalDueAt");
    here.at(new Date(Date.parse(rebuttalDueAt) - 1).toISOString());
    const [filed] = await Promise.all([
      as.mutate("rebutIntentToDeny", { caseId, revision: 1, statement }, "rebuttal { id }"),
      here.swept(),
    ]);
    expect(filed.refusals).toEqual([]);
    expect((await here.standing(caseId)).status).toBe("INTENT_TO_DENY");
  });
});
