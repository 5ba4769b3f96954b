import { describe, expect, it } from "vitest";
import { isAdvancePostponed, standingOf } from "../../src/rules/directives.ts";
import { isPostponed, ownPostponement } from "../../src/rules/postponement.ts";

const since = new Date("2026-06-09T14:00:00.000Z");
const until = new Date("2026-06-12T14:00:00.000Z");
const just = (before: number) => new Date(until.getTime() - before);

describe("a vendor's own postponement", () => {
  it.each([
    ["that was never made", { postponedAt: null, postponedUntil: null }, since, false],
    ["without a date", { postponedAt: since, postponedUntil: null }, until, true],
    ["before its date", { postponedAt: since, postponedUntil: until }, just(1), true],
    ["at its date", { postponedAt: since, postponedUntil: until }, just(0), false],
    ["after its date", { postponedAt: since, postponedUntil: until }, just(-1), false],
  ])("%s", (_which, postponement, now, stands) => {
    expect(isPostponed(postponement, now)).toBe(stands);
    const measures = ownPostponement(postponement, now);
    expect(standingOf(measures, "LIMITED_PREVIEW")).toBe(stands ? "POSTPONED" : "IN_FORCE");
    expect(isAdvancePostponed(measures, "LIMITED_PREVIEW")).toBe(stands);
  });

  it("is hidden by what is stricter, and blocks an advance all the same", () => {
    const measures = [
      ...ownPostponement({ postponedAt: since, postponedUntil: null }, until),
      { effect: "LIMIT", status: "IN_FORCE", scope: null } as const,
    ];
    expect(standingOf(measures, "LIMITED_PREVIEW")).toBe("LIMITED");
    expect(isAdvancePostponed(measures, "LIMITED_PREVIEW")).toBe(true);
  });
});
