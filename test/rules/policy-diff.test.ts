import { describe, expect, it } from "vitest";
import { eo12981 } from "../../src/rules/policies/eo12981.ts";
import { expeditedPreview } from "../../src/rules/policies/expedited-preview.ts";
import type { PolicyDocument } from "../../src/rules/policy.ts";
import { policyChanges } from "../../src/rules/policy-diff.ts";

const changed = (change: (policy: PolicyDocument) => void): PolicyDocument => {
  const policy = structuredClone(expeditedPreview);
  change(policy);
  return policy;
};
const changes = (change: (policy: PolicyDocument) => void) => policyChanges(expeditedPreview, changed(change));

describe("what a policy changes", () => {
  it("is nothing between a policy and itself, whatever its version is called", () => {
    expect(changes(() => {})).toEqual([]);
    expect(changes((policy) => Object.assign(policy, { version: 2, key: "another" }))).toEqual([]);
  });

  it.each<[string, (policy: PolicyDocument) => void, object]>([
    [
      "a clock",
      (policy) => Object.assign(policy.clocks, { appeal: 9 }),
      { kind: "CHANGED", path: ["clocks", "appeal"], before: String(expeditedPreview.clocks.appeal), after: "9" },
    ],
    [
      "a seat",
      (policy) => Object.assign(policy.panel.find(({ agency }) => agency === "DEFENSE")!, { seat: "REQUIRED" }),
      { kind: "CHANGED", path: ["panel", "DEFENSE", "seat"], before: "DEEMABLE", after: "REQUIRED" },
    ],
    [
      "who decides a level",
      (policy) => Object.assign(policy.ladder[1]!, { decidedBy: ["OSTP", "ONCD"] }),
      {
        kind: "CHANGED",
        path: ["ladder", "2", "decidedBy"],
        before: [...expeditedPreview.ladder[1]!.decidedBy].sort().join(", "),
        after: "ONCD, OSTP",
      },
    ],
    [
      "a cap that goes",
      (policy) => Object.assign(policy.phases.LIMITED_PREVIEW!, { partnerCap: null }),
      { kind: "CHANGED", path: ["phases", "LIMITED_PREVIEW", "partnerCap"], before: "20", after: null },
    ],
    [
      "a holiday that comes",
      (policy) => policy.holidays.push({ date: "2099-01-02", name: "A day of mourning" }),
      { kind: "ADDED", path: ["holidays", "2099-01-02", "name"], before: null, after: "A day of mourning" },
    ],
    [
      "a countersigner that comes",
      (policy) => Object.assign(policy, { countersigners: ["DEFENSE"] }),
      {
        kind: "CHANGED",
        path: ["countersigners"],
        before: [...expeditedPreview.countersigners].sort().join(", "),
        after: "DEFENSE",
      },
    ],
    [
      "what programmes it allows, which was any",
      (policy) => Object.assign(policy, { programmePolicies: [] }),
      { kind: "CHANGED", path: ["programmePolicies"], before: null, after: "(none)" },
    ],
    [
      "a clock that the document may leave out, and what it came to before",
      (policy) => Object.assign(policy.clocks, { remind: 2 }),
      { kind: "CHANGED", path: ["clocks", "remind"], before: "4", after: "2" },
    ],
  ])("names the place of %s, with what it said and says", (_what, change, expected) => {
    expect(changes(change)).toEqual([expected]);
  });

  it("names every value of a seat, a criterion or a holiday that goes, before what comes", () => {
    const less = changes((policy) => {
      policy.panel = policy.panel.filter(({ agency }) => agency !== "DEFENSE");
      policy.holidays.push({ date: "2099-01-02", name: "Another" });
    });
    expect(less.map(({ kind, path }) => [kind, path.join(".")])).toEqual([
      ["REMOVED", "panel.DEFENSE.seat"],
      ["ADDED", "holidays.2099-01-02.name"],
    ]);
  });

  it("is nothing where only the order of a list is another", () => {
    const reordered = (policy: PolicyDocument) => {
      policy.panel.reverse();
      policy.holidays.reverse();
      policy.countersigners.reverse();
      policy.sources.reverse();
    };
    expect(changes(reordered)).toEqual([]);
  });

  it("is nothing where a phase that was left out says what leaving it out means", () => {
    const one = changed((policy) => {
      delete policy.phases.EXPANDED_PREVIEW;
    });
    const other = changed((policy) => {
      policy.phases.EXPANDED_PREVIEW = { partnerCap: null, authorizationRequired: true };
    });
    expect(policyChanges(one, other)).toEqual([]);
  });

  it("names what moves along where a policy leaves it open", () => {
    const moved = changes((policy) => Object.assign(policy.clocks, { position: 9 }));
    expect(moved.map(({ path, before, after }) => [path.join("."), before, after])).toEqual([
      ["clocks.position", "5", "9"],
      ["clocks.remind", "4", "6"],
      ["clocks.extension", "1", "3"],
      ["clocks.appealDecision", "5", "9"],
    ]);
  });

  it("keeps two sources of one citation apart", () => {
    const twice = changed((policy) => {
      policy.sources = [
        { cite: "60 FR 62981", says: "One thing." },
        { cite: "60 FR 62981", says: "Another." },
      ];
    });
    const after = structuredClone(twice);
    after.sources[1]!.says = "A third.";
    expect(policyChanges(twice, after)).toEqual([
      { kind: "CHANGED", path: ["sources", "60 FR 62981 (2)", "says"], before: "Another.", after: "A third." },
    ]);
  });

  it("tells another severity of findings, and none where it is said for the first time what was meant before", () => {
    const said = changed((policy) => {
      policy.cyberReview = { blockingSeverity: "HIGH" };
    });
    expect(policyChanges(expeditedPreview, said)).toEqual([]);
    const stricter = structuredClone(said);
    stricter.cyberReview = { blockingSeverity: "LOW" };
    const path = ["cyberReview", "blockingSeverity"];
    expect(policyChanges(expeditedPreview, stricter)).toEqual([
      { kind: "CHANGED", path, before: "HIGH", after: "LOW" },
    ]);
  });

  it("compares any two policies, and turns round with them", () => {
    const there = policyChanges(eo12981, expeditedPreview);
    const back = policyChanges(expeditedPreview, eo12981);
    const turned = { ADDED: "REMOVED", REMOVED: "ADDED", CHANGED: "CHANGED" } as const;
    const flat = (kind: string, path: readonly string[], before: string | null, after: string | null) =>
      JSON.stringify([kind, path, before, after]);
    expect(there.length).toBeGreaterThan(10);
    expect(back.map(({ kind, path, before, after }) => flat(kind, path, before, after)).sort()).toEqual(
      there.map(({ kind, path, before, after }) => flat(turned[kind], path, after, before)).sort(),
    );
  });
});
