import { describe, expect, it } from "vitest";
import { eo12981 } from "../../../src/rules/policies/eo12981.ts";
import { expeditedPreview } from "../../../src/rules/policies/expedited-preview.ts";
import { shippedPolicies } from "../../../src/rules/policies/shipped.ts";
import { trustedAccess } from "../../../src/rules/policies/trusted-access.ts";
import { type PolicyDocument, phaseRules, subjectOf } from "../../../src/rules/policy.ts";

/** The days from submission to the end of each step, if every step takes all its time. */
function longestWay(policy: PolicyDocument): number[] {
  const ends = [policy.clocks.refer, policy.clocks.position];
  for (const level of policy.ladder) ends.push(level.days, level.appealWithin ?? 0);
  return ends.map((_, index) => ends.slice(0, index + 1).reduce((sum, days) => sum + days, 0));
}

describe("the shipped policies", () => {
  it("have keys of their own", () => {
    expect(shippedPolicies.map((policy) => policy.key)).toEqual(["eo12981", "expedited-preview", "trusted-access"]);
  });

  it("under Executive Order 12981 reach the President on day 90, if every step takes all its time", () => {
    expect(longestWay(eo12981).slice(0, -2)).toEqual([9, 39, 53, 58, 69, 74, 85, 90]);
    expect(eo12981.clocks.total).toBe(90);
    expect(eo12981.ladder.at(-1)?.name).toBe("President");
  });

  it("under Executive Order 12981 give 20 days to rebut and 45 to appeal", () => {
    expect(eo12981.clocks).toMatchObject({ intentToDeny: 20, appeal: 45 });
    expect(eo12981.dayCount).toBe("CALENDAR");
  });

  it("for an expedited preview end with the principals on business day 15, if every step takes all its time", () => {
    expect(longestWay(expeditedPreview).slice(0, 3)).toEqual([2, 7, 10]);
    expect(longestWay(expeditedPreview).at(-1)).toBe(15);
    expect(expeditedPreview.clocks.total).toBe(15);
    expect(expeditedPreview.dayCount).toBe("BUSINESS");
  });

  it("for an expedited preview ask 20 partners at most while the preview is limited, and no cap later", () => {
    expect(phaseRules(expeditedPreview, "LIMITED_PREVIEW")).toEqual({ partnerCap: 20, authorizationRequired: true });
    expect(phaseRules(expeditedPreview, "EXPANDED_PREVIEW")).toEqual({ partnerCap: null, authorizationRequired: true });
  });
});

describe("the policy for trusted access", () => {
  it("ends with the deputies on business day 8, if every step takes all its time", () => {
    expect(longestWay(trustedAccess).slice(0, 3)).toEqual([1, 4, 5]);
    expect(longestWay(trustedAccess).at(-1)).toBe(8);
    expect(trustedAccess.clocks.total).toBe(8);
    expect(trustedAccess.dayCount).toBe("BUSINESS");
  });

  it("is shorter in every step than the expedited one, and gives partners as long to rebut and to appeal", () => {
    const { intentToDeny, appeal, ...hurried } = trustedAccess.clocks;
    const { clocks } = expeditedPreview;
    for (const step of ["refer", "position", "total"] as const) expect(hurried[step]).toBeLessThan(clocks[step]);
    expect({ intentToDeny, appeal }).toEqual({ intentToDeny: clocks.intentToDeny, appeal: clocks.appeal });
  });

  it("is for programmes, and says nothing of phases", () => {
    expect(shippedPolicies.map((policy) => subjectOf(policy))).toEqual(["RELEASES", "RELEASES", "PROGRAMMES"]);
    expect(trustedAccess.phases).toEqual({});
  });
});

describe("a phase that a policy says nothing about", () => {
  it.each([
    ["EXPANDED_PREVIEW", true],
    ["GENERAL_AVAILABILITY", false],
  ] as const)("has no cap, and in %s needing an authorization is %s", (phase, authorizationRequired) => {
    expect(phaseRules({ phases: {} }, phase)).toEqual({ partnerCap: null, authorizationRequired });
  });
});
