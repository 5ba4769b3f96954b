import { describe, expect, it } from "vitest";
import {
  type AskingFacts,
  blockersOfAnswering,
  blockersOfAsking,
  blockersOfHolding,
  type HoldFacts,
  holdReviewWithinDays,
  mayBeStopped,
} from "../../src/rules/stops.ts";
import { applicationStatuses, phaseAdvanceStatuses } from "../../src/rules/vocabulary.ts";

const now = new Date("2026-06-09T14:00:00.000Z");
const later = (milliseconds: number) => new Date(now.getTime() + milliseconds);
const day = 86_400_000;

describe("a stop of the clock", () => {
  it("is for cases under review alone", () => {
    const stoppable = [...new Set([...applicationStatuses, ...phaseAdvanceStatuses])].filter(mayBeStopped);
    expect(stoppable.sort()).toEqual(["AWAITING_COUNTERSIGNATURE", "INTENT_TO_DENY", "IN_DISPUTE", "IN_REVIEW"]);
  });
});

describe("a hold", () => {
  const sound: HoldFacts = { caseStatus: "IN_REVIEW", caseRevision: 2, namedRevision: 2, reviewAt: later(day), now };

  it.each<[string, Partial<HoldFacts>, string[]]>([
    ["a day ahead", {}, []],
    ["a millisecond ahead", { reviewAt: later(1) }, []],
    ["at the end of its days", { reviewAt: later(holdReviewWithinDays * day) }, []],
    ["past the end of its days", { reviewAt: later(holdReviewWithinDays * day + 1) }, ["REVIEW_DATE_TOO_FAR"]],
    ["now", { reviewAt: now }, ["REVIEW_DATE_PAST"]],
    ["in the past", { reviewAt: later(-1) }, ["REVIEW_DATE_PAST"]],
    ["on an earlier revision", { namedRevision: 1 }, ["STALE_REVISION"]],
    [
      "wrong in every way",
      { namedRevision: 3, caseStatus: "SUBMITTED", reviewAt: later(31 * day) },
      ["STALE_REVISION", "NOT_UNDER_REVIEW", "REVIEW_DATE_TOO_FAR"],
    ],
  ])("to be looked at again %s", (_, facts, expected) => {
    expect(blockersOfHolding({ ...sound, ...facts })).toEqual(expected);
  });
});

describe("a request for information", () => {
  const sound: AskingFacts = {
    caseStatus: "AWAITING_COUNTERSIGNATURE",
    caseRevision: 1,
    namedRevision: 1,
    caseKind: "APPLICATION",
    agency: "OSTP",
    seats: [{ agency: "ONCD" }, { agency: "OSTP" }],
    addressee: "PARTNER",
  };

  it.each<[string, Partial<AskingFacts>, string[]]>([
    ["of a partner", {}, []],
    ["of a vendor", { addressee: "VENDOR" }, []],
    ["of a phase advance's vendor", { caseKind: "PHASE_ADVANCE", addressee: "VENDOR" }, []],
    ["of a phase advance's partner", { caseKind: "PHASE_ADVANCE" }, ["NO_SUCH_PARTY"]],
    ["by an agency without a seat", { agency: "DEFENSE" }, ["AGENCY_HAS_NO_SEAT"]],
    ["by nobody's official", { agency: null }, ["AGENCY_HAS_NO_SEAT"]],
    [
      "on a stale revision of a draft",
      { namedRevision: 2, caseStatus: "DRAFT" },
      ["STALE_REVISION", "NOT_UNDER_REVIEW"],
    ],
  ])("%s", (_, facts, expected) => {
    expect(blockersOfAsking({ ...sound, ...facts })).toEqual(expected);
  });

  it("takes an answer up to its due date, and not on it", () => {
    expect(blockersOfAnswering({ dueAt: later(1), now })).toEqual([]);
    expect(blockersOfAnswering({ dueAt: now, now })).toEqual(["ANSWER_TIME_OVER"]);
    expect(blockersOfAnswering({ dueAt: later(-day), now })).toEqual(["ANSWER_TIME_OVER"]);
  });
});
