import { describe, expect, it } from "vitest";
import { eo12981 } from "../../src/rules/policies/eo12981.ts";
import { expeditedPreview } from "../../src/rules/policies/expedited-preview.ts";
import type { PolicyDocument } from "../../src/rules/policy.ts";
import { replay } from "../../src/rules/replay.ts";
import type { CaseRecord, RecordedPosition, RecordedRebuttal } from "../../src/rules/replay-record.ts";
import type { Agency, PositionKind } from "../../src/rules/vocabulary.ts";

// The expedited preview counts business days in Washington until 17:00: two to refer, five to answer, fifteen in all;
// the reminder after four. ONCD and OSTP are REQUIRED, COMMERCE and DEFENSE DEEMABLE.
const policy: PolicyDocument = { ...expeditedPreview, holidays: [] };
const at = (day: number, time = "10:00") => new Date(`2026-06-${String(day).padStart(2, "0")}T${time}:00-04:00`);

/** Submitted on Monday the 1st of June, accepted the next day. */
const record = (part: Partial<CaseRecord> = {}): CaseRecord => ({
  submittedAt: at(1),
  acceptedAt: at(2),
  acceptedRevision: 1,
  amendments: [],
  positions: [],
  extensions: [],
  stops: [],
  hits: [],
  ladder: [],
  rebuttals: [],
  refusals: [],
  withdrawnAt: null,
  decision: null,
  ...part,
});
const says = (agency: Agency, day: number, kind: PositionKind = "CONCUR", revision = 1): RecordedPosition => ({
  agency,
  kind,
  reason: kind === "OBJECT" ? "DIVERSION_RISK" : null,
  revision,
  at: at(day),
});
const everyone = (day: number, ...but: Agency[]): RecordedPosition[] =>
  (["ONCD", "OSTP", "COMMERCE", "DEFENSE"] as const)
    .filter((each) => !but.includes(each))
    .map((each) => says(each, day));
const under = (document: Partial<PolicyDocument>): PolicyDocument => ({ ...policy, ...document });
const end = at(30);
const signed = (day: number, decidableOn = day, outcome: "APPROVE" | "DENY" = "APPROVE") => ({
  outcome,
  decidableAt: at(decidableOn),
  countersignedAt: at(day),
});
const rebuttal = (day: number, decided: { on: number; accepted: boolean } | null): RecordedRebuttal => ({
  filedAt: at(day),
  decided: decided && { at: at(decided.on), accepted: decided.accepted },
});

describe("a case replayed", () => {
  it("waits for its acceptance until it is referred", () => {
    expect(replay(record({ acceptedAt: null }), policy, at(2))).toMatchObject({
      outcome: "NOT_REFERRED",
      waitingFor: ["COMMERCE"],
      seats: [],
      referDueAt: at(3, "17:00"),
      dueAt: at(22, "17:00"),
      overdue: false,
    });
  });

  it("is overdue once its time in all is over", () => {
    expect(replay(record({ acceptedAt: null }), policy, end).overdue).toBe(true);
  });

  it("is approved when the last seat concurs, and decided as long after that as it was", () => {
    const positions = [...everyone(3, "DEFENSE"), says("DEFENSE", 4)];
    expect(replay(record({ positions, decision: signed(8, 4) }), policy, end)).toMatchObject({
      outcome: "APPROVE",
      proposedAt: at(4),
      decidedAt: at(8),
      waitingFor: [],
      overdue: false,
    });
  });

  it("waits for a countersignature that nobody gave", () => {
    expect(replay(record({ positions: everyone(3) }), policy, end)).toMatchObject({
      outcome: "APPROVE",
      proposedAt: at(3),
      decidedAt: null,
      waitingFor: policy.countersigners,
    });
  });

  it("is decided sooner under a policy that hears fewer, and names who spoke without a seat", () => {
    const positions = [...everyone(3, "DEFENSE"), says("DEFENSE", 8)];
    const smaller = under({ panel: policy.panel.filter(({ agency }) => agency !== "DEFENSE") });
    expect(replay(record({ positions, decision: signed(9, 8) }), smaller, end)).toMatchObject({
      outcome: "APPROVE",
      proposedAt: at(3),
      decidedAt: at(4),
      unheard: ["DEFENSE"],
    });
  });

  it("waits for a seat that nobody asked to answer, where its silence doesn't count", () => {
    const required = under({ panel: policy.panel.map((seat) => ({ ...seat, seat: "REQUIRED" })) });
    expect(replay(record({ positions: everyone(3, "COMMERCE") }), required, at(12))).toMatchObject({
      outcome: "WAITING",
      waitingFor: ["COMMERCE"],
      proposedAt: null,
    });
  });

  describe("with an agency that says nothing", () => {
    const positions = everyone(3, "DEFENSE");
    const seatOf = (found: ReturnType<typeof replay>, agency: Agency) =>
      found.seats.find((seat) => seat.agency === agency);

    it("takes its silence for no objection when its time is over", () => {
      const found = replay(record({ positions }), policy, end);
      expect(found).toMatchObject({ outcome: "APPROVE", proposedAt: at(9, "17:00") });
      expect(seatOf(found, "DEFENSE")).toEqual({
        agency: "DEFENSE",
        seat: "DEEMABLE",
        referredAt: at(2),
        dueAt: at(9, "17:00"),
        position: "DEEMED_NO_OBJECTION",
        heardAt: at(9, "17:00"),
        late: false,
      });
    });

    it("waits for it until then, to the moment", () => {
      expect(replay(record({ positions }), policy, at(9, "16:59")).waitingFor).toEqual(["DEFENSE"]);
      expect(replay(record({ positions }), policy, at(9, "17:00")).outcome).toBe("APPROVE");
    });

    it("hears what is said at that very moment", () => {
      const objects: RecordedPosition = { ...says("DEFENSE", 9, "OBJECT"), at: at(9, "17:00") };
      const found = replay(record({ positions: [...positions, objects] }), policy, end);
      expect(found).toMatchObject({ outcome: "DISPUTE", cause: "OBJECTION" });
      expect(seatOf(found, "DEFENSE")).toMatchObject({ position: "OBJECT", late: false });
    });

    it("takes its silence sooner or later as the policy's clock has it", () => {
      const clock = (position: number) => under({ clocks: { ...policy.clocks, position, total: 20 } });
      expect(replay(record({ positions }), clock(3), end).proposedAt).toEqual(at(5, "17:00"));
      expect(replay(record({ positions }), clock(7), end).proposedAt).toEqual(at(11, "17:00"));
    });

    it("counts its days as the policy counts them", () => {
      const calendar = under({ dayCount: "CALENDAR" });
      expect(replay(record({ positions }), calendar, end).proposedAt).toEqual(at(7, "17:00"));
    });

    it("gives it the longer time that it was given, as the policy extends", () => {
      const extensions = [{ agency: "DEFENSE" as const, at: at(8) }];
      const longer = under({ clocks: { ...policy.clocks, extension: 2 } });
      expect(replay(record({ positions, extensions }), longer, end).proposedAt).toEqual(at(11, "17:00"));
    });

    it("waits while the clock is stopped, and as long after", () => {
      const stops = [{ from: at(4), to: at(10) }];
      expect(replay(record({ positions, stops }), policy, at(10)).outcome).toBe("WAITING");
      expect(replay(record({ positions, stops }), policy, end).proposedAt).toEqual(at(15, "17:00"));
    });

    it("waits for it without an end where a stop has none", () => {
      const stops = [{ from: at(4), to: null }];
      const found = replay(record({ positions, stops }), policy, end);
      expect(found).toMatchObject({ outcome: "WAITING", waitingFor: ["DEFENSE"], dueAt: null, overdue: false });
      expect(seatOf(found, "DEFENSE")?.dueAt).toBeNull();
    });

    it("takes its silence where its time was over before a stop that lasts", () => {
      const stops = [{ from: at(12), to: null }];
      const found = replay(record({ positions, stops }), policy, end);
      expect(found).toMatchObject({ outcome: "APPROVE", proposedAt: at(9, "17:00"), referDueAt: at(3, "17:00") });
      expect(found).toMatchObject({ dueAt: null, overdue: false });
      expect(seatOf(found, "DEFENSE")?.dueAt).toEqual(at(9, "17:00"));
    });

    it("knows no deadline that a stop that lasts began at, and is overdue where its time was over before", () => {
      const stoppedAt = (from: Date) => {
        const asked = record({
          acceptedAt: null,
          stops: [
            { from: at(4), to: at(5) },
            { from, to: null },
          ],
        });
        return replay(asked, policy, end);
      };
      expect(stoppedAt(at(23, "17:00"))).toMatchObject({ dueAt: null, overdue: false });
      expect(stoppedAt(at(23, "17:01"))).toMatchObject({ dueAt: at(23, "17:00"), overdue: true });
    });

    it("passes over no open match with a listed party", () => {
      const until = (to: Date | null) => replay(record({ positions, hits: [{ from: at(2), to }] }), policy, at(18));
      expect(until(at(12))).toMatchObject({ outcome: "APPROVE", proposedAt: at(12) });
      expect(until(null)).toMatchObject({ outcome: "WAITING", waitingFor: ["DEFENSE"] });
    });

    it("lets what it says late count until the decision, and calls it late", () => {
      const late = [...positions, says("DEFENSE", 11, "OBJECT")];
      const open = replay(record({ positions: late }), policy, at(12));
      expect(open).toMatchObject({ outcome: "DISPUTE", cause: "OBJECTION", level: 1 });
      expect(seatOf(open, "DEFENSE")).toMatchObject({ position: "OBJECT", late: true });
      const decided = replay(record({ positions: late, decision: signed(10, 9) }), policy, end);
      expect(decided).toMatchObject({ outcome: "APPROVE", decidedAt: at(10, "17:00") });
    });
  });

  describe("that is objected to", () => {
    it("is disputed where one objects, before the first level's agency", () => {
      const positions = [...everyone(3, "DEFENSE"), says("DEFENSE", 3, "OBJECT")];
      expect(replay(record({ positions }), policy, at(5))).toMatchObject({
        outcome: "DISPUTE",
        cause: "OBJECTION",
        level: 1,
        waitingFor: ["ONCD"],
      });
    });

    it("comes back where the objection is given up", () => {
      const positions = [...everyone(3, "DEFENSE"), says("DEFENSE", 3, "OBJECT"), says("DEFENSE", 8)];
      expect(replay(record({ positions }), policy, end)).toMatchObject({ outcome: "APPROVE", proposedAt: at(8) });
    });

    it("is denied where every required seat objects, and not before the time to rebut is over", () => {
      const objecting = (["ONCD", "OSTP"] as const).map((each) => says(each, 3, "OBJECT"));
      const positions = [...objecting, ...everyone(3, "ONCD", "OSTP")];
      const asOf = new Date("2026-09-01T12:00:00Z");
      const found = replay(record({ positions, decision: signed(4, 4, "DENY") }), policy, asOf);
      expect(found).toMatchObject({ outcome: "DENY", proposedAt: at(3), overdue: true });
      const calendar = under({ dayCount: "CALENDAR", clocks: { ...policy.clocks, intentToDeny: 20 } });
      expect(replay(record({ positions, decision: signed(4, 4, "DENY") }), calendar, asOf).decidedAt).toEqual(
        at(23, "17:00"),
      );
    });

    it("has time to rebut anew for other reasons, and none for the same again", () => {
      const objecting = (["ONCD", "OSTP"] as const).map((each) => says(each, 3, "OBJECT"));
      const positions = [...objecting, ...everyone(3, "ONCD", "OSTP")];
      const denied = (again: RecordedPosition) =>
        replay(
          record({ positions: [...positions, again], decision: signed(4, 4, "DENY") }),
          under({ clocks: { ...policy.clocks, intentToDeny: 3 } }),
          end,
        );
      expect(denied(says("OSTP", 5, "OBJECT"))).toMatchObject({ proposedAt: at(3), decidedAt: at(8, "17:00") });
      expect(denied({ ...says("OSTP", 5, "OBJECT"), reason: "FOREIGN_POLICY" })).toMatchObject({
        proposedAt: at(5),
        decidedAt: at(10, "17:00"),
      });
    });

    it("is approved by one policy and denied by another", () => {
      const positions = [...everyone(3, "ONCD"), says("ONCD", 3, "OBJECT")];
      const chaired = under({
        panel: policy.panel.map((seat) => ({ ...seat, seat: seat.agency === "ONCD" ? "REQUIRED" : "CONSULTED" })),
      });
      const consulted = under({
        panel: policy.panel.map((seat) => ({ ...seat, seat: seat.agency === "ONCD" ? "CONSULTED" : "REQUIRED" })),
      });
      expect(replay(record({ positions }), chaired, end).outcome).toBe("DENY");
      expect(replay(record({ positions }), consulted, end).outcome).toBe("APPROVE");
      expect(replay(record({ positions }), policy, at(5)).outcome).toBe("DISPUTE");
    });
  });

  describe("that is disputed", () => {
    // The chair has three business days from the 3rd, and its result may be taken further within one; the deputies two
    // and one; the principals one.
    const positions = [...everyone(3, "DEFENSE"), says("DEFENSE", 3, "OBJECT")];
    const long = under({ clocks: { ...policy.clocks, total: 60 } });
    const decides = (
      day: number,
      agency: Agency,
      outcome: "APPROVE" | "DENY" = "APPROVE",
      kind: "DECISION" | "VOTE" = "DECISION",
    ) => ({ kind, agency, outcome, at: at(day) }) as const;
    const [chair, deputies, principals] = policy.ladder;

    it("is before the level whose time it is: the silent ones are passed", () => {
      const standing = (asOf: Date) => {
        const { outcome, level, waitingFor } = replay(record({ positions }), long, asOf);
        return [outcome, level, waitingFor];
      };
      expect(standing(at(8, "16:59"))).toEqual(["DISPUTE", 1, chair!.decidedBy]);
      // From after the day's work on Monday the 8th two days count.
      expect(standing(at(8, "17:00"))).toEqual(["DISPUTE", 2, deputies!.decidedBy]);
      expect(standing(at(11, "16:59"))).toEqual(["DISPUTE", 2, deputies!.decidedBy]);
      expect(standing(at(11, "17:00"))).toEqual(["DISPUTE", 3, principals!.decidedBy]);
      expect(standing(end)).toEqual(["DISPUTE", 3, principals!.decidedBy]);
    });

    it("comes to what its chair decided, once nobody may take that further", () => {
      const found = replay(record({ positions, ladder: [decides(5, "ONCD", "DENY")] }), long, end);
      expect(found).toMatchObject({ outcome: "DENY", proposedAt: at(8, "17:00") });
    });

    it("goes on where the result was taken further, and to the earlier result where nobody says more", () => {
      const ladder = [decides(5, "ONCD"), { kind: "ESCALATION" as const, at: at(8) }];
      expect(replay(record({ positions, ladder }), long, at(9))).toMatchObject({ outcome: "DISPUTE", level: 2 });
      expect(replay(record({ positions, ladder }), long, end)).toMatchObject({
        outcome: "APPROVE",
        proposedAt: at(12, "17:00"),
      });
    });

    it("counts votes where its level takes them, and equal ones keep the chair's result", () => {
      const climbed = [decides(4, "ONCD", "DENY"), { kind: "ESCALATION" as const, at: at(5) }];
      const voters = deputies!.decidedBy;
      const votes = voters.map((agency, index) => decides(8, agency, index % 2 ? "DENY" : "APPROVE", "VOTE"));
      expect(voters.length % 2).toBe(0);
      const tied = replay(record({ positions, ladder: [...climbed, ...votes] }), long, end);
      expect(tied).toMatchObject({ outcome: "DENY", proposedAt: at(9, "17:00") });
      const approving = voters.slice(0, 3).map((agency) => decides(8, agency, "APPROVE", "VOTE"));
      expect(replay(record({ positions, ladder: [...climbed, ...approving] }), long, end).outcome).toBe("APPROVE");
    });

    it("is denied by equal votes at the last level, when the time is over that the first late vote gave", () => {
      // The principals' time is over on the 15th.
      const votes = [decides(17, "ONCD", "APPROVE", "VOTE"), decides(18, "OSTP", "DENY", "VOTE")];
      const at17 = replay(record({ positions, ladder: votes }), long, at(18, "16:59"));
      expect(at17).toMatchObject({ outcome: "DISPUTE", level: 3 });
      const denied = { outcome: "DENY", proposedAt: at(18, "17:00") };
      expect(replay(record({ positions, ladder: votes }), long, end)).toMatchObject(denied);
      const all = principals!.decidedBy.map((agency, index) =>
        decides(17, agency, index % 2 ? "DENY" : "APPROVE", "VOTE"),
      );
      expect(replay(record({ positions, ladder: all }), long, end)).toMatchObject({
        outcome: "DENY",
        proposedAt: at(17),
      });
    });

    it("heeds nobody at a level that isn't theirs, and nothing where it isn't disputed", () => {
      const stranger = [decides(5, "DEFENSE"), decides(5, "OSTP", "APPROVE", "VOTE")];
      expect(replay(record({ positions, ladder: stranger }), long, at(8))).toMatchObject({
        outcome: "DISPUTE",
        level: 1,
      });
      const consulted = under({
        panel: policy.panel.map((seat) => ({ ...seat, seat: seat.agency === "DEFENSE" ? "CONSULTED" : "REQUIRED" })),
      });
      expect(replay(record({ positions, ladder: [decides(5, "ONCD", "DENY")] }), consulted, end)).toMatchObject({
        outcome: "APPROVE",
        proposedAt: at(3),
      });
    });

    it("isn't begun again by a position once the ladder has spoken", () => {
      const after = [...positions, says("COMMERCE", 9, "OBJECT")];
      expect(replay(record({ positions: after, ladder: [decides(5, "ONCD")] }), long, end)).toMatchObject({
        outcome: "APPROVE",
        proposedAt: at(8, "17:00"),
      });
    });

    it("goes to the last level when the time in all is over, with what was decided before", () => {
      const short = under({ clocks: { ...policy.clocks, total: 8 } });
      expect(replay(record({ positions }), short, at(11, "17:00"))).toMatchObject({
        outcome: "DISPUTE",
        cause: "OBJECTION",
        level: policy.ladder.length,
      });
      expect(replay(record({ positions: everyone(3, "ONCD") }), short, end)).toMatchObject({
        outcome: "DISPUTE",
        cause: "TIME_EXHAUSTED",
        level: policy.ladder.length,
        overdue: true,
      });
    });
  });

  describe("whose denial is rebutted", () => {
    const objecting = (["ONCD", "OSTP"] as const).map((each) => says(each, 3, "OBJECT"));
    const positions = [...objecting, ...everyone(3, "ONCD", "OSTP")];

    it("is approved where the rebuttal was accepted", () => {
      const rebuttals = [rebuttal(8, { on: 10, accepted: true })];
      expect(replay(record({ positions, rebuttals }), policy, end)).toMatchObject({
        outcome: "APPROVE",
        proposedAt: at(10),
      });
    });

    it("may be signed at once where it was rejected", () => {
      const rebuttals = [rebuttal(8, { on: 10, accepted: false })];
      const decision = signed(11, 10, "DENY");
      expect(replay(record({ positions, rebuttals, decision }), policy, end)).toMatchObject({
        outcome: "DENY",
        decidedAt: at(11),
      });
    });

    it("is disputed where nobody decided the rebuttal in the time that the policy gives for it", () => {
      const found = (rebuttals: RecordedRebuttal[], asOf: Date, document = policy) =>
        replay(record({ positions, rebuttals }), document, asOf);
      const undecided = [rebuttal(8, null)];
      // Three days, as the chair has: the denial can't be signed meanwhile.
      expect(found(undecided, at(11, "16:59"))).toMatchObject({ outcome: "DENY", decidedAt: null });
      expect(found(undecided, at(11, "17:00"))).toMatchObject({
        outcome: "DISPUTE",
        cause: "REBUTTAL_UNDECIDED",
        level: 1,
        waitingFor: ["ONCD"],
      });
      const accepted = [rebuttal(8, { on: 10, accepted: true })];
      const hurried = under({ clocks: { ...policy.clocks, rebuttal: 1 } });
      expect(found(accepted, at(10), hurried)).toMatchObject({ outcome: "DISPUTE", cause: "REBUTTAL_UNDECIDED" });
    });

    it("has what the ladder makes of an undecided rebuttal", () => {
      const ladder = [{ kind: "DECISION" as const, agency: "ONCD" as const, outcome: "APPROVE" as const, at: at(12) }];
      const rebuttals = [rebuttal(8, null)];
      expect(replay(record({ positions, rebuttals, ladder }), policy, at(16))).toMatchObject({
        outcome: "APPROVE",
        proposedAt: at(15, "17:00"),
      });
    });

    it("goes to the last level from an undecided rebuttal when the time in all is over by then", () => {
      const short = under({ clocks: { ...policy.clocks, total: 6 } });
      const rebuttals = [rebuttal(8, null)];
      const voted = [
        { kind: "VOTE" as const, agency: "OSTP" as const, outcome: "APPROVE" as const, at: at(12, "11:00") },
      ];
      expect(replay(record({ positions, rebuttals }), short, at(12))).toMatchObject({ outcome: "DISPUTE", level: 3 });
      // The principals have a day from then on, and the votes cast in it decide.
      expect(replay(record({ positions, rebuttals, ladder: voted }), short, at(16))).toMatchObject({
        outcome: "APPROVE",
        proposedAt: at(15, "17:00"),
      });
    });

    it("may be signed while a rebuttal that came too late lies undecided", () => {
      const quick = under({ clocks: { ...policy.clocks, intentToDeny: 3 } });
      const found = replay(
        record({ positions, rebuttals: [rebuttal(9, null)], decision: signed(9, 8, "DENY") }),
        quick,
        end,
      );
      expect(found).toMatchObject({ outcome: "DENY", decidedAt: at(9, "17:00") });
    });

    it("has nothing to rebut where an approval would be proposed", () => {
      const rebuttals = [rebuttal(8, { on: 10, accepted: true })];
      expect(replay(record({ positions: everyone(3), rebuttals }), policy, end).proposedAt).toEqual(at(3));
    });
  });

  it("is disputed where its countersignature was refused, if it was for what is proposed", () => {
    const refused = (outcome: "APPROVE" | "DENY") =>
      replay(record({ positions: everyone(3), refusals: [{ outcome, at: at(4) }] }), policy, at(5));
    expect(refused("APPROVE")).toMatchObject({ outcome: "DISPUTE", cause: "COUNTERSIGNATURE_REFUSED" });
    expect(refused("DENY").outcome).toBe("APPROVE");
  });

  it("is referred anew when it is amended: what was said of the old revision is gone", () => {
    const amendments = [{ revision: 2, at: at(4) }];
    const positions = [...everyone(3, "DEFENSE"), ...everyone(5, "DEFENSE").map((each) => ({ ...each, revision: 2 }))];
    const found = replay(record({ amendments, positions }), policy, end);
    expect(found).toMatchObject({ outcome: "APPROVE", proposedAt: at(11, "17:00") });
    expect(found.seats.every(({ referredAt }) => referredAt.getTime() === at(4).getTime())).toBe(true);
    expect(replay(record({ amendments, positions: everyone(3) }), policy, at(8))).toMatchObject({
      outcome: "WAITING",
      waitingFor: policy.panel.map(({ agency }) => agency),
    });
  });

  it("proposes nothing while the clock is stopped, and at once when it runs again", () => {
    const stops = [{ from: at(2, "12:00"), to: at(8) }];
    expect(replay(record({ positions: everyone(3), stops }), policy, at(5))).toMatchObject({
      outcome: "WAITING",
      waitingFor: [],
    });
    expect(replay(record({ positions: everyone(3), stops }), policy, end).proposedAt).toEqual(at(8));
  });

  it("ends where it was withdrawn, unless it is decided before that", () => {
    expect(replay(record({ withdrawnAt: at(4) }), policy, end)).toMatchObject({ outcome: "WITHDRAWN", waitingFor: [] });
    const positions = everyone(3, "DEFENSE");
    const smaller = under({ panel: policy.panel.filter(({ agency }) => agency !== "DEFENSE") });
    expect(replay(record({ positions, withdrawnAt: at(8) }), smaller, end)).toMatchObject({
      outcome: "WITHDRAWN",
      decidedAt: null,
    });
  });

  it("sees nothing of what came after the moment that it is asked for", () => {
    expect(replay(record({ positions: everyone(8) }), policy, at(5))).toMatchObject({
      outcome: "WAITING",
      waitingFor: policy.panel.map(({ agency }) => agency),
    });
  });

  it("leaves the record and the policy as they are, and comes to the same again", () => {
    const recorded = record({ positions: everyone(3, "DEFENSE"), stops: [{ from: at(4), to: at(5) }] });
    const copies = structuredClone([recorded, eo12981]);
    const once = replay(recorded, eo12981, end);
    expect(replay(recorded, eo12981, end)).toEqual(once);
    expect([recorded, eo12981]).toEqual(copies);
  });
});
