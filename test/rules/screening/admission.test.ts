import { expect, it } from "vitest";
import { screeningBlockers } from "../../../src/rules/screening/admission.ts";
import type { ScreeningHitStatus } from "../../../src/rules/vocabulary.ts";

const hits = (...statuses: ScreeningHitStatus[]) => statuses.map((status) => ({ status }));

it.each([
  ["no hit", hits(), null, []],
  ["a false match", hits("FALSE_MATCH"), null, []],
  ["an open hit", hits("FALSE_MATCH", "OPEN"), null, ["SCREENING_HIT_OPEN"]],
  ["an open hit, whatever is said", hits("OPEN"), "Licensed.", ["SCREENING_HIT_OPEN"]],
  ["a true match", hits("TRUE_MATCH"), null, ["SCREENING_TRUE_MATCH"]],
  ["a true match, and why all the same", hits("TRUE_MATCH"), "Licensed.", []],
  ["both", hits("TRUE_MATCH", "OPEN"), null, ["SCREENING_HIT_OPEN", "SCREENING_TRUE_MATCH"]],
] as const)("screening stands against an admission or not: %s", (_what, of, despite, blockers) => {
  expect(screeningBlockers(of, despite)).toEqual(blockers);
});
