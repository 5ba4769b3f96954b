import { expect, it } from "vitest";
import { screeningBlockers } from "../../../src/rules/screening/admission.ts";
import type { ScreeningHitStatus } from "../../../src/rules/vocabulary.ts";

const hits = (...statuses: ScreeningHitStatus[]) => statuses.map((status) => ({ status }));
const now = new Date("2026-06-09T14:00:00.000Z");
const before = (ms: number) => new Date(now.getTime() - ms);
const day = 86_400_000;

it.each([
  ["no hit", hits(), null, []],
  ["a false match", hits("FALSE_MATCH"), null, []],
  ["an open hit", hits("FALSE_MATCH", "OPEN"), null, ["SCREENING_HIT_OPEN"]],
  ["an open hit, whatever is said", hits("OPEN"), "Licensed.", ["SCREENING_HIT_OPEN"]],
  ["a true match", hits("TRUE_MATCH"), null, ["SCREENING_TRUE_MATCH"]],
  ["a true match, and why all the same", hits("TRUE_MATCH"), "Licensed.", []],
  ["both", hits("TRUE_MATCH", "OPEN"), null, ["SCREENING_HIT_OPEN", "SCREENING_TRUE_MATCH"]],
] as const)("screening stands against an admission or not: %s", (_what, of, despiteTrueMatch, blockers) => {
  expect(
    screeningBlockers({ confirmedAt: now, outdated: false, now, maxAgeDays: 30, hits: of, despiteTrueMatch }),
  ).toEqual(blockers);
});

it.each([
  ["missing", null, ["SCREENING_LIST_MISSING"]],
  ["just imported", now, []],
  ["as old as may be", before(30 * day), []],
  ["a millisecond older", before(30 * day + 1), ["SCREENING_LIST_STALE"]],
] as const)("a list that is %s keeps everyone out or not", (_what, confirmedAt, blockers) => {
  const facts = { confirmedAt, outdated: false, now, maxAgeDays: 30, despiteTrueMatch: null };
  expect(screeningBlockers({ ...facts, hits: [] })).toEqual(blockers);
  expect(screeningBlockers({ ...facts, hits: hits("OPEN") })).toEqual([...blockers, "SCREENING_HIT_OPEN"]);
});

it("a list that an older release read keeps everyone out", () => {
  const facts = { confirmedAt: now, outdated: true, now, maxAgeDays: 30, despiteTrueMatch: null, hits: [] };
  expect(screeningBlockers(facts)).toEqual(["SCREENING_LIST_OUTDATED"]);
});
