import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expeditedPreview } from "../../src/rules/policies/expedited-preview.ts";
import { describeOn } from "../support/describe-on.ts";
import { done } from "../support/story.ts";
import { type LadderSetting, ladderSetting, tuesday } from "./ladder-setting.ts";
import { refusal } from "./setting.ts";

const field = ["input", "disputeId"];
const blocked = (...blockers: string[]) => blockers.map((each) => refusal("BLOCKED", { field, blockers: [each] }));
const users = (max: number, text = `At most ${max} users.`) => ({
  text,
  predicate: { kind: "NAMED_USERS_AT_MOST", max },
});

describeOn(["postgres"], "a dispute", (kind) => {
  let here: LadderSetting;
  beforeAll(async () => {
    here = await ladderSetting(kind);
  });
  afterAll(() => here?.stop());

  const deciding = (disputeId: string, level = 1, more: object = {}) => ({
    disputeId,
    level,
    outcome: "APPROVE",
    rationale: "On the whole record.",
    ...more,
  });

  it.each([
    ["expedited-preview", 3],
    ["eo12981", 4],
  ])("climbs the ladder of %s from its chair to its last word", async (policyKey, levels) => {
    const { caseId, disputeId } = await here.disputed(await here.release("LIMITED_PREVIEW", policyKey));
    expect(await here.disputeOf(caseId)).toMatchObject({ level: 1, levelSince: tuesday, dueAt: expect.any(String) });

    const chair = done(await here.decide(disputeId, 1, "APPROVE"));
    expect(chair).toMatchObject({
      ladderDecision: { level: 1, basis: "CHAIR", outcome: "APPROVE", agency: "ONCD", decidedBy: "test|oncd-2" },
      dispute: { status: "OPEN", level: 1 },
      case: { id: caseId, __typename: "Application" },
    });
    expect((await here.standing(caseId)).decision).toBeNull();

    done(await here.escalate(disputeId, 1));
    expect(await here.disputeOf(caseId)).toMatchObject({
      level: 2,
      escalatedAgency: "DEFENSE",
      escalatedBy: "test|defense",
      escalationReason: "The record says otherwise.",
    });
    // Two for and two against: the chair's result stands.
    await here.votes(disputeId, 2, "++--");
    expect((await here.disputeOf(caseId)).decisions.nodes[0]).toMatchObject({
      level: 2,
      basis: "TIE",
      outcome: "APPROVE",
      agency: null,
      decidedBy: null,
    });
    done(await here.escalate(disputeId, 2));
    await here.votes(disputeId, 3, "-- -");
    if (levels === 4) {
      expect(await here.disputeOf(caseId)).toMatchObject({ status: "OPEN", level: 3 });
      done(await here.escalate(disputeId, 3, here.people.commerce));
      done(await here.decide(disputeId, 4, "DENY", { reasons: ["FOREIGN_POLICY", "END_USE_CONCERN"] }));
    }
    const last = levels === 4 ? ["END_USE_CONCERN", "FOREIGN_POLICY"] : ["DIVERSION_RISK"];
    expect(await here.standing(caseId)).toMatchObject({
      status: "INTENT_TO_DENY",
      rebuttalDueAt: expect.any(String),
      decision: { basis: "LADDER", outcome: "DENY", status: "PROPOSED", reasons: last },
      disputes: { nodes: [{ status: "RESOLVED", level: levels }] },
    });
    expect((await here.disputeOf(caseId)).decisions.nodes.map(({ basis }: { basis: string }) => basis)).toEqual(
      levels === 4 ? ["SOLE", "MAJORITY", "TIE", "CHAIR"] : ["MAJORITY", "TIE", "CHAIR"],
    );
    const steps = Array.from({ length: levels - 1 }, () => "DisputeEscalated");
    expect((await here.entries(disputeId)).filter((type) => type !== "DeadlineMoved")).toEqual([
      "DisputeOpened",
      ...steps,
      "DisputeResolved",
    ]);
  });

  it.each([
    ["APPROVE", "AWAITING_COUNTERSIGNATURE"],
    ["DENY", "INTENT_TO_DENY"],
  ])("sends its chair's result on once the time to take it further is over: %s", async (outcome, status) => {
    const { caseId, disputeId } = await here.disputed();
    done(await here.decide(disputeId, 1, outcome));
    await here.swept();
    expect((await here.standing(caseId)).status).toBe("IN_DISPUTE");
    await here.timePasses(caseId);
    expect(await here.standing(caseId)).toMatchObject({
      status,
      decision: { basis: "LADDER", outcome, status: "PROPOSED" },
      disputes: { nodes: [{ status: "RESOLVED", level: 1 }] },
    });
    await here.swept();
    expect((await here.read(caseId, "decisions { totalCount }")).decisions.totalCount).toBe(1);
  });

  it.each([
    ["expedited-preview", 3],
    ["eo12981", 4],
  ])(
    "passes each silent level of %s, and waits at the last, overdue, where it is still decided",
    async (policyKey, levels) => {
      const { caseId, disputeId } = await here.disputed(await here.release("LIMITED_PREVIEW", policyKey));
      for (let level = 2; level <= levels; level += 1) {
        await here.timePasses(caseId);
        expect(await here.disputeOf(caseId)).toMatchObject({
          status: "OPEN",
          level,
          silentAt: null,
          escalatedAgency: null,
          escalatedBy: null,
          escalationReason: null,
        });
      }
      await here.timePasses(caseId);
      const overdue = await here.disputeOf(caseId);
      expect(overdue).toMatchObject({ status: "OPEN", level: levels, dueAt: null, silentAt: expect.any(String) });
      await here.swept();
      expect(await here.disputeOf(caseId)).toEqual(overdue);
      expect((await here.entries(disputeId)).filter((type) => type === "DisputeEscalatedBySilence")).toHaveLength(
        levels - 1,
      );
      expect((await here.entries(disputeId)).at(-1)).toBe("DisputeOverdue");

      if (levels === 4) done(await here.decide(disputeId, 4, "APPROVE"));
      else await here.votes(disputeId, 3, "+++");
      expect(await here.standing(caseId)).toMatchObject({
        status: "AWAITING_COUNTERSIGNATURE",
        decision: { basis: "LADDER", outcome: "APPROVE" },
      });
    },
  );

  it("is the first of all that are due, and reported as overdue, while it waits at its last level", async () => {
    const waiting = await here.disputed(await here.release());
    for (let level = 1; level <= 3; level += 1) await here.timePasses(waiting.caseId);
    const { silentAt } = await here.disputeOf(waiting.caseId);
    expect(silentAt).toEqual(expect.any(String));
    const later = await here.inReview(await here.release());
    for (const each of [here.people.oncd, here.people.ostp, here.people.commerce]) {
      await here.tell.position(later.caseId, each);
    }
    await here.tell.position(later.caseId, here.people.defense, "OBJECT", { reason: "DIVERSION_RISK" });
    const after = await here.disputeOf(later.caseId);
    expect(Date.parse(after.dueAt)).toBeGreaterThan(Date.parse(silentAt));
    const listed = async (id: string) => {
      const inbox = "{ disputes(first: 100, filter: { status: [OPEN] }) { nodes { id } pageInfo { hasNextPage } } }";
      const { nodes, pageInfo } = (await here.people.ostp.ask(inbox)).disputes;
      expect(pageInfo.hasNextPage).toBe(false);
      return nodes.findIndex((each: { id: string }) => each.id === id);
    };
    expect(await listed(waiting.disputeId)).toBeLessThan(await listed(after.id));

    here.at(new Date(Date.parse(silentAt) + 3 * 86_400_000).toISOString());
    const report = `query R($from: DateTime!, $to: DateTime!) { oversightReport(from: $from, to: $to) {
      overdue { reason level longestDays longest { id } } } }`;
    const span = { from: "2026-06-01T00:00:00Z", to: "2026-07-01T00:00:00Z" };
    const late = async () =>
      (await here.people.auditor.ask(report, span)).oversightReport.overdue.filter(
        ({ reason, level }: { reason: string; level: number }) => reason === "LEVEL_UNDECIDED" && level === 3,
      );
    // Other tests' disputes may wait for as long.
    expect(await late()).toMatchObject([{ longestDays: 3 }]);
    // One whose clock is stopped isn't overdue; it keeps its place all the same.
    await here.stopped(waiting);
    const overdue = (await late()).map(({ longest }: { longest: { id: string } | null }) => longest?.id);
    expect(overdue).not.toContain(waiting.caseId);
    expect(await listed(waiting.disputeId)).toBeLessThan(await listed(after.id));
  });

  it("keeps its place among those that are due when it is put on hold: who pages on meets it once", async () => {
    const waiting = await here.disputed(await here.release());
    for (let level = 1; level <= 3; level += 1) await here.timePasses(waiting.caseId);
    const { dueAt, silentAt } = await here.disputeOf(waiting.caseId);
    expect([dueAt, silentAt]).toEqual([null, expect.any(String)]);
    const later = await here.inReview(await here.release());
    for (const each of [here.people.oncd, here.people.ostp, here.people.commerce]) {
      await here.tell.position(later.caseId, each);
    }
    await here.tell.position(later.caseId, here.people.defense, "OBJECT", { reason: "DIVERSION_RISK" });
    const inbox = `query I($after: String) { disputes(first: 1, after: $after, filter: { status: [OPEN] }, orderBy: DUE_AT_ASC) {
      totalCount nodes { id } pageInfo { endCursor hasNextPage } } }`;
    const met: string[] = [];
    let after: string | null = null;
    let total: number;
    do {
      const { disputes } = await here.people.ostp.ask(inbox, { after });
      const { nodes, pageInfo, totalCount } = disputes;
      met.push(...nodes.map(({ id }: { id: string }) => id));
      if (met.length < totalCount && nodes[0]?.id === waiting.disputeId) {
        const reviewAt = new Date(Date.parse(silentAt) + 3 * 86_400_000).toISOString();
        const hold = { caseId: waiting.caseId, revision: 1, reason: "LEGAL_REVIEW", owner: "OSTP", reviewAt };
        done(await here.people.commerce.mutate("placeHold", hold));
      }
      total = totalCount;
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after !== null && met.length <= total);
    expect(met).toHaveLength(total);
    expect(new Set(met).size).toBe(total);
    expect((await here.read(waiting.caseId, "overlays")).overlays).toEqual(["ON_HOLD"]);
  });

  it("sends the latest earlier result to the countersignature when the last level is silent", async () => {
    const { caseId, disputeId } = await here.disputed();
    done(await here.decide(disputeId, 1, "APPROVE"));
    done(await here.escalate(disputeId, 1));
    await here.votes(disputeId, 2, "---");
    done(await here.escalate(disputeId, 2, here.people.ostp));
    await here.timePasses(caseId);
    expect(await here.standing(caseId)).toMatchObject({
      status: "INTENT_TO_DENY",
      decision: { basis: "LADDER", outcome: "DENY", reasons: ["DIVERSION_RISK"] },
      disputes: { nodes: [{ status: "RESOLVED", level: 3 }] },
    });
  });

  it("goes to the last level when the case's total time is over, decided there or not, and from review as well", async () => {
    const { caseId, disputeId } = await here.disputed();
    const quiet = await here.inReview(await here.release());
    done(await here.decide(disputeId, 1, "APPROVE"));
    const { dueAt } = await here.read(caseId, "dueAt");
    // The chair's result is taken further at the last moment; the deputies have not voted when the total time ends.
    here.at((await here.disputeOf(caseId)).openedAt);
    done(await here.escalate(disputeId, 1));
    here.at(dueAt);
    await here.graph.database.query("update dispute set due_at = $2 where id = $1", [
      disputeId,
      "2026-12-01T00:00:00Z",
    ]);
    await here.swept();
    expect(await here.disputeOf(caseId)).toMatchObject({ status: "OPEN", level: 3, levelSince: dueAt });
    expect(await here.entries(disputeId)).toContain("DisputeEscalatedByTime");
    expect(await here.disputeOf(quiet.caseId)).toMatchObject({ cause: "TIME_EXHAUSTED", status: "OPEN", level: 3 });
    // Its silence sends the previous level's result on; where there is none, the case waits.
    await here.timePasses(caseId);
    expect(await here.standing(caseId)).toMatchObject({ decision: { basis: "LADDER", outcome: "APPROVE" } });
    expect(await here.disputeOf(quiet.caseId)).toMatchObject({ status: "OPEN", silentAt: expect.any(String) });
  });

  describe("approved by its chair", () => {
    it("carries the conditions that stand, as they are ruled, and the chair's own", async () => {
      here.at(tuesday);
      const filed = await here.inReview(await here.release());
      const conditions = [
        users(10),
        users(20),
        { text: "Tell us.", predicate: { kind: "REPORT_EVERY_DAYS", days: 30 } },
      ];
      await here.tell.position(filed.caseId, here.people.oncd, "CONCUR_WITH_CONDITIONS", { conditions });
      for (const each of [here.people.ostp, here.people.commerce]) await here.tell.position(filed.caseId, each);
      await here.tell.position(filed.caseId, here.people.defense, "OBJECT", { reason: "DIVERSION_RISK" });
      const { id: disputeId } = await here.disputeOf(filed.caseId);
      const { positions } = await here.read(filed.caseId, "positions { nodes { conditions { nodes { id text } } } }");
      const proposed = positions.nodes.flatMap(
        ({ conditions }: { conditions: { nodes: object[] } }) => conditions.nodes,
      );
      const idOf = (text: string) => proposed.find((each: { text: string }) => each.text === text).id;
      const rulings = [
        { conditionId: idOf("At most 20 users."), drops: true, reason: "Covered by the other." },
        { conditionId: idOf("Tell us."), drops: false, newWording: users(5, "Five."), reason: "A number says more." },
      ];
      done(await here.decide(disputeId, 1, "APPROVE", { rulings, conditions: [users(8, "The chair's.")] }));
      const texts = ["At most 10 users.", "Five.", "The chair's."];
      const textsOf = (nodes: { text: string }[]) => nodes.map(({ text }) => text).sort();
      const [decided] = (await here.disputeOf(filed.caseId)).decisions.nodes;
      expect(textsOf(decided.conditions.nodes)).toEqual(texts);

      // A majority that approves keeps them, and they are what is proposed.
      done(await here.escalate(disputeId, 1));
      await here.votes(disputeId, 2, "+++");
      await here.timePasses(filed.caseId);
      const { decision } = await here.standing(filed.caseId);
      expect(decision).toMatchObject({ basis: "LADDER", outcome: "APPROVE" });
      expect(textsOf(decision.conditions.nodes)).toEqual(texts);
    });

    it("is refused conditions that no use could meet together, its own with those that stand", async () => {
      here.at(tuesday);
      const { caseId } = await here.inReview(await here.release());
      const only = (...allowed: string[]) => ({ text: "There.", predicate: { kind: "USER_JURISDICTIONS", allowed } });
      const conditions = [only("US")];
      await here.tell.position(caseId, here.people.oncd, "CONCUR_WITH_CONDITIONS", { conditions });
      for (const each of [here.people.ostp, here.people.commerce]) await here.tell.position(caseId, each);
      await here.tell.position(caseId, here.people.defense, "OBJECT", { reason: "DIVERSION_RISK" });
      const { id } = await here.disputeOf(caseId);
      expect(
        await here.refused(here.people.oncd2, "decideDispute", deciding(id, 1, { conditions: [only("CA")] })),
      ).toEqual([refusal("INVALID_INPUT", { field: ["input", "rulings"] })]);
    });

    it("names conditions of the case alone", async () => {
      const { disputeId } = await here.disputed();
      const rulings = [{ conditionId: disputeId, drops: true, reason: "None such." }];
      expect(await here.refused(here.people.oncd2, "decideDispute", deciding(disputeId, 1, { rulings }))).toMatchObject(
        [{ code: "INVALID_INPUT", field: ["input", "rulings", "0", "conditionId"] }],
      );
    });
  });

  it("ends when no position calls for it any more, whatever its chair decided", async () => {
    const { caseId, disputeId } = await here.disputed();
    done(await here.decide(disputeId, 1, "DENY"));
    await here.tell.position(caseId, here.people.defense, "CONCUR");
    expect(await here.standing(caseId)).toMatchObject({
      status: "AWAITING_COUNTERSIGNATURE",
      decision: { basis: "PANEL", outcome: "APPROVE" },
      disputes: { nodes: [{ status: "RESOLVED" }] },
    });
  });

  it("isn't begun again by the agency that lost it: what the ladder decided stands", async () => {
    const { caseId, disputeId } = await here.disputed();
    done(await here.decide(disputeId, 1, "APPROVE"));
    await here.timePasses(caseId);
    await here.tell.position(caseId, here.people.defense, "OBJECT", { reason: "DIVERSION_RISK" });
    expect(await here.standing(caseId)).toMatchObject({
      status: "AWAITING_COUNTERSIGNATURE",
      decision: { basis: "LADDER", status: "PROPOSED" },
      disputes: { nodes: [{ status: "RESOLVED" }] },
    });
  });

  it("over a refused countersignature is the ladder's alone, and begins at the first level", async () => {
    here.at(tuesday);
    const { caseId } = await here.awaiting(await here.release());
    const input = { ...(await here.signing(caseId)), reason: "RECORD_INCOMPLETE" };
    done(await here.people.oncd2.mutate("refuseCountersignature", input));
    const { id, cause, level } = await here.disputeOf(caseId);
    expect({ cause, level }).toEqual({ cause: "COUNTERSIGNATURE_REFUSED", level: 1 });
    await here.tell.position(caseId, here.people.defense, "CONCUR");
    expect((await here.disputeOf(caseId)).status).toBe("OPEN");
    done(await here.decide(id, 1, "APPROVE"));
    await here.timePasses(caseId);
    done(await here.tell.countersigned(caseId, here.people.ostp2));
    expect((await here.read(caseId, "status")).status).toBe("APPROVED");
  });

  describe("refuses a decision", () => {
    it("of anyone but ONCD, which decides nowhere but where one official does", async () => {
      const { caseId, disputeId } = await here.disputed();
      for (const as of [
        here.people.ostp,
        here.people.commerce,
        here.people.defense,
        here.people.vendor,
        here.people.auditor,
      ]) {
        const document =
          "mutation M($input: DecideDisputeInput!) { decideDispute(input: $input) { refusals { code } } }";
        const input = { ...deciding(disputeId), idempotencyKey: "not-mine-to-decide" };
        expect((await as.send(document, { input })).errors?.[0]?.extensions.code).toBe("FORBIDDEN");
      }
      await here.timePasses(caseId);
      expect(await here.refused(here.people.oncd2, "decideDispute", deciding(disputeId, 2))).toEqual(
        blocked("LEVEL_VOTES"),
      );
    });

    it("of another level, twice, late, on hold, and after the end", async () => {
      const { caseId, disputeId } = await here.disputed();
      const decision = (level = 1) => here.refused(here.people.oncd2, "decideDispute", deciding(disputeId, level));
      expect(await decision(2)).toEqual([refusal("BLOCKED", { field: ["input", "level"], blockers: ["WRONG_LEVEL"] })]);
      here.at((await here.disputeOf(caseId)).dueAt);
      expect(await decision()).toEqual(blocked("LEVEL_TIME_OVER"));
      here.at(tuesday);
      done(await here.decide(disputeId, 1, "APPROVE"));
      expect(await decision()).toEqual(blocked("LEVEL_DECIDED"));
      await here.timePasses(caseId);
      expect(await decision()).toMatchObject([
        { code: "ILLEGAL_TRANSITION", field, from: "RESOLVED", attempted: "decide" },
        { blockers: ["LEVEL_DECIDED"] },
      ]);
      const held = await here.disputed();
      await here.stopped(held);
      expect(await here.refused(here.people.oncd2, "decideDispute", deciding(held.disputeId))).toEqual(
        blocked("CLOCK_STOPPED"),
      );
    });

    it("that doesn't fit its outcome", async () => {
      const { disputeId } = await here.disputed();
      const given = async (more: object) =>
        here.refused(here.people.oncd2, "decideDispute", deciding(disputeId, 1, more));
      const input = (at: string, blocker: string) =>
        refusal("INVALID_INPUT", { field: ["input", at], blockers: [blocker] });
      expect(await given({ outcome: "DENY" })).toEqual([input("reasons", "REASONS_REQUIRED")]);
      expect(await given({ reasons: ["DIVERSION_RISK"] })).toEqual([input("reasons", "REASONS_NOT_ALLOWED")]);
      const denial = { outcome: "DENY", reasons: ["DIVERSION_RISK"], conditions: [users(3)] };
      expect(await given(denial)).toEqual([input("conditions", "CONDITIONS_NOT_ALLOWED")]);
      expect(await given({ conditions: [users(0)] })).toEqual([
        refusal("INVALID_INPUT", { field: ["input", "conditions", "0", "predicate", "max"] }),
      ]);
    });

    it("by a person who spoke on the case for another agency", async () => {
      const { disputeId } = await here.disputed();
      const twoHats = here.graph.as({ roles: ["oncd"], subject: "test|defense" });
      expect(await here.refused(twoHats, "decideDispute", deciding(disputeId))).toEqual(
        blocked("SPOKE_FOR_ANOTHER_AGENCY"),
      );
    });

    it("on a case whose release is withdrawn", async () => {
      const releaseId = await here.release();
      const { disputeId } = await here.disputed(releaseId);
      done(await here.people.vendor.mutate("withdrawRelease", { releaseId, reason: "Superseded." }));
      expect(await here.refused(here.people.oncd2, "decideDispute", deciding(disputeId))).toMatchObject([
        { code: "BLOCKED", blockers: ["RELEASE_WITHDRAWN"] },
      ]);
    });
  });

  describe("refuses to be taken further", () => {
    const further = (disputeId: string, as = here.people.defense, level = 1) =>
      here.refused(as, "escalateDispute", { disputeId, level, reason: "Otherwise." });

    it("before its level has decided, after the time for it, and from the last level", async () => {
      const { caseId, disputeId } = await here.disputed();
      expect(await further(disputeId)).toEqual(blocked("LEVEL_UNDECIDED"));
      done(await here.decide(disputeId, 1, "APPROVE"));
      expect(await further(disputeId, here.people.defense, 2)).toMatchObject([{ blockers: ["WRONG_LEVEL"] }]);
      here.at((await here.disputeOf(caseId)).dueAt);
      expect(await further(disputeId)).toEqual(blocked("ESCALATION_OVER"));
      here.at(tuesday);
      done(await here.escalate(disputeId, 1));
      await here.timePasses(caseId);
      await here.timePasses(caseId);
      expect(await further(disputeId, here.people.defense, 3)).toMatchObject([
        { code: "ILLEGAL_TRANSITION", from: "RESOLVED", attempted: "escalate" },
        { blockers: ["LEVEL_UNDECIDED"] },
        { blockers: ["LAST_LEVEL"] },
      ]);
    });

    it("by an agency that is only consulted, or has no seat; by one with a deciding seat it is", async () => {
      const panel = expeditedPreview.panel
        .filter(({ agency }) => agency !== "OSTP")
        .map((each) => (each.agency === "COMMERCE" ? ({ ...each, seat: "CONSULTED" } as const) : each));
      here.at(tuesday);
      const { caseId } = await here.inReview(await here.releaseUnder({ panel }));
      for (const each of [here.people.oncd, here.people.commerce]) await here.tell.position(caseId, each);
      await here.tell.position(caseId, here.people.defense, "OBJECT", { reason: "DIVERSION_RISK" });
      const { id } = await here.disputeOf(caseId);
      done(await here.decide(id, 1, "APPROVE"));
      for (const as of [here.people.commerce, here.people.ostp]) {
        expect(await further(id, as)).toEqual(blocked("AGENCY_HAS_NO_DECIDING_SEAT"));
        expect(await here.disputeOf(caseId, as)).toMatchObject({ viewerCanEscalate: false });
      }
      expect(await here.disputeOf(caseId, here.people.defense)).toMatchObject({ viewerCanEscalate: true });
      done(await here.escalate(id, 1));
    });

    it("while its clock is stopped, and by who is no official", async () => {
      const disputed = await here.disputed();
      done(await here.decide(disputed.disputeId, 1, "APPROVE"));
      await here.stopped(disputed);
      expect(await further(disputed.disputeId)).toEqual(blocked("CLOCK_STOPPED"));
      const document =
        "mutation M($input: EscalateDisputeInput!) { escalateDispute(input: $input) { refusals { code } } }";
      const input = { disputeId: disputed.disputeId, level: 1, reason: "Ours.", idempotencyKey: "not-mine-to-take" };
      expect((await disputed.as.send(document, { input })).errors?.[0]?.extensions.code).toBe("FORBIDDEN");
    });
  });

  it("passes nothing while its clock is stopped", async () => {
    const disputed = await here.disputed();
    const { dueAt } = await here.disputeOf(disputed.caseId);
    await here.stopped(disputed);
    here.at(dueAt);
    await here.swept();
    expect(await here.disputeOf(disputed.caseId)).toMatchObject({ status: "OPEN", level: 1 });
  });

  it("gives the first answer again for the same key", async () => {
    const { disputeId } = await here.disputed();
    const key = { idempotencyKey: "decide-it-once-only" };
    const first = done(await here.decide(disputeId, 1, "APPROVE", key));
    expect(await here.decide(disputeId, 1, "APPROVE", key)).toEqual(first);
  });

  it("is decided about a phase advance as well", async () => {
    here.at(tuesday);
    const releaseId = await here.release("LIMITED_PREVIEW");
    const caseId = await here.tell.requestedAdvance(releaseId);
    done(await here.people.commerce.mutate("acceptPhaseAdvance", { phaseAdvanceId: caseId, revision: 1 }));
    for (const each of [here.people.oncd, here.people.ostp, here.people.commerce])
      await here.tell.position(caseId, each);
    await here.tell.position(caseId, here.people.defense, "OBJECT", { reason: "DIVERSION_RISK" });
    const { id } = await here.disputeOf(caseId);
    expect(done(await here.decide(id, 1, "APPROVE")).case).toEqual({ id: caseId, __typename: "PhaseAdvance" });
    await here.timePasses(caseId);
    expect((await here.standing(caseId)).decision).toMatchObject({ basis: "LADDER", outcome: "APPROVE" });
  });
});
