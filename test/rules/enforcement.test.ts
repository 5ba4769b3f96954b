import { describe, expect, it } from "vitest";
import { enforcementOf, partsOf, secondsBetween } from "../../src/rules/enforcement.ts";
import { enforcementParts } from "../../src/rules/release-vocabulary.ts";
import { conditionKinds, directiveEffects } from "../../src/rules/vocabulary.ts";

describe("the parts that a directive is worded with", () => {
  it("are those of its scope, each by its own name", () => {
    const scope = {
      jurisdictions: ["US"],
      partnerKinds: ["ACADEMIC"],
      partnerIds: ["ptn_1"],
      phases: ["LIMITED_PREVIEW"],
    } as const;
    const one = Object.entries(scope).map(([part, values]) =>
      partsOf({ effect: "LIMIT", scope: { [part]: values }, limits: [] }),
    );
    expect(one).toEqual([["SCOPE_JURISDICTIONS"], ["SCOPE_PARTNER_KINDS"], ["SCOPE_PARTNERS"], ["SCOPE_PHASES"]]);
  });

  it("are its kinds of limit, once each, in one order whatever the order they stand in", () => {
    const limits = [{ kind: "END_USES" }, { kind: "NAMED_USERS_AT_MOST" }, { kind: "END_USES" }] as const;
    const both = partsOf({ effect: "LIMIT", scope: { phases: ["LIMITED_PREVIEW"] }, limits });
    expect(both).toEqual(["SCOPE_PHASES", "LIMIT_NAMED_USERS_AT_MOST", "LIMIT_END_USES"]);
    expect(partsOf({ effect: "LIMIT", scope: null, limits: [...limits].reverse() })).toEqual(both.slice(1));
  });

  it.each([
    ["POSTPONE", ["EFFECT_POSTPONE"]],
    ["SUSPEND", ["EFFECT_SUSPEND"]],
    ["WITHDRAW", ["EFFECT_WITHDRAW"]],
  ] as const)("are the effect itself of a %s on everyone", (effect, parts) => {
    expect(partsOf({ effect, scope: null, limits: [] })).toEqual(parts);
  });

  it("begin with the effect of a stop that has a scope", () => {
    const scope = { jurisdictions: ["US"] };
    expect(partsOf({ effect: "SUSPEND", scope, limits: [] })).toEqual(["EFFECT_SUSPEND", "SCOPE_JURISDICTIONS"]);
  });

  it("cover every effect that a directive can have: by its limits, where it limits", () => {
    const limits = [{ kind: "END_USES" }] as const;
    const parts = directiveEffects.flatMap((effect) =>
      partsOf({ effect, scope: null, limits: effect === "LIMIT" ? limits : [] }),
    );
    expect(parts.filter((part) => part !== "LIMIT_END_USES")).toEqual(
      enforcementParts.filter((part) => part.startsWith("EFFECT_")),
    );
    expect(parts).toHaveLength(directiveEffects.length);
  });

  it("cover every kind of limit that a directive can have", () => {
    const kinds = conditionKinds.filter((kind) => kind !== "FREE_TEXT");
    const parts = kinds.flatMap((kind) => partsOf({ effect: "LIMIT", scope: null, limits: [{ kind }] }));
    expect([...parts].sort()).toEqual(enforcementParts.filter((part) => part.startsWith("LIMIT_")).sort());
  });
});

describe("what a vendor has said of the parts", () => {
  it("is what it stated of each, and nothing of what it didn't", () => {
    const stated = [
      { part: "SCOPE_JURISDICTIONS", enforceable: false, note: "Everyone, then." },
      { part: "SCOPE_PHASES", enforceable: true, note: null },
    ] as const;
    expect(enforcementOf(["SCOPE_JURISDICTIONS", "SCOPE_PARTNERS"], stated)).toEqual([
      stated[0],
      { part: "SCOPE_PARTNERS", enforceable: null, note: null },
    ]);
  });
});

describe("how long something took", () => {
  const from = new Date("2026-06-12T21:21:00.000Z");
  it.each([
    [0, 0],
    [999, 0],
    [1_000, 1],
    [5_400_000, 5400],
  ])("after %i milliseconds is %i whole seconds", (later, seconds) => {
    expect(secondsBetween(from, new Date(from.getTime() + later))).toBe(seconds);
  });

  it("is unknown while either moment is", () => {
    expect([secondsBetween(from, null), secondsBetween(null, from)]).toEqual([null, null]);
  });
});
