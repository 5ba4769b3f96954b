import { describe, expect, it } from "vitest";
import { expeditedPreview } from "../../src/rules/policies/expedited-preview.ts";
import { shippedPolicies } from "../../src/rules/policies/shipped.ts";
import { trustedAccess } from "../../src/rules/policies/trusted-access.ts";
import { allowsProgramme, type PolicyDocument } from "../../src/rules/policy.ts";
import { validatePolicy } from "../../src/rules/validate-policy.ts";

type Loose = Record<string, unknown>;

const published = new Date("2026-11-20T15:00:00Z");
const validate = (document: unknown, at = published) => validatePolicy(document, at);

/** A copy of a sound policy with `change` made to it. */
function spoilt(change: (policy: never) => void): Loose {
  const policy = structuredClone(expeditedPreview);
  change(policy as never);
  return policy as unknown as Loose;
}
const set = (path: string, value: unknown) => (policy: never) => {
  const keys = path.split(/[.[\]]+/).filter(Boolean);
  const last = keys.pop()!;
  const place = keys.reduce<Loose>((found, key) => found[key] as Loose, policy as Loose);
  if (value === undefined) delete place[last];
  else place[last] = value;
};

describe("a policy that is published", () => {
  it.each(shippedPolicies.map((policy) => [policy.key, policy] as const))("is sound when it is %s", (_key, policy) => {
    const stored: unknown = JSON.parse(JSON.stringify(policy));
    expect(validate(stored)).toEqual({ policy, problems: [] });
  });

  it.each<[string, unknown, string]>([
    ["key", "Expedited Preview", "key"],
    ["key", "a".repeat(61), "key"],
    ["key", undefined, "key"],
    ["version", 0, "version"],
    ["version", 1.5, "version"],
    ["version", "1", "version"],
    ["title", "   ", "title"],
    ["title", 7, "title"],
    ["title", "x".repeat(201), "title"],
    ["legalBasis", "null\u0000byte", "legalBasis"],
    ["summary", "half a pair \ud800", "summary"],
    ["silence", "", "silence"],
    ["sources", [], "sources"],
    ["sources[0].cite", undefined, "sources[0].cite"],
    ["sources[0]", "60 FR 62981", "sources[0]"],
    ["dayCount", "WORKING", "dayCount"],
    ["timeZone", "Washington", "timeZone"],
    ["timeZone", null, "timeZone"],
    ["cutOff", "24:00", "cutOff"],
    ["cutOff", "5 pm", "cutOff"],
    ["holidays[3].date", "2026-02-30", "holidays[3].date"],
    ["holidays[3].date", "25 May 2026", "holidays[3].date"],
    ["holidays[1].date", "2026-01-01", "holidays[1].date"],
    ["phases.UNDER_REVIEW", { partnerCap: null, authorizationRequired: true }, "phases.UNDER_REVIEW"],
    ["phases.LIMITED_PREVIEW.partnerCap", 0, "phases.LIMITED_PREVIEW.partnerCap"],
    ["phases.LIMITED_PREVIEW.authorizationRequired", "yes", "phases.LIMITED_PREVIEW.authorizationRequired"],
    ["phases.LIMITED_PREVIEW.authorizationRequired", false, "phases.LIMITED_PREVIEW.partnerCap"],
    ["panel", [], "panel"],
    ["cyberReview", null, "cyberReview"],
    ["appliesTo", "EVERYTHING", "appliesTo"],
    ["appliesTo", null, "appliesTo"],
    ["appliesTo", "PROGRAMMES", "phases"],
    ["programmePolicies", null, "programmePolicies"],
    ["programmePolicies", ["Trusted Access"], "programmePolicies[0]"],
    ["programmePolicies", ["trusted-access", "trusted-access"], "programmePolicies[1]"],
    ["programmePolicies", Array.from({ length: 21 }, (_, index) => `p${index}`), "programmePolicies"],
    ["holidays", [], "holidays"],
    ["cyberReview", {}, "cyberReview.blockingSeverity"],
    ["cyberReview", { blockingSeverity: "GRAVE" }, "cyberReview.blockingSeverity"],
    ["cyberReview", { blockingSeverity: "HIGH", days: 3 }, "cyberReview.days"],
    ["panel[0].agency", "STATE", "panel[0].agency"],
    ["panel[0].seat", "CHAIR", "panel[0].seat"],
    ["panel[1].agency", "ONCD", "panel[1].agency"],
    ["panel", [{ agency: "ONCD", seat: "CONSULTED" }], "panel"],
    ["clocks.refer", 0, "clocks.refer"],
    ["clocks.appeal", Number.NaN, "clocks.appeal"],
    ["clocks.total", 6, "clocks.total"],
    ["clocks.pause", 3, "clocks.pause"],
    ["ladder", [], "ladder"],
    ["ladder[1].level", 3, "ladder[1].level"],
    ["ladder[0].days", -1, "ladder[0].days"],
    ["ladder[0].appealWithin", null, "ladder[0].appealWithin"],
    ["ladder[2].appealWithin", 5, "ladder[2].appealWithin"],
    ["ladder[1].rule", "CONSENSUS", "ladder[1].rule"],
    ["ladder[1].tie", undefined, "ladder[1].tie"],
    ["ladder[1].decidedBy", ["ONCD"], "ladder[1].decidedBy"],
    ["ladder[1].decidedBy", ["ONCD", "ONCD"], "ladder[1].decidedBy[1]"],
    ["ladder[0].decidedBy", ["ONCD", "OSTP"], "ladder[0].decidedBy"],
    ["ladder[0].tie", "CHAIR_STANDS", "ladder[0].tie"],
    ["ladder[0].rule", "SOLE", "ladder[1].tie"],
    ["countersigners", [], "countersigners"],
    ["countersigners[1]", "ONCD", "countersigners[1]"],
    ["authorizationDays", 4_000, "authorizationDays"],
    ["criteria[0].code", "BAD_VIBES", "criteria[0].code"],
    ["criteria[1].code", "NATIONAL_SECURITY", "criteria[1].code"],
    ["quorum", 3, "quorum"],
  ])("is refused with %s = %j, and the problem is at %s", (path, value, at) => {
    const { policy, problems } = validate(spoilt(set(path, value)));
    expect(problems.map((problem) => problem.path)).toContain(at);
    expect(policy).toBeNull();
  });

  it.each<[string, unknown]>([
    ["key", "a".repeat(60)],
    ["clocks.total", 7],
    ["ladder[1].decidedBy", ["ONCD", "OSTP"]],
    ["panel[3].seat", "CONSULTED"],
    ["phases", {}],
    ["programmePolicies", []],
    ["programmePolicies", ["trusted-access"]],
    ["title", "x".repeat(200)],
    ["summary", "Two\nlines"],
    ["authorizationDays", 3660],
  ])("is sound with %s = %j", (path, value) => {
    expect(validate(spoilt(set(path, value))).problems).toEqual([]);
  });

  it.each<[string, unknown, string[]]>([
    ["clocks.total", "15", ["clocks.total"]],
    ["clocks.refer", 999_999, ["clocks.refer"]],
    ["panel", [null, 7, null], ["panel[0]", "panel[1]", "panel[2]"]],
    ["countersigners", ["STATE", "ONCD"], ["countersigners[0]"]],
  ])("is told of nothing but what is wrong with %s = %j", (path, value, places) => {
    expect(validate(spoilt(set(path, value))).problems.map((problem) => problem.path)).toEqual(places);
  });

  it("is told of every problem at once", () => {
    const problems = validate(
      spoilt((policy) => {
        set("title", "")(policy);
        set("clocks.refer", 0)(policy);
        set("ladder[1].name", 5)(policy);
      }),
    ).problems;
    expect(problems.map((problem) => problem.path)).toEqual(["title", "clocks.refer", "ladder[1].name"]);
  });

  it.each([[null], [[]], ["a policy"], [undefined], [12]])("is refused when it is no object but %j", (document) => {
    expect(validate(document)).toEqual({ policy: null, problems: [{ path: "", message: "must be an object" }] });
  });

  it("is refused field by field when it is empty", () => {
    const paths = validate({}).problems.map((problem) => problem.path);
    expect(paths).toEqual(expect.arrayContaining(Object.keys(expeditedPreview)));
  });
});

describe("the days without work of a policy that counts business days", () => {
  const of = (change: (policy: PolicyDocument) => void, at = published) =>
    validate(
      spoilt((policy) => change(policy)),
      at,
    ).problems;
  const without =
    (...years: number[]) =>
    (policy: PolicyDocument) => {
      policy.holidays = policy.holidays.filter(({ date }) => !years.includes(Number(date.slice(0, 4))));
    };
  const closed = (policy: PolicyDocument, ...dates: string[]) => {
    for (const date of dates) {
      if (policy.holidays.every((holiday) => holiday.date !== date)) policy.holidays.push({ date, name: "Closed" });
    }
  };

  it("are of every year that a case can run in which begins by the end of the next, and the missing ones are named", () => {
    expect(of(without())).toEqual([]);
    expect(of(without(2029, 2030, 2031, 2032, 2033, 2034, 2035))).toEqual([]);
    expect(of(without(2026, 2028))).toEqual([
      {
        path: "holidays",
        message:
          "must name the days without work of 2026, 2028: what begins under it until the end of 2027 can run into 2028",
      },
    ]);
    expect(of(without(), new Date("2036-02-01T00:00:00Z"))[0]?.message).toMatch(/of 2036, 2037, 2038: /);
  });

  it("reach as far as the policy's own clocks do", () => {
    const slow = (policy: PolicyDocument) => Object.assign(policy.clocks, { appeal: 400 });
    expect(of((policy) => [slow(policy), without(2030)(policy)])[0]).toBeUndefined();
    expect(of((policy) => [slow(policy), without(2029)(policy)])[0]?.message).toMatch(/ of 2029: /);
  });

  it("count from the year that it is in the policy's own time zone", () => {
    const newYear = new Date("2027-01-01T02:00:00Z");
    expect(of(without(2026), newYear)[0]?.message).toMatch(/ of 2026: /);
    expect(of((policy) => [without(2026)(policy), Object.assign(policy, { timeZone: "UTC" })], newYear)).toEqual([]);
  });

  it("leave a day to count in every week", () => {
    const four = ["2027-12-27", "2027-12-28", "2027-12-29", "2027-12-30"];
    // The fifth, New Year's Day as it is observed, is among the federal holidays.
    const problems = of((policy) => closed(policy, ...four));
    expect(problems).toEqual([
      {
        path: `holidays[${expeditedPreview.holidays.length + 3}].date`,
        message: "leaves no business day in the week of 2027-12-27: leave out one of its five",
      },
    ]);
    expect(of((policy) => closed(policy, ...four.slice(1), "2028-01-01", "2028-01-02"))).toEqual([]);
  });

  it("are asked of no policy that counts every day", () => {
    expect(of((policy) => Object.assign(policy, { dayCount: "CALENDAR", holidays: [] }))).toEqual([]);
  });
});

describe("the programmes that a policy allows", () => {
  it("are a release's policy's to name, and no programme's own", () => {
    const own = { ...structuredClone(trustedAccess), programmePolicies: ["trusted-access"] };
    expect(validate(own).problems.map(({ path }) => path)).toEqual(["programmePolicies"]);
  });

  it.each<[string, string[] | undefined, boolean]>([
    ["any where it says nothing", undefined, true],
    ["none where it names none", [], false],
    ["what it names", ["another", "trusted-access"], true],
    ["and nothing else", ["another"], false],
  ])("are %s", (_which, programmePolicies, allowed) => {
    expect(allowsProgramme({ programmePolicies }, "trusted-access")).toBe(allowed);
  });
});
