import { describe, expect, it } from "vitest";
import { blockersOfRecordingPosition, type PositionFacts } from "../../src/rules/positions.ts";
import { applicationStatuses } from "../../src/rules/vocabulary.ts";

const sound: PositionFacts = {
  caseStatus: "IN_REVIEW",
  caseRevision: 2,
  namedRevision: 2,
  official: { subject: "oncd-1", agency: "ONCD" },
  voices: [
    { official: "oncd-1", agency: "ONCD" },
    { official: "commerce-1", agency: "COMMERCE" },
  ],
  seats: [{ agency: "ONCD" }, { agency: "COMMERCE" }],
  kind: "CONCUR",
  reasons: [],
  criteria: ["DIVERSION_RISK", "END_USE_CONCERN"],
  conditions: 0,
};

const wanting: Partial<PositionFacts> = {
  kind: "OBJECT",
  reasons: ["INCOMPLETE_INFORMATION"],
  criteria: ["INCOMPLETE_INFORMATION"],
};

describe("a position", () => {
  it.each<[string, Partial<PositionFacts>, string[]]>([
    ["a concurrence", {}, []],
    ["a concurrence with conditions", { kind: "CONCUR_WITH_CONDITIONS", conditions: 2 }, []],
    ["an objection with a reason", { kind: "OBJECT", reasons: ["DIVERSION_RISK"] }, []],
    ["no equity", { kind: "NO_EQUITY" }, []],
    ["an earlier revision", { namedRevision: 1 }, ["STALE_REVISION"]],
    ["a revision to come", { namedRevision: 3 }, ["STALE_REVISION"]],
    ["an agency without a seat", { official: { subject: "defense-1", agency: "DEFENSE" } }, ["AGENCY_HAS_NO_SEAT"]],
    ["someone of no agency", { official: { subject: "nobody", agency: null } }, ["AGENCY_HAS_NO_SEAT"]],
    ["the first position of a person", { official: { subject: "oncd-2", agency: "ONCD" } }, []],
    [
      "a person who spoke for another agency",
      { official: { subject: "commerce-1", agency: "ONCD" } },
      ["SPOKE_FOR_ANOTHER_AGENCY"],
    ],
    [
      "a person who spoke for this agency and for another",
      { voices: [...sound.voices, { official: "oncd-1", agency: "COMMERCE" }] },
      ["SPOKE_FOR_ANOTHER_AGENCY"],
    ],
    ["a deemed position", { kind: "DEEMED_NO_OBJECTION" }, ["KIND_RESERVED"]],
    ["an objection without a reason", { kind: "OBJECT" }, ["REASON_REQUIRED"]],
    ["a concurrence with a reason", { reasons: ["DIVERSION_RISK"] }, ["REASON_NOT_ALLOWED"]],
    [
      "a reason that the policy doesn't name",
      { kind: "OBJECT", reasons: ["DIVERSION_RISK", "FOREIGN_POLICY"] },
      ["REASON_NOT_A_CRITERION"],
    ],
    ["an objection for want of information that nobody asked for", wanting, ["INFORMATION_NOT_ASKED"]],
    ["an objection for want of information that was asked for", { ...wanting, asked: true }, []],
    ["conditions that are none", { kind: "CONCUR_WITH_CONDITIONS" }, ["CONDITIONS_REQUIRED"]],
    [
      "an objection with conditions",
      { kind: "OBJECT", reasons: ["DIVERSION_RISK"], conditions: 1 },
      ["CONDITIONS_NOT_ALLOWED"],
    ],
    [
      "everything at once",
      {
        caseStatus: "APPROVED",
        namedRevision: 1,
        official: { subject: "commerce-1", agency: "OSTP" },
        kind: "OBJECT",
        conditions: 1,
      },
      [
        "STALE_REVISION",
        "NOT_UNDER_REVIEW",
        "AGENCY_HAS_NO_SEAT",
        "SPOKE_FOR_ANOTHER_AGENCY",
        "REASON_REQUIRED",
        "CONDITIONS_NOT_ALLOWED",
      ],
    ],
  ])("%s", (_which, change, blockers) => {
    expect(blockersOfRecordingPosition({ ...sound, ...change })).toEqual(blockers);
  });

  it("is taken from the case's acceptance to its countersignature", () => {
    const taken = applicationStatuses.filter(
      (caseStatus) => blockersOfRecordingPosition({ ...sound, caseStatus }).length === 0,
    );
    expect(taken).toEqual(["IN_REVIEW", "IN_DISPUTE", "INTENT_TO_DENY", "AWAITING_COUNTERSIGNATURE"]);
  });
});
