import { describe, expect, it } from "vitest";
import { problemsOfRulings, type Ruling, sameWording } from "../../src/rules/condition-rulings.ts";
import type { ConditionPredicate } from "../../src/rules/conditions.ts";

const users = (max: number): ConditionPredicate => ({ kind: "NAMED_USERS_AT_MOST", max });
const where = (...allowed: string[]): ConditionPredicate => ({ kind: "USER_JURISDICTIONS", allowed });
const standing = [
  { id: "users", predicate: users(10), text: "At most ten." },
  { id: "north", predicate: where("CA", "US"), text: "North America." },
  { id: "text", predicate: { kind: "FREE_TEXT" } as const, text: "Keep it locked." },
];
const fewer: Ruling = { conditionId: "users", to: { predicate: users(5), text: "At most five." } };

describe("rulings on the conditions that stand", () => {
  it.each<[string, Ruling[], [string, number | null][]]>([
    ["none", [], []],
    ["one reworded", [fewer], []],
    ["one that falls", [{ conditionId: "users", to: null }], []],
    ["another text alone", [{ conditionId: "users", to: { predicate: users(10), text: "Ten." } }], []],
    ["another free text", [{ conditionId: "text", to: { predicate: { kind: "FREE_TEXT" }, text: "Lock it." } }], []],
    ["all of them fall", standing.map(({ id }) => ({ conditionId: id, to: null })), []],
    ["one that doesn't stand", [{ conditionId: "other", to: null }], [["NOT_CARRIED", 0]]],
    ["one named twice", [fewer, { conditionId: "users", to: null }], [["NAMED_TWICE", 1]]],
    [
      "the same wording, its values in another order",
      [{ conditionId: "north", to: { predicate: where("US", "CA"), text: "North America." } }],
      [["UNCHANGED", 0]],
    ],
    [
      "a wording that no use can meet beside another condition",
      [{ conditionId: "users", to: { predicate: where("FR"), text: "France." } }],
      [["CONTRADICTORY", null]],
    ],
    [
      "what would contradict a condition that falls",
      [
        { conditionId: "users", to: { predicate: where("FR"), text: "France." } },
        { conditionId: "north", to: null },
      ],
      [],
    ],
    [
      "everything at once",
      [fewer, fewer, { conditionId: "other", to: null }],
      [
        ["NAMED_TWICE", 1],
        ["NOT_CARRIED", 2],
      ],
    ],
  ])("%s", (_which, rulings, problems) => {
    expect(problemsOfRulings(standing, rulings).map(({ blocker, index }) => [blocker, index])).toEqual(problems);
  });

  it("takes two wordings for the same only where machine and person read the same", () => {
    const [one] = standing as [(typeof standing)[number]];
    expect(sameWording(one, { ...one })).toBe(true);
    expect(sameWording(one, { ...one, text: "At most 10." })).toBe(false);
    expect(sameWording(one, { ...one, predicate: users(11) })).toBe(false);
  });
});
