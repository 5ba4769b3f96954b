import { hitThreshold, matchNames, type NameMatch } from "./match-names.ts";

/** How two names compare as screening compares them. */
export interface NameComparison extends NameMatch {
  /** Whether the score raises a hit: whether it reaches the shipped threshold. */
  readonly hit: boolean;
}

/** Scores any two names of organisations from 0 to 1, says why, and whether that raises a hit. */
export function compareNames(one: string, other: string): NameComparison {
  const match = matchNames(one, other);
  return { ...match, hit: match.score >= hitThreshold };
}

/** Two names, and whether they are of one organisation. */
export interface LabelledNames {
  readonly left: string;
  readonly right: string;
  readonly same: boolean;
}

/** How well screening tells labelled pairs apart. */
export interface Accuracy {
  readonly pairs: number;
  readonly same: number;
  readonly hits: number;
  /** The share of the hits that are of one organisation; null without a hit. */
  readonly precision: number | null;
  /** The share of the pairs of one organisation that are hits; null without such a pair. */
  readonly recall: number | null;
  /** The harmonic mean of both; null where there is neither a hit nor a pair of one organisation. */
  readonly f1: number | null;
}

/** How well comparisons agree with their labels. */
export function accuracyOf(compared: readonly { readonly same: boolean; readonly hit: boolean }[]): Accuracy {
  const same = compared.filter((pair) => pair.same).length;
  const hits = compared.filter((pair) => pair.hit).length;
  const right = compared.filter((pair) => pair.same && pair.hit).length;
  const share = (of: number): number | null => (of === 0 ? null : right / of);
  return {
    pairs: compared.length,
    same,
    hits,
    precision: share(hits),
    recall: share(same),
    f1: same + hits === 0 ? null : (2 * right) / (same + hits),
  };
}
