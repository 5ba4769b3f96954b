import { soundOf, stemOf } from "./spelling.ts";
import { broadWords, commonWords, emptyWords } from "./words/common.ts";
import { commonTranslated } from "./words/common-translated.ts";
import { familiarWords } from "./words/familiar.ts";
import { numberOf } from "./words/numbers.ts";
import { placeWords } from "./words/places.ts";
import { placesTranslated } from "./words/places-translated.ts";

/** What kind of word it is: of this organisation, of many, a place, a number, or one that only joins others. */
export type WordKind = "NAME" | "COMMON" | "PLACE" | "NUMBER" | "JOINING";

/** What a word says: its meaning in English where it is a common word or a place, its digits where a number. */
export interface Meaning {
  readonly kind: WordKind;
  readonly means: string;
  /** How much it tells of which organisation it is, 0 to 1. */
  readonly weight: number;
  /** Whether it says what the organisation does: two names that say different things are of two. */
  readonly does: boolean;
}

const joining = new Set(
  `a al el and d da de del der des di do du dos e en et fuer fur for i im in into la las le los of on s sa the to u und van
   von y ve v va na po dlya pri z za tis tou kai e o by with no as at ye li bi im`.split(/\s+/),
);

const weights = {
  empty: 0.1,
  broad: 0.15,
  common: 0.3,
  familiar: 0.65,
  place: 0.5,
  number: 0.5,
  longNumber: 0.9,
  joining: 0.03,
} as const;
/** What a name's own word tells, by how many letters it has: few letters are soon the same by chance. */
const byLength = [0, 0.25, 0.5, 0.8] as const;

type Known = Pick<Meaning, "kind" | "means">;

const exact = new Map<string, Known>();
const bySound = new Map<string, Known>();
const byStem = new Map<string, Known>();
/** From so many letters on a word is known by its sound and by its stem. */
const shortestHeard = 5;
const shortestStem = 6;

function learn(lines: readonly string[], kind: WordKind): void {
  for (const line of lines) {
    const variants = line.trim().split(/\s+/);
    const known = { kind, means: variants[0] as string };
    for (const word of variants) {
      if (!exact.has(word)) exact.set(word, known);
      const sound = soundOf(word);
      if (word.length >= shortestHeard && !bySound.has(sound)) bySound.set(sound, known);
      const stem = stemOf(word);
      if (stem.length >= shortestStem && !byStem.has(stem)) byStem.set(stem, known);
    }
  }
}

learn(placeWords, "PLACE");
learn(commonWords, "COMMON");
learn(placesTranslated, "PLACE");
learn(commonTranslated, "COMMON");
learn(familiarWords, "NAME");

/** What a word says that is written in small basic Latin letters and digits. */
export function meaningOf(word: string): Meaning {
  const number = numberOf(word);
  if (number !== null) {
    return {
      kind: "NUMBER",
      means: number,
      weight: number.length > 1 ? weights.longNumber : weights.number,
      does: false,
    };
  }
  const known =
    exact.get(word) ??
    (word.length >= shortestHeard ? (bySound.get(soundOf(word)) ?? byStem.get(stemOf(word))) : undefined);
  if (known?.kind === "PLACE") return { ...known, weight: weights.place, does: false };
  if (known?.kind === "NAME") return { ...known, weight: weights.familiar, does: false };
  if (known !== undefined) return { ...known, ...commonWord(known.means) };
  if (joining.has(word)) return { kind: "JOINING", means: word, weight: weights.joining, does: false };
  return { kind: "NAME", means: word, weight: byLength[word.length] ?? 1, does: false };
}

function commonWord(means: string): Pick<Meaning, "weight" | "does"> {
  if (emptyWords.has(means)) return { weight: weights.empty, does: false };
  return { weight: broadWords.has(means) ? weights.broad : weights.common, does: true };
}
