import { type Evidence, evidenceKinds } from "./evidence.ts";
import { evidenceWeights, startingPoint } from "./evidence-weights.ts";

/**
 * The score of what two names have in common and what sets them apart, 0 to 1: a logistic sum, so that each kind of
 * evidence counts as its line in the table of weights says. 0.5 is where a hit begins.
 */
export function scoreOf(evidence: Evidence): number {
  let sum = startingPoint;
  for (const kind of evidenceKinds) sum += evidenceWeights[kind] * evidence[kind];
  return 1 / (1 + Math.exp(-sum));
}
