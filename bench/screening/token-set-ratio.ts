/**
 * The token-set ratio of fuzzywuzzy and what came after it: the words that both texts have, and those with the rest of
 * each, compared by their longest common subsequence; the best of the three. Brought along so that nothing is installed.
 */
export function tokenSetRatio(one: string, other: string): number {
  const [ofOne, ofOther] = [words(one), words(other)];
  const both = ofOne.filter((word) => ofOther.includes(word));
  const rest = (from: readonly string[]) => from.filter((word) => !both.includes(word));
  const shared = both.join(" ");
  const first = [shared, ...rest(ofOne)].filter((text) => text !== "").join(" ");
  const second = [shared, ...rest(ofOther)].filter((text) => text !== "").join(" ");
  if (shared !== "" && (first === shared || second === shared)) return 1;
  return Math.max(ratio(first, second), shared === "" ? 0 : Math.max(ratio(shared, first), ratio(shared, second)));
}

const words = (text: string): string[] => [...new Set(text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [])].sort();

/** Twice the length of the longest common subsequence, of the length of both. */
function ratio(one: string, other: string): number {
  if (one.length + other.length === 0) return 0;
  let before = new Array<number>(other.length + 1).fill(0);
  for (const letter of one) {
    const now = [0];
    for (let at = 0; at < other.length; at += 1)
      now.push(letter === other[at] ? before[at]! + 1 : Math.max(before[at + 1]!, now[at]!));
    before = now;
  }
  return (2 * before[other.length]!) / (one.length + other.length);
}
