import { likeness } from "./likeness.ts";
import { skeletonOf } from "./spelling.ts";
import type { Term } from "./terms.ts";
import { areNear } from "./words/near-meanings.ts";

/** By what two words are taken for the same. */
export type AlikeBy = "SAME" | "MEANING" | "SOUND" | "SPELLING" | "SPACES" | "INITIALS";

/** Words of one name, by their places, that are taken for words of the other. */
export interface Pair {
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly alike: number;
  readonly by: AlikeBy;
}

type Alike = Pick<Pair, "alike" | "by">;

/** How much two words count as one that differ so. */
const counts = {
  meaning: 0.97,
  nearMeaning: 0.8,
  sound: 0.97,
  stem: 0.93,
  skeleton: 0.88,
  skeletonAlone: 0.75,
  initials: 0.9,
  shortSlip: 0.85,
} as const;
/** From this likeness on two words can be slips of each other; long ones from less, as they are seldom alike by chance. */
const leastLikeness = 0.75;
const leastOfLong = 0.64;
const leastOfKnown = 0.85;
const leastJoined = 0.88;
/** From so many letters on: fewer are soon alike by chance. */
const shortest = {
  sound: 4,
  slip: 4,
  sure: 6,
  stem: 4,
  skeleton: 3,
  skeletonAlone: 4,
  long: 7,
  joined: 6,
  initials: 3,
} as const;
const longestInitials = 8;
const isCommon = ({ kind }: Term): boolean => kind === "COMMON" || kind === "PLACE";

/** What the scripts of two names make of their words' sounds. */
export interface Scripts {
  /** Whether one of the names was read from a script that doesn't write its vowels. */
  readonly vowelless: boolean;
  /** Whether one of them alone was read from another script than the Latin one: sounds are then written as they can be. */
  readonly foreign: boolean;
}

/** A skeleton with the consonants as one that scripts confuse: "l" and "r" in Japanese, "b" and "v" in Korean and Greek. */
const barest = (skeleton: string): string =>
  skeleton
    .replace(/j|g(?=[aeiou]|$)/g, "j")
    .replaceAll("l", "r")
    .replaceAll("b", "f")
    .replaceAll("z", "s")
    .replaceAll("d", "t")
    .replace(/h|ts/g, "k")
    .replace(/(.)\1+/g, "$1");

/** By what, and how far, two words can be taken for one; null where they can't. */
function alikeTerms(one: Term, other: Term, { vowelless, foreign }: Scripts): Alike | null {
  if (one.kind === "NUMBER" || other.kind === "NUMBER") {
    return one.kind === other.kind && one.means === other.means ? { alike: 1, by: "SAME" } : null;
  }
  if (one.said === other.said && one.means === other.means) return { alike: 1, by: "SAME" };
  if (one.means === other.means) return { alike: counts.meaning, by: "MEANING" };
  if (areNear(one.means, other.means)) return { alike: counts.nearMeaning, by: "MEANING" };
  if ((isCommon(one) && isCommon(other)) || one.sound === "" || other.sound === "") return null;
  const shorter = Math.min(one.said.length, other.said.length);
  if (one.sound === other.sound && shorter >= shortest.sound) return { alike: counts.sound, by: "SOUND" };
  if (one.stem === other.stem && one.stem.length >= shortest.stem) return { alike: counts.stem, by: "SOUND" };
  const known = isCommon(one) || isCommon(other);
  const skeleton = skeletonOf(one.said);
  const sameSkeleton = skeleton === skeletonOf(other.said);
  if (vowelless && sameSkeleton && skeleton.length >= shortest.skeleton) return { alike: counts.skeleton, by: "SOUND" };
  if (foreign && !known && skeleton.length >= shortest.skeleton && barest(skeleton) === barest(skeletonOf(other.said)))
    return { alike: counts.skeletonAlone, by: "SOUND" };
  if (shorter < shortest.slip) return null;
  const least = known ? leastOfKnown : shorter >= shortest.long ? leastOfLong : leastLikeness;
  const alike = Math.max(likeness(one.said, other.said, least), likeness(one.sound, other.sound, least) * counts.sound);
  // A word that is known to say something is seldom a slip of another.
  if (alike < least) {
    const alone = !known && sameSkeleton && skeleton.length >= shortest.skeletonAlone;
    return alone ? { alike: counts.skeletonAlone, by: "SOUND" } : null;
  }
  return { alike: shorter < shortest.sure ? alike * counts.shortSlip : alike, by: "SPELLING" };
}

/** The words of two names that can be taken for the same ones, each in one pair at most, the most alike first. */
export function pairTerms(one: readonly Term[], other: readonly Term[], scripts: Scripts): Pair[] {
  const possible: (Alike & { from: number; to: number })[] = [];
  for (const [from, term] of one.entries()) {
    for (const [to, with_] of other.entries()) {
      const alike = alikeTerms(term, with_, scripts);
      if (alike !== null) possible.push({ from, to, ...alike });
    }
  }
  possible.sort((a, b) => b.alike - a.alike || Math.abs(a.from - a.to) - Math.abs(b.from - b.to));
  const taken = { from: new Set<number>(), to: new Set<number>() };
  const pairs: Pair[] = [];
  for (const { from, to, alike, by } of possible) {
    if (taken.from.has(from) || taken.to.has(to)) continue;
    taken.from.add(from);
    taken.to.add(to);
    pairs.push({ from: [from], to: [to], alike, by });
  }
  return [
    ...pairs,
    ...joinedPairs(one, other, taken.from, taken.to),
    ...joinedPairs(other, one, taken.to, taken.from).map(turned),
  ];
}

const turned = ({ from, to, ...rest }: Pair): Pair => ({ ...rest, from: to, to: from });

/** Words of one name that two or three words of the other make when written together. Marks them as taken. */
function joinedPairs(
  one: readonly Term[],
  other: readonly Term[],
  takenFrom: Set<number>,
  takenTo: Set<number>,
): Pair[] {
  const pairs: Pair[] = [];
  for (const [from, { said, sound }] of one.entries()) {
    if (takenFrom.has(from) || sound.length < shortest.joined) continue;
    const run = [3, 2].map((size) => runOf(said, other, size, takenTo)).find((found) => found !== null);
    if (!run) continue;
    takenFrom.add(from);
    for (const to of run.to) takenTo.add(to);
    pairs.push({ from: [from], to: run.to, alike: run.alike * counts.sound, by: "SPACES" });
  }
  return pairs;
}

function runOf(said: string, of: readonly Term[], size: number, taken: ReadonlySet<number>) {
  for (let at = 0; at + size <= of.length; at += 1) {
    const to = Array.from({ length: size }, (_, index) => at + index);
    if (to.some((index) => taken.has(index) && of[index]!.kind !== "JOINING")) continue;
    const joined = to.map((index) => of[index]!.said).join("");
    const alike = likeness(said, joined, leastJoined);
    if (alike >= leastJoined) return { to, alike };
  }
  return null;
}

/** A name's own words with what of its legal form is written out behind them, whose initials may be in a short name. */
export interface Spelt {
  readonly terms: readonly Term[];
  readonly formBehind: readonly string[];
}

/** How much initials count, by their number: three are soon those of another name too, the more so of a part of one. */
const initialsCount = (letters: number, whole: boolean): number =>
  letters <= 3 ? (whole ? 0.7 : 0.45) : letters === 4 ? 0.85 : 0.93;

/** A word of one name that is the initials of the other, or of all in it that nothing else was paired with. */
export function initialsPairs(one: Spelt, other: Spelt, pairs: readonly Pair[]): Pair[] {
  const paired = { from: new Set(pairs.flatMap(({ from }) => from)), to: new Set(pairs.flatMap(({ to }) => to)) };
  for (const [from, { said, kind }] of one.terms.entries()) {
    if (kind !== "NAME" || paired.from.has(from)) continue;
    if (said.length < shortest.initials || said.length > longestInitials || !/^[a-z]+$/.test(said)) continue;
    const to = initialled(said, other, paired.to);
    const whole = one.terms.length === 1;
    if (to !== null) return [{ from: [from], to, alike: initialsCount(said.length, whole), by: "INITIALS" }];
  }
  return [];
}

/** The places of the words that aren't paired yet, where all words or they alone begin with these letters. */
function initialled(letters: string, { terms, formBehind }: Spelt, taken: ReadonlySet<number>): number[] | null {
  const words = terms
    .map(({ said, kind }, at) => ({ said, joins: kind === "JOINING", at }))
    .filter(({ said }, index, all) => said !== all[index - 1]?.said);
  const left = words.filter(({ at }) => !taken.has(at));
  const forms = [[], formBehind.slice(0, 1), formBehind].map((form) => form.map((said) => said[0]).join(""));
  for (const run of [words, words.filter(({ joins }) => !joins), left, left.filter(({ joins }) => !joins)]) {
    const initials = run.map(({ said }) => said[0]).join("");
    const own = run.map(({ at }) => at).filter((at) => !taken.has(at));
    if (own.length >= 2 && forms.some((form) => initials + form === letters)) return own;
  }
  return null;
}
