import { describe, expect, it } from "vitest";
import { type History, problemsOf, type Sighting, type Write } from "./history.ts";

const event = (sequence: number): Sighting => ({ id: `chg_${sequence}`, sequence });
const submit = (key: string, applicationId: string, repeated: string[] = []): Write => ({
  key,
  kind: "submit",
  applicationId,
  repeated,
});
const told = (...sequences: number[]): History["readers"] => [
  { name: "the auditor", told: sequences.map(event), visible: [1, 2, 3].map(event) },
];
const fine: History = {
  writes: [submit("k1", "app_1", ["app_1"]), { ...submit("k2", "app_1"), kind: "withdraw" }],
  readers: told(1, 2, 3),
  applications: new Map([["app_1", ["ApplicationSubmitted", "ApplicationWithdrawn"]]]),
};

describe("what is wrong with a history", () => {
  it("is nothing where everything came once and in order", () => {
    expect(problemsOf(fine)).toEqual([]);
  });

  it.each<[string, Partial<History>, string[]]>([
    [
      "an acknowledged change that is lost",
      { applications: new Map() },
      [
        "k1: app_1 was acknowledged and is lost",
        "k2: app_1 was acknowledged and is lost",
        "0 of submit are in the ledger, and 1 were asked for",
        "0 of withdraw are in the ledger, and 1 were asked for",
      ],
    ],
    [
      "a change that was done twice",
      {
        applications: new Map([
          ["app_1", ["ApplicationSubmitted", "ApplicationWithdrawn"]],
          ["app_2", ["ApplicationSubmitted"]],
        ]),
      },
      ["2 of submit are in the ledger, and 1 were asked for"],
    ],
    [
      "an entry that was written twice",
      { applications: new Map([["app_1", ["ApplicationSubmitted", "ApplicationWithdrawn", "ApplicationWithdrawn"]]]) },
      ["k2: withdraw of app_1 is in the ledger 2 times", "2 of withdraw are in the ledger, and 1 were asked for"],
    ],
    [
      "a repeat that was told something else",
      { writes: [submit("k1", "app_1", ["app_9"]), fine.writes[1]!] },
      ["k1: a repeat was told of app_9"],
    ],
    ["an event that was left out", { readers: told(1, 3) }, ["the auditor was told of 3 and not before of 2"]],
    ["an event that came twice", { readers: told(1, 2, 2, 3) }, ["the auditor was told of 2 twice"]],
    ["events in another order", { readers: told(2, 1, 3) }, ["the auditor was told of 2 and not before of 1"]],
    ["an end that is missing", { readers: told(1, 2) }, ["the auditor missed the last 1 events"]],
    ["what a reader may not see", { readers: told(1, 2, 3, 4) }, ["the auditor was told of 4, which it may not see"]],
  ])("is %s", (_, part, problems) => {
    expect(problemsOf({ ...fine, ...part })).toEqual(problems);
  });
});
