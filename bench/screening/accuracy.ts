import type { LabelledPair } from "./labelled-pairs.ts";

/** How well a score tells the pairs that are the same organisation from the others. */
export interface Accuracy {
  readonly threshold: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** What a threshold comes to. */
export function accuracyAt(scores: readonly number[], pairs: readonly LabelledPair[], threshold: number): Accuracy {
  let [right, raised, all] = [0, 0, 0];
  for (const [index, { same }] of pairs.entries()) {
    const reaches = (scores[index] as number) >= threshold;
    if (same) all += 1;
    if (reaches) raised += 1;
    if (same && reaches) right += 1;
  }
  const precision = raised === 0 ? 0 : right / raised;
  const recall = all === 0 ? 0 : right / all;
  return { threshold, precision, recall, f1: right === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
}

/** The threshold, in hundredths, that comes to the highest F1. */
export function bestAccuracy(scores: readonly number[], pairs: readonly LabelledPair[]): Accuracy {
  let best = accuracyAt(scores, pairs, 0.01);
  for (let hundredths = 2; hundredths <= 100; hundredths += 1) {
    const found = accuracyAt(scores, pairs, hundredths / 100);
    if (found.f1 > best.f1) best = found;
  }
  return best;
}
