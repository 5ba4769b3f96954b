import { expect, it } from "vitest";
import { readLabelledNames } from "../../../src/processes/labelled-names.ts";
import { accuracyOf, compareNames } from "../../../src/rules/screening/compare-names.ts";

/**
 * Pairs of organisations that everybody knows, of the part that nothing was fitted on: as `npm run screening` in bench/ makes
 * them of bench/screening/organisations.txt. The least F1 at the shipped threshold is what was measured there
 * (bench/results/screening.md: 0.932 and 0.738), less a hundredth.
 */
it.each([
  ["in-latin-letters", 628, 0.92],
  ["in-two-scripts", 572, 0.725],
])("%s: %i pairs of known organisations are told with an F1 above %f", async (name, count, least) => {
  const pairs = await readLabelledNames(`test/rules/screening/unseen/${name}.csv`);
  expect(pairs).toHaveLength(count);
  const { f1 } = accuracyOf(pairs.map((pair) => ({ ...pair, ...compareNames(pair.left, pair.right) })));
  expect(f1).toBeGreaterThan(least);
});
