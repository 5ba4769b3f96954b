/** One build's way of matching names. */
export interface Matcher {
  readonly name: string;
  /** Where its modules are. */
  readonly dist: URL;
  readonly threshold: number;
  score(one: string, other: string): number;
}

/** The matcher of a build, by the folder that it was built into. */
export async function loadMatcher(name: string, dist: URL): Promise<Matcher> {
  const { hitThreshold, matchNames } = (await import(
    new URL("src/rules/screening/match-names.js", dist).href
  )) as typeof import("../../src/rules/screening/match-names.ts");
  return { name, dist, threshold: hitThreshold, score: (one, other) => matchNames(one, other).score };
}
