import { describe, expect, it } from "vitest";
import { type DeadlineFacts, type Deadlines, deadlinesOf } from "../../src/rules/deadlines.ts";
import { eo12981 } from "../../src/rules/policies/eo12981.ts";
import { expeditedPreview } from "../../src/rules/policies/expedited-preview.ts";
import { applicationStatuses } from "../../src/rules/vocabulary.ts";

const at = (time: string) => new Date(`2026-${time}Z`);
/** A Tuesday, 10 in the morning in Washington. */
const submittedAt = at("06-09T14:00:00");
const facts: DeadlineFacts = {
  status: "IN_REVIEW",
  submittedAt,
  intendedAt: null,
  rebuttalFiledAt: null,
  stops: [],
  referrals: [],
  dispute: null,
  proposal: null,
};
const shown = (date: Date | null | undefined): string | null => date?.toISOString().slice(5, 16) ?? null;
const seat = (due: Deadlines, id = "a") => {
  const found = due.referrals.get(id);
  return [shown(found?.dueAt), shown(found?.remindAt)];
};

describe("a case's deadlines", () => {
  it.each(applicationStatuses)("are, in all, to refer or to decide, and none without a review: %s", (status) => {
    const { dueAt } = deadlinesOf(expeditedPreview, { ...facts, status });
    const underReview = ["IN_REVIEW", "IN_DISPUTE", "INTENT_TO_DENY", "AWAITING_COUNTERSIGNATURE"].includes(status);
    expect(shown(dueAt)).toBe(status === "SUBMITTED" ? "06-11T21:00" : underReview ? "07-01T21:00" : null);
  });

  it("count from the latest submission, of which a draft has none", () => {
    expect(shown(deadlinesOf(eo12981, { ...facts, submittedAt: at("06-10T14:00:00") }).dueAt)).toBe("09-08T21:00");
    expect(deadlinesOf(eo12981, { ...facts, status: "DRAFT", submittedAt: null }).dueAt).toBeNull();
  });

  it("are each seat's own: from its referral, with a reminder before, longer where it was extended", () => {
    const referrals = [
      { id: "a", referredAt: submittedAt, extendedDays: null },
      { id: "b", referredAt: submittedAt, extendedDays: 2 },
      { id: "c", referredAt: at("06-11T14:00:00"), extendedDays: null },
    ];
    const due = deadlinesOf(expeditedPreview, { ...facts, referrals });
    expect(seat(due, "a")).toEqual(["06-16T21:00", "06-15T21:00"]);
    expect(seat(due, "b")).toEqual(["06-18T21:00", "06-17T21:00"]);
    expect(seat(due, "c")).toEqual(["06-18T21:00", "06-17T21:00"]);
    expect(due.referrals.size).toBe(3);
  });

  it("end the time to rebut only while the denial that was intended stands", () => {
    const intended = { ...facts, intendedAt: submittedAt };
    expect(shown(deadlinesOf(eo12981, { ...intended, status: "INTENT_TO_DENY" }).rebuttalDueAt)).toBe("06-29T21:00");
    expect(deadlinesOf(eo12981, { ...intended, status: "DENIED" }).rebuttalDueAt).toBeNull();
    expect(deadlinesOf(eo12981, facts).rebuttalDueAt).toBeNull();
  });

  it("are a rebuttal's from its filing", () => {
    const due = deadlinesOf(eo12981, { ...facts, status: "INTENT_TO_DENY", rebuttalFiledAt: at("06-10T14:00:00") });
    expect(shown(due.rebuttalDecisionDueAt)).toBe("06-24T21:00");
    expect(deadlinesOf(eo12981, facts).rebuttalDecisionDueAt).toBeNull();
  });

  it.each<[string, number, string | null, string | null]>([
    ["the first level, to decide", 1, null, "06-23T21:00"],
    ["the first level, to be taken further", 1, "06-12T14:00:00", "06-17T21:00"],
    ["the second level, to decide", 2, null, "06-20T21:00"],
    ["the last level, to decide", 4, null, "06-20T21:00"],
    ["the last level, which is taken no further", 4, "06-12T14:00:00", null],
  ])("are a dispute's before %s", (_, level, decided, expected) => {
    const dispute = {
      level,
      levelSince: submittedAt,
      decidedAt: decided === null ? null : at(decided),
      votedLateAt: null,
    };
    expect(shown(deadlinesOf(eo12981, { ...facts, status: "IN_DISPUTE", dispute }).disputeDueAt)).toBe(expected);
  });

  it("don't speak of a level that the ladder hasn't", () => {
    const dispute = { level: 5, levelSince: submittedAt, decidedAt: null, votedLateAt: null };
    expect(() => deadlinesOf(eo12981, { ...facts, dispute })).toThrow(RangeError);
  });

  describe("of a countersignature", () => {
    const awaitedSince = at("06-10T14:00:00");
    const approval = { outcome: "APPROVE", proposedAt: awaitedSince, awaitedSince, rebuttalRejectedAt: null } as const;
    const denial = { ...approval, outcome: "DENY", proposedAt: submittedAt, awaitedSince: submittedAt } as const;
    const due = (more: Partial<DeadlineFacts>, policy = eo12981) => {
      const dates = deadlinesOf(policy, { ...facts, status: "AWAITING_COUNTERSIGNATURE", ...more });
      return [shown(dates.countersignatureDueAt), shown(dates.countersignatureRemindAt)];
    };

    it("are an approval's from when its case came to await it, with a reminder after two thirds", () => {
      expect(due({ proposal: approval })).toEqual(["06-19T21:00", "06-16T21:00"]);
      expect(due({ proposal: approval }, expeditedPreview)).toEqual(["06-12T21:00", "06-11T21:00"]);
      expect(due({ proposal: null })).toEqual([null, null]);
      expect(due({ proposal: approval, status: "DENIED" })).toEqual([null, null]);
    });

    it("are a denial's from the end of the time to rebut, whether or not anyone has noted that", () => {
      for (const status of ["INTENT_TO_DENY", "AWAITING_COUNTERSIGNATURE"] as const) {
        expect(due({ status, proposal: denial })).toEqual(["07-08T21:00", "07-05T21:00"]);
      }
    });

    it("are a rebutted denial's from the rejection, and none before the rebuttal's decision", () => {
      expect(due({ proposal: denial, rebuttalFiledAt: at("06-11T14:00:00") })).toEqual([null, null]);
      const rejected = { ...denial, rebuttalRejectedAt: at("06-12T14:00:00") };
      expect(due({ proposal: rejected })).toEqual(["06-21T21:00", "06-18T21:00"]);
    });

    it("are an approval's from when its case came to await it, though it was proposed later", () => {
      expect(due({ proposal: { ...approval, proposedAt: at("06-18T14:00:00") } })).toEqual([
        "06-19T21:00",
        "06-16T21:00",
      ]);
    });

    it("are a denial's not before it is awaited, whatever was heard before", () => {
      const awaitedLate = { ...denial, awaitedSince: at("07-20T14:00:00") };
      for (const rebuttalRejectedAt of [null, at("06-12T14:00:00")]) {
        expect(due({ proposal: { ...awaitedLate, rebuttalRejectedAt } })).toEqual(["07-29T21:00", "07-26T21:00"]);
      }
      expect(due({ proposal: { ...denial, awaitedSince: at("06-12T14:00:00") } })).toEqual([
        "07-08T21:00",
        "07-05T21:00",
      ]);
    });

    it("are later by a stop in the time to rebut and by one after it, and none while one lasts", () => {
      const stop = (from: string, to: string | null) => ({ from: at(from), to: to === null ? null : at(to) });
      const earlier = stop("06-10T14:00:00", "06-12T14:00:00");
      const later = stop("07-03T14:00:00", "07-04T14:00:00");
      expect(due({ proposal: denial, stops: [earlier] })).toEqual(["07-10T21:00", "07-07T21:00"]);
      expect(due({ proposal: denial, stops: [earlier, later] })).toEqual(["07-11T21:00", "07-08T21:00"]);
      for (const lasts of ["06-10T14:00:00", "07-03T14:00:00"]) {
        expect(due({ proposal: denial, stops: [stop(lasts, null)] })).toEqual([null, null]);
      }
    });
  });

  const everything: DeadlineFacts = {
    ...facts,
    status: "INTENT_TO_DENY",
    intendedAt: submittedAt,
    rebuttalFiledAt: submittedAt,
    referrals: [{ id: "a", referredAt: submittedAt, extendedDays: null }],
    dispute: { level: 1, levelSince: submittedAt, decidedAt: null, votedLateAt: null },
  };
  const all = (due: Deadlines) => [
    shown(due.dueAt),
    shown(due.rebuttalDueAt),
    shown(due.rebuttalDecisionDueAt),
    shown(due.disputeDueAt),
    ...seat(due),
  ];

  it("are none while a stop lasts, whatever else ended", () => {
    const stops = [
      { from: at("06-09T20:00:00"), to: at("06-10T20:00:00") },
      { from: at("06-11T14:00:00"), to: null },
    ];
    expect(all(deadlinesOf(eo12981, { ...everything, stops }))).toEqual(Array(6).fill(null));
  });

  it("are all later by the days on whose cut-off the clock stood, once where stops overlap", () => {
    const stops = [
      { from: at("06-10T14:00:00"), to: at("06-12T14:00:00") },
      { from: at("06-11T14:00:00"), to: at("06-13T14:00:00") },
    ];
    expect(all(deadlinesOf(eo12981, everything))).toEqual([
      "09-07T21:00",
      "06-29T21:00",
      "06-23T21:00",
      "06-23T21:00",
      "07-09T21:00",
      "06-29T21:00",
    ]);
    expect(all(deadlinesOf(eo12981, { ...everything, stops }))).toEqual([
      "09-10T21:00",
      "07-02T21:00",
      "06-26T21:00",
      "06-26T21:00",
      "07-12T21:00",
      "07-02T21:00",
    ]);
  });

  it("stay where they are for a stop before their time began, or after it ended", () => {
    const stops = [
      { from: at("06-01T14:00:00"), to: at("06-09T13:00:00") },
      { from: at("09-08T14:00:00"), to: at("09-20T14:00:00") },
    ];
    expect(all(deadlinesOf(eo12981, { ...everything, stops }))).toEqual(all(deadlinesOf(eo12981, everything)));
  });
});
