import { describe, expect, it } from "vitest";
import { blockingSeverity, findingsBlock, missingWords, severityFalls } from "../../src/rules/findings.ts";
import { type FindingSeverity, findingSeverities, findingStatuses } from "../../src/rules/release-vocabulary.ts";

describe("the severity from which findings block", () => {
  it("is the policy's, and HIGH where the policy says nothing", () => {
    for (const severity of findingSeverities) {
      expect(blockingSeverity({ cyberReview: { blockingSeverity: severity } })).toBe(severity);
    }
    expect(blockingSeverity({})).toBe("HIGH");
    expect(blockingSeverity({ cyberReview: null })).toBe("HIGH");
  });
});

describe("open findings", () => {
  it.each<[FindingSeverity, FindingSeverity[]]>([
    ["LOW", ["LOW", "MEDIUM", "HIGH", "CRITICAL"]],
    ["MEDIUM", ["MEDIUM", "HIGH", "CRITICAL"]],
    ["HIGH", ["HIGH", "CRITICAL"]],
    ["CRITICAL", ["CRITICAL"]],
  ])("block from %s on when they are of %j", (from, blocking) => {
    expect(findingSeverities.filter((severity) => findingsBlock([severity], from))).toEqual(blocking);
  });

  it("block when one of several does, and don't when there are none", () => {
    expect(findingsBlock(["LOW", "CRITICAL", "LOW"], "HIGH")).toBe(true);
    expect(findingsBlock([], "LOW")).toBe(false);
  });
});

describe("the words that a finding's status needs", () => {
  const none = { mitigation: null, statusNote: null };
  it("are none, how it is mitigated, or why it is accepted or closed", () => {
    expect(findingStatuses.map((status) => missingWords({ status, ...none }))).toEqual([
      null,
      "mitigation",
      "statusNote",
      "statusNote",
    ]);
    const all = { mitigation: "A classifier.", statusNote: "It holds." };
    expect(findingStatuses.map((status) => missingWords({ status, ...all }))).toEqual([null, null, null, null]);
  });

  it("are not each other's", () => {
    expect(missingWords({ status: "MITIGATED", mitigation: null, statusNote: "It holds." })).toBe("mitigation");
    expect(missingWords({ status: "CLOSED", mitigation: "A classifier.", statusNote: null })).toBe("statusNote");
  });

  it("say why, whatever the status, where the finding is called less grave", () => {
    expect(findingStatuses.map((status) => missingWords({ status, ...none }, true))).toEqual([
      "statusNote",
      "mitigation",
      "statusNote",
      "statusNote",
    ]);
    const how = { mitigation: "A classifier.", statusNote: null };
    expect(missingWords({ status: "MITIGATED", ...how }, true)).toBe("statusNote");
    const all = { mitigation: "A classifier.", statusNote: "It holds." };
    expect(findingStatuses.map((status) => missingWords({ status, ...all }, true))).toEqual([null, null, null, null]);
  });
});

describe("a severity", () => {
  it("falls to those before it, and neither to itself nor to graver ones", () => {
    for (const [index, from] of findingSeverities.entries()) {
      expect(findingSeverities.filter((to) => severityFalls(from, to))).toEqual(findingSeverities.slice(0, index));
    }
  });
});
