import { accuracyOf, compareNames } from "../rules/screening/compare-names.ts";
import { hitThreshold } from "../rules/screening/match-names.ts";
import { readLabelledNames } from "./labelled-names.ts";

/**
 * Compares the labelled pairs of a file as screening would, and says how well that agrees with their labels; with `wrong`
 * also each pair that is a hit and should be none, or the reverse, and why. Needs no database. Throws LabelledNamesError.
 */
export async function runScreeningCompare(path: string, wrong: boolean, say: (line: string) => void): Promise<void> {
  const pairs = await readLabelledNames(path);
  const compared = pairs.map((pair) => ({ ...pair, ...compareNames(pair.left, pair.right) }));
  if (wrong) {
    for (const { left, right, same, hit, score, reasons } of compared) {
      if (same === hit) continue;
      say(`${same ? "missed" : "false hit"}  ${score.toFixed(3)}  ${left}  ~  ${right}`);
      for (const { says } of reasons) say(`    ${says}`);
    }
  }
  const { pairs: count, same, hits, precision, recall, f1 } = accuracyOf(compared);
  say(`${count} pairs, ${same} of one organisation; ${hits} hits at the threshold of ${hitThreshold}.`);
  say(`precision ${shown(precision)}  recall ${shown(recall)}  F1 ${shown(f1)}`);
}

const shown = (share: number | null): string => (share === null ? "none" : share.toFixed(3));
