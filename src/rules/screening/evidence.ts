import { likeness } from "./likeness.ts";
import type { Pair } from "./pair-terms.ts";
import type { NameReading } from "./read-name.ts";
import { soundOf } from "./spelling.ts";
import type { Term } from "./terms.ts";

/** What is counted when two names are compared: what speaks for one organisation, and what for two. */
export const evidenceKinds = [
  "covered",
  "coveredLess",
  "own",
  "ownWords",
  "ownLeftBoth",
  "sharesAndLacks",
  "within",
  "commonMore",
  "commonLittle",
  "commonShared",
  "placeShared",
  "placeBoth",
  "placeOne",
  "numberBoth",
  "numberOne",
  "numberShared",
  "doesOther",
  "doesMore",
  "oneWordOtherTrade",
  "bySound",
  "bySpelling",
  "byInitials",
  "bySpaces",
  "unsure",
  "replaced",
  "wholeMuch",
  "lettersLeast",
  "oneWord",
  "nothingPaired",
  "formOther",
  "formSame",
  "otherScriptOwn",
  "bracketed",
  "asideBoth",
  "asideOne",
] as const;
export type EvidenceKind = (typeof evidenceKinds)[number];

/** How much of each kind there is, about 0 to 1. */
export type Evidence = Readonly<Record<EvidenceKind, number>>;

/** What the words of a name tell: all of them, those that were paired, and those that weren't, by their kinds. */
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

/** What the pairs tell, by what was paired and how. */
interface Shared {
  own: number;
  ownWords: number;
  ownSure: number;
  common: number;
  place: number;
  number: number;
  sound: number;
  spelling: number;
  initials: number;
  spaces: number;
  ofOne: number;
  ofOther: number;
}

function sharedBy(one: readonly Term[], other: readonly Term[], pairs: readonly Pair[]): Shared {
  const shared = {
    own: 0,
    ownWords: 0,
    ownSure: 0,
    common: 0,
    place: 0,
    number: 0,
    sound: 0,
    spelling: 0,
    initials: 0,
    spaces: 0,
    ofOne: 0,
    ofOther: 0,
  };
  for (const { from, to, alike, by } of pairs) {
    const [ofOne, ofOther] = [weightAt(one, from) * alike, weightAt(other, to) * alike];
    const both = (ofOne + ofOther) / 2;
    shared.ofOne += ofOne;
    shared.ofOther += ofOther;
    const kinds = [...from.map((at) => one[at]!.kind), ...to.map((at) => other[at]!.kind)];
    if (kinds.includes("NUMBER")) shared.number += both;
    else if (kinds.includes("NAME")) {
      shared.own += both;
      shared.ownWords += 1;
      shared.ownSure += both * alike;
      if (by === "SOUND") shared.sound += both;
      else if (by === "SPELLING") shared.spelling += both;
      else if (by === "INITIALS") shared.initials += both;
      else if (by === "SPACES") shared.spaces += both;
    } else if (kinds.includes("PLACE")) shared.place += both;
    else shared.common += both;
  }
  return shared;
}

/** From how much on words of its own are a name; below how much there are next to none. */
const ownName = 0.75;
const littleOwn = 0.5;
/** How much common words and places that are shared count beside a word of its own. */
const commonCounts = 0.6;
const most = { own: 2, words: 3, ownLeft: 2, does: 3, common: 1 } as const;
const upTo = (value: number, limit: number): number => Math.min(1, value / limit);
const share = (part: number, all: number): number => (all > 0 ? Math.min(1, part / all) : 0);

/** How many words are left that set a name of common words apart: what it does, and words of its own. */
const tellsOther = ({ does, left }: Told): number => does + Math.ceil(left.NAME);

/** What two readings have in common and what sets them apart, given which of their words were paired. Alike both ways. */
export function evidenceOf(one: NameReading, other: NameReading, pairs: readonly Pair[]): Evidence {
  const shared = sharedBy(one.terms, other.terms, pairs);
  const a = told(one.terms, new Set(pairs.flatMap(({ from }) => from)));
  const b = told(other.terms, new Set(pairs.flatMap(({ to }) => to)));
  const [ofOne, ofOther] = [share(shared.ofOne, a.all), share(shared.ofOther, b.all)];
  const ownLeftBoth = Math.min(1, a.left.NAME, b.left.NAME);
  const hasOwn = shared.own >= littleOwn ? 1 : 0;
  const commonLeft = a.left.COMMON + a.left.PLACE + b.left.COMMON + b.left.PLACE + a.left.NAME + b.left.NAME;
  const [onePlain, otherPlain] = [soundOf(one.core.join("")), soundOf(other.core.join(""))];
  const whole = likeness(onePlain, otherPlain, 0.3);
  const least = Math.min(onePlain.length, otherPlain.length);
  const aside = asides(one, other);
  const unsure = shared.own > 0 ? (1 - shared.ownSure / shared.own) * 4 : 0;
  return {
    covered: share(shared.ofOne + shared.ofOther, a.all + b.all),
    coveredLess: Math.min(ofOne, ofOther),
    own: upTo(shared.own, most.own),
    ownWords: upTo(shared.ownWords, most.words),
    ownLeftBoth,
    sharesAndLacks: hasOwn * ownLeftBoth,
    within: shared.own >= ownName && Math.min(a.left.NAME, b.left.NAME) === 0 ? 1 : 0,
    commonMore: hasOwn === 1 ? 0 : upTo(Math.max(tellsOther(a), tellsOther(b)), 2),
    commonLittle:
      hasOwn === 1 || commonLeft === 0
        ? 0
        : Math.max(0, 1 - shared.own - shared.number - commonCounts * (shared.common + shared.place)),
    commonShared: upTo(shared.common, most.common),
    placeShared: upTo(shared.place, most.common),
    placeBoth: a.left.PLACE > 0 && b.left.PLACE > 0 ? 1 : 0,
    placeOne: a.left.PLACE > 0 !== b.left.PLACE > 0 ? 1 : 0,
    numberBoth: a.left.NUMBER > 0 && b.left.NUMBER > 0 ? 1 : 0,
    numberOne: a.left.NUMBER > 0 !== b.left.NUMBER > 0 ? 1 : 0,
    numberShared: upTo(shared.number, 1),
    doesOther: upTo(Math.min(a.does, b.does), 2),
    doesMore: upTo(Math.abs(a.does - b.does), most.does),
    oneWordOtherTrade: shared.own > 0 && shared.ownWords === 1 && a.does > 0 && b.does > 0 ? 1 : 0,
    bySound: share(shared.sound, shared.own),
    bySpelling: share(shared.spelling, shared.own),
    byInitials: share(shared.initials, shared.own),
    bySpaces: share(shared.spaces, shared.own),
    unsure,
    replaced: isReplaced(one.terms, other.terms, pairs) ? 1 : 0,
    wholeMuch: Math.max(0, whole - 0.8) * 5,
    lettersLeast: Math.max(0, 1 - least / 10),
    oneWord: Math.min(one.terms.length, other.terms.length) === 1 ? 1 : 0,
    formOther: one.form !== null && other.form !== null && one.form !== other.form ? 1 : 0,
    formSame: one.form !== null && one.form === other.form ? 1 : 0,
    nothingPaired: pairs.length === 0 ? 1 : 0,
    otherScriptOwn: one.foreign !== other.foreign ? upTo(shared.own, 1) : 0,
    bracketed: one.bracketed || other.bracketed ? 1 : 0,
    asideBoth: aside === 2 ? 1 : 0,
    asideOne: aside === 1 ? 1 : 0,
  };
}

/** Whether the names are the same but for one word of their own, which is another one in the same place. */
function isReplaced(one: readonly Term[], other: readonly Term[], pairs: readonly Pair[]): boolean {
  const left = (terms: readonly Term[], taken: readonly number[]): number[] =>
    [...terms.keys()].filter((at) => terms[at]!.kind !== "JOINING" && !taken.includes(at));
  const ofOne = left(
    one,
    pairs.flatMap(({ from }) => from),
  );
  const ofOther = left(
    other,
    pairs.flatMap(({ to }) => to),
  );
  if (ofOne.length !== 1 || ofOther.length !== 1) return false;
  const [a, b] = [one[ofOne[0]!]!, other[ofOther[0]!]!];
  return pairs.length > 0 && (a.kind === "NAME" || b.kind === "NAME" || a.kind === b.kind);
}

/** How many of the names have a place or a number in brackets that the other one lacks. */
function asides(one: NameReading, other: NameReading): number {
  return [lacking(one, other), lacking(other, one)].filter((some) => some.length > 0).length;
}

/** The places and numbers that a name has in brackets and the other one doesn't have at all. */
export function lacking(from: NameReading, to: NameReading): readonly Term[] {
  if (to.bracketed) return [];
  const known = [...to.aside, ...to.terms].map(({ means }) => means);
  return from.aside.filter(({ means }) => !known.includes(means));
}
