import { describe, expect, it } from "vitest";
import {
  type DirectiveScope,
  directiveProblems,
  inScope,
  isAdvancePostponed,
  type Measure,
  parseScope,
  type ScopeInput,
  type ScopeSubject,
  standingOf,
} from "../../src/rules/directives.ts";
import {
  type DirectiveStatus,
  directiveEffects,
  directiveStatuses,
  releasePhases,
} from "../../src/rules/vocabulary.ts";

const partner: ScopeSubject = {
  jurisdiction: "GB",
  partnerKind: "ACADEMIC",
  partnerId: "partner_1",
  phase: "LIMITED_PREVIEW",
};
const measure = (
  effect: Measure["effect"],
  scope: DirectiveScope | null = null,
  status: DirectiveStatus = "IN_FORCE",
): Measure => ({
  effect,
  scope,
  status,
});

describe("a directive's scope as it is proposed", () => {
  it.each([null, undefined])("is everyone when it is %s", (input) => {
    expect(parseScope(input)).toEqual({ scope: null });
  });

  it("keeps its values once and sorted, and only the parts that are given", () => {
    const input = { jurisdictions: ["US", "GB", "US"], partnerKinds: null, phases: ["LIMITED_PREVIEW"] };
    expect(parseScope(input)).toEqual({ scope: { jurisdictions: ["GB", "US"], phases: ["LIMITED_PREVIEW"] } });
  });

  it("may name a thousand partners, by ids of a hundred characters", () => {
    const partnerIds = Array.from({ length: 1000 }, (_, index) => String(index).padStart(100, "0"));
    expect(parseScope({ partnerIds }).scope?.partnerIds).toEqual(partnerIds);
  });

  it.each<[ScopeInput, string[]]>([
    [{}, ["scope"]],
    [{ jurisdictions: null, phases: null }, ["scope"]],
    [{ jurisdictions: [] }, ["jurisdictions"]],
    [{ jurisdictions: ["UK"] }, ["jurisdictions"]],
    [{ partnerKinds: ["BANK"] }, ["partnerKinds"]],
    [{ partnerIds: [" "] }, ["partnerIds"]],
    [{ partnerIds: ["x".repeat(101)] }, ["partnerIds"]],
    [{ partnerIds: Array.from({ length: 1001 }, (_, index) => `partner_${index}`) }, ["partnerIds"]],
    [{ phases: ["DRAFT"] }, ["phases"]],
    [{ phases: ["WITHDRAWN", "LIMITED_PREVIEW"] }, ["phases"]],
    [{ phases: ["BETA"], jurisdictions: ["XX"] }, ["jurisdictions", "phases"]],
  ])("is refused when it is %j", (input, fields) => {
    const { scope, problems } = parseScope(input);
    expect(scope).toBeUndefined();
    expect(problems?.map((problem) => problem.field)).toEqual(fields);
  });
});

describe("the phases of a scope", () => {
  it("are those that a measure can touch", () => {
    const taken = releasePhases.filter((phase) => parseScope({ phases: [phase] }).problems === undefined);
    expect(taken).toEqual([
      "REGISTERED",
      "UNDER_REVIEW",
      "LIMITED_PREVIEW",
      "EXPANDED_PREVIEW",
      "GENERAL_AVAILABILITY",
    ]);
  });

  it("are refused by name where a measure can't touch them, with those that it can", () => {
    const { problems } = parseScope({ phases: ["WITHDRAWN", "LIMITED_PREVIEW", "DRAFT"] });
    const message =
      "No measure touches a release in DRAFT or WITHDRAWN: name phases from REGISTERED to GENERAL_AVAILABILITY";
    expect(problems).toEqual([{ field: "phases", message }]);
  });
});

describe("a scope", () => {
  it.each<[DirectiveScope | null, boolean]>([
    [null, true],
    [{ jurisdictions: ["FR", "GB"] }, true],
    [{ jurisdictions: ["FR"] }, false],
    [{ partnerKinds: ["ACADEMIC"] }, true],
    [{ partnerKinds: ["NONPROFIT"] }, false],
    [{ partnerIds: ["partner_1", "partner_2"] }, true],
    [{ partnerIds: ["partner_2"] }, false],
    [{ phases: ["LIMITED_PREVIEW"] }, true],
    [{ phases: ["EXPANDED_PREVIEW"] }, false],
    [{ jurisdictions: ["GB"], partnerKinds: ["ACADEMIC"], phases: ["LIMITED_PREVIEW"] }, true],
    [{ jurisdictions: ["GB"], partnerKinds: ["NONPROFIT"] }, false],
    [{ jurisdictions: [] }, false],
  ])("%j touches a British university in a limited preview: %s", (scope, touched) => {
    expect(inScope(scope, partner)).toBe(touched);
  });
});

describe("a directive's parts", () => {
  const limit = [{ kind: "NO_ONWARD_TRANSFER" }] as const;
  it.each([
    ["a LIMIT with limits", { effect: "LIMIT", scope: { jurisdictions: ["GB"] }, limits: limit }, []],
    ["a LIMIT without limits", { effect: "LIMIT", scope: null, limits: [] }, ["limits"]],
    ["a SUSPEND with limits", { effect: "SUSPEND", scope: null, limits: limit }, ["limits"]],
    [
      "a POSTPONE for some partners",
      { effect: "POSTPONE", scope: { partnerIds: ["partner_1"] }, limits: [] },
      ["scope"],
    ],
    ["a POSTPONE in some places", { effect: "POSTPONE", scope: { jurisdictions: ["GB"] }, limits: [] }, ["scope"]],
    ["a POSTPONE for some kinds", { effect: "POSTPONE", scope: { partnerKinds: ["ACADEMIC"] }, limits: [] }, ["scope"]],
    ["a POSTPONE for one phase", { effect: "POSTPONE", scope: { phases: ["LIMITED_PREVIEW"] }, limits: [] }, []],
    ["a WITHDRAW for some", { effect: "WITHDRAW", scope: { partnerKinds: ["ACADEMIC"] }, limits: [] }, []],
  ] as const)("fit together or not: %s", (_which, directive, fields) => {
    expect(directiveProblems(directive as Parameters<typeof directiveProblems>[0]).map((each) => each.field)).toEqual(
      fields,
    );
  });
});

describe("a release's standing", () => {
  const some: DirectiveScope = { jurisdictions: ["GB"] };
  it.each<[string, Measure[], string]>([
    ["nothing is ordered", [], "IN_FORCE"],
    ["a phase advance is postponed", [measure("POSTPONE")], "POSTPONED"],
    ["use is limited", [measure("LIMIT")], "LIMITED"],
    ["use is suspended", [measure("SUSPEND")], "SUSPENDED"],
    ["use is to end", [measure("WITHDRAW")], "WITHDRAWN"],
    ["the strictest came first", [measure("SUSPEND"), measure("POSTPONE"), measure("LIMIT")], "SUSPENDED"],
    ["the strictest came last", [measure("POSTPONE"), measure("LIMIT"), measure("WITHDRAW")], "WITHDRAWN"],
    ["some partners are suspended", [measure("SUSPEND", some)], "LIMITED"],
    ["some partners are withdrawn", [measure("WITHDRAW", some)], "LIMITED"],
    ["some are suspended while an advance is postponed", [measure("POSTPONE"), measure("SUSPEND", some)], "LIMITED"],
    ["some are withdrawn while all are suspended", [measure("WITHDRAW", some), measure("SUSPEND")], "SUSPENDED"],
    ["an advance is postponed in this phase", [measure("POSTPONE", { phases: ["LIMITED_PREVIEW"] })], "POSTPONED"],
    ["all are suspended in this phase", [measure("SUSPEND", { phases: ["LIMITED_PREVIEW"] })], "SUSPENDED"],
    ["all are withdrawn in this phase", [measure("WITHDRAW", { phases: ["LIMITED_PREVIEW"] })], "WITHDRAWN"],
    ["some are suspended in this phase", [measure("SUSPEND", { ...some, phases: ["LIMITED_PREVIEW"] })], "LIMITED"],
    ["what is ordered is for another phase", [measure("SUSPEND", { phases: ["EXPANDED_PREVIEW"] })], "IN_FORCE"],
  ])("when %s", (_when, measures, standing) => {
    expect(standingOf(measures, "LIMITED_PREVIEW")).toBe(standing);
  });

  it("comes from directives in force alone", () => {
    for (const effect of directiveEffects) {
      for (const status of directiveStatuses.filter((each) => each !== "IN_FORCE")) {
        expect(standingOf([measure(effect, null, status)], "LIMITED_PREVIEW")).toBe("IN_FORCE");
        expect(isAdvancePostponed([measure(effect, null, status)], "LIMITED_PREVIEW")).toBe(false);
      }
    }
  });

  it("is WITHDRAWN once its vendor withdrew it, whatever is ordered", () => {
    expect(standingOf([], "WITHDRAWN")).toBe("WITHDRAWN");
    expect(standingOf([measure("LIMIT")], "WITHDRAWN")).toBe("WITHDRAWN");
  });
});

describe("a postponed phase advance", () => {
  it.each<[string, Measure[], boolean]>([
    ["by a POSTPONE", [measure("POSTPONE")], true],
    [
      "by a POSTPONE that a stricter directive hides from the standing",
      [measure("SUSPEND"), measure("POSTPONE")],
      true,
    ],
    ["by a POSTPONE in this phase", [measure("POSTPONE", { phases: ["LIMITED_PREVIEW"] })], true],
    ["not by a POSTPONE in another phase", [measure("POSTPONE", { phases: ["EXPANDED_PREVIEW"] })], false],
    ["not by what orders something else", [measure("SUSPEND"), measure("LIMIT"), measure("WITHDRAW")], false],
  ])("is blocked %s", (_by, measures, postponed) => {
    expect(isAdvancePostponed(measures, "LIMITED_PREVIEW")).toBe(postponed);
  });
});
