import { describe, expect, it } from "vitest";
import { type History, problemsOf, type ReaderHistory, type Sighting, type Write } from "./history.ts";

const event = (sequence: number): Sighting => ({ cursor: `c${sequence}`, sequence, subjectId: "app_1" });
const submit = (key: string, applicationId: string, repeated: string[] = []): Write => ({
  key,
  kind: "submit",
  applicationId,
  repeated,
});
const reader = (told: number[], more: Partial<ReaderHistory> = {}): readonly ReaderHistory[] => [
  {
    name: "the auditor",
    told: told.map(event),
    visible: [1, 2, 3].map(event),
    everything: true,
    mustKnow: ["app_1"],
    ...more,
  },
];
const fine: History = {
  writes: [submit("k1", "app_1", ["app_1"]), { ...submit("k2", "app_1"), kind: "withdraw" }],
  readers: reader([1, 2, 3]),
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
      {
        applications: new Map([["app_1", ["ApplicationSubmitted", "ApplicationWithdrawn", "ApplicationWithdrawn"]]]),
      },
      ["k2: withdraw of app_1 is in the ledger 2 times", "2 of withdraw are in the ledger, and 1 were asked for"],
    ],
    [
      "changes in the wrong order",
      { applications: new Map([["app_1", ["ApplicationWithdrawn", "ApplicationSubmitted"]]]) },
      ["app_1 was withdrawn before it was submitted"],
    ],
    [
      "a repeat that was told something else",
      { writes: [submit("k1", "app_1", ["app_9"]), fine.writes[1]!] },
      ["k1: a repeat was told of app_9"],
    ],
    [
      "an event that was left out",
      { readers: reader([1, 3]) },
      ["the auditor was told of 3 (app_1) where 2 (app_1) comes next"],
    ],
    ["an event that came twice", { readers: reader([1, 2, 2, 3]) }, ["the auditor was told of 2 (app_1) twice"]],
    [
      "events in another order",
      { readers: reader([2, 1, 3]) },
      ["the auditor was told of 2 (app_1) where 1 (app_1) comes next"],
    ],
    ["an end that is missing", { readers: reader([1, 2]) }, ["the auditor missed the last 1 events"]],
    [
      "what a reader may not see",
      { readers: reader([1, 2, 3, 4]) },
      ["the auditor was told of 4 (app_1), which it may not see"],
    ],
    [
      "a ledger with a gap",
      { readers: reader([1, 3], { visible: [event(1), event(3)] }) },
      ["the auditor is shown a ledger with a gap"],
    ],
    [
      "a reader that is shown nothing",
      { readers: reader([], { visible: [], mustKnow: [] }) },
      ["the auditor may see nothing at all"],
    ],
    [
      "what a reader must know and was never told",
      { readers: reader([1, 2, 3], { mustKnow: ["app_1", "app_2"] }) },
      ["the auditor was never told of app_2"],
    ],
  ])("is %s", (_, part, problems) => {
    expect(problemsOf({ ...fine, ...part })).toEqual(problems);
  });
});
