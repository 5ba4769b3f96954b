/** The trigrams of a text as PostgreSQL's pg_trgm counts them: of each word, two blanks before it and one behind. */
export function trigrams(text: string): Set<string> {
  const found = new Set<string>();
  for (const word of text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? []) {
    const padded = `  ${word} `;
    for (let at = 0; at + 3 <= padded.length; at += 1) found.add(padded.slice(at, at + 3));
  }
  return found;
}

/** How many of the trigrams of two texts are in both, of those that are in either. */
export function trigramScore(one: string, other: string): number {
  const [ofOne, ofOther] = [trigrams(one), trigrams(other)];
  let shared = 0;
  for (const each of ofOne) if (ofOther.has(each)) shared += 1;
  const all = ofOne.size + ofOther.size - shared;
  return all === 0 ? 0 : shared / all;
}

/** Texts, found by their trigrams. */
export class TrigramIndex {
  readonly #sizes: number[] = [];
  readonly #holders = new Map<string, number[]>();

  constructor(texts: readonly string[]) {
    for (const [index, text] of texts.entries()) {
      const own = trigrams(text);
      this.#sizes.push(own.size);
      for (const each of own) {
        const holders = this.#holders.get(each);
        if (holders) holders.push(index);
        else this.#holders.set(each, [index]);
      }
    }
  }

  /** The nearest texts that score at least so much, by their places, the nearest first. */
  nearest(text: string, least: number, most: number): { readonly index: number; readonly score: number }[] {
    const own = trigrams(text);
    const shared = new Map<number, number>();
    for (const each of own)
      for (const index of this.#holders.get(each) ?? []) shared.set(index, (shared.get(index) ?? 0) + 1);
    return [...shared]
      .map(([index, count]) => ({ index, score: count / (own.size + (this.#sizes[index] as number) - count) }))
      .filter(({ score }) => score >= least)
      .sort((a, b) => b.score - a.score || a.index - b.index)
      .slice(0, most);
  }
}
