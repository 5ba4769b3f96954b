import type { Pair } from "./pair-terms.ts";
import type { Term } from "./terms.ts";

/** What is left of a score for what speaks against it. How these were chosen: docs/decisions/0028-screening-measured.md. */
const against = {
  /** Both have words of their own, or places, that the other lacks. */
  otherWords: 0.3,
  /** Each does something that the other doesn't say. */
  doesOther: 0.3,
  /** Both name a place, and not the same one. */
  otherPlace: 0.7,
  /** One has a number; both have one, and not the same. */
  oneNumber: 0.85,
  otherNumber: 0.5,
  /** What is shared is what many organisations have in their names: at least so much is left. */
  commonAlone: 0.5,
  /** No word of its own is the same but for its spelling: a slip of the pen, or another name. */
  slipAlone: 0.9,
} as const;

/** What a name gains that has the other one's own words within it, and none besides. */
const within = { lift: 0.3, least: 0.72 } as const;
/** From how much on words of its own are a name, and two; below how much there are next to none. */
const ownName = 0.75;
const twoNames = 1.8;
const littleOwn = 0.4;
/** How much common words and places that are shared count beside a word of its own. */
const commonCounts = 0.6;

/** How well the paired words of two names match. */
export interface PairsScore {
  /** From 0 to 1. */
  readonly score: number;
  /** Whether it is as high for one name being within the other. */
  readonly contained: boolean;
}

/** What the words of a name tell: of each kind that the other name lacks, and of what it does. */
interface Told {
  readonly all: number;
  readonly left: Readonly<Record<Term["kind"], number>>;
  readonly does: number;
}

function told(terms: readonly Term[], taken: ReadonlySet<number>): Told {
  const left = { NAME: 0, COMMON: 0, PLACE: 0, NUMBER: 0, JOINING: 0 };
  let [all, does] = [0, 0];
  for (const [index, term] of terms.entries()) {
    all += term.weight;
    if (taken.has(index)) continue;
    left[term.kind] += term.weight;
    if (term.does) does += 1;
  }
  return { all, left, does };
}

const weightAt = (terms: readonly Term[], places: readonly number[]): number =>
  places.reduce((sum, at) => sum + terms[at]!.weight, 0);

/** The share of what the words of both names tell that is told by words which they share, less what speaks against it. */
export function scoreOf(one: readonly Term[], other: readonly Term[], pairs: readonly Pair[]): PairsScore {
  if (pairs.length === 0) return { score: 0, contained: false };
  const ofOne = told(one, new Set(pairs.flatMap(({ from }) => from)));
  const ofOther = told(other, new Set(pairs.flatMap(({ to }) => to)));
  let [shared, own, common] = [0, 0, 0];
  for (const { from, to, alike } of pairs) {
    const weight = alike * (weightAt(one, from) + weightAt(other, to));
    shared += weight;
    const kinds = [...from.map((at) => one[at]!.kind), ...to.map((at) => other[at]!.kind)];
    if (kinds.includes("NAME") || kinds.includes("NUMBER")) own += weight / 2;
    else common += weight / 2;
  }
  let score = shared / (ofOne.all + ofOther.all);
  const [a, b] = [ofOne.left, ofOther.left];
  // All that either name has of its own is in the other: a longer and a shorter name of one organisation, often.
  const alike = own >= ownName && a.NAME + b.NAME === 0 && Math.min(a.PLACE, b.PLACE) === 0;
  if (alike) score += (1 - score) * within.lift;
  // Two words of its own, and no other, stand within a longer name: padding hides nothing.
  const contained = own >= twoNames && Math.min(a.NAME, b.NAME) === 0 && score < within.least;
  if (contained) score = within.least;
  score *= 1 - against.otherWords * Math.min(1, a.NAME + a.PLACE, b.NAME + b.PLACE);
  score *= 1 - against.doesOther * Math.min(1, ofOne.does, ofOther.does);
  if (a.PLACE > 0 && b.PLACE > 0) score *= against.otherPlace;
  if (a.NUMBER > 0 && b.NUMBER > 0) score *= against.otherNumber;
  else if (a.NUMBER + b.NUMBER > 0) score *= against.oneNumber;
  if (own > 0 && !pairs.some((pair) => isSureName(pair, one, other))) score *= against.slipAlone;
  const rest = a.NAME + a.PLACE + a.COMMON + b.NAME + b.PLACE + b.COMMON;
  const evidence = own + common * commonCounts;
  if (rest > 0 && own < littleOwn && evidence < 1) score *= against.commonAlone + (1 - against.commonAlone) * evidence;
  return { score, contained };
}

/** Whether a word of an organisation's own was paired for more than being spelled much alike. */
const isSureName = ({ from, to, by }: Pair, one: readonly Term[], other: readonly Term[]): boolean =>
  by !== "SPELLING" && (one[from[0]!]!.kind === "NAME" || other[to[0]!]!.kind === "NAME");
