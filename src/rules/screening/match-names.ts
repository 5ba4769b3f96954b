import { type Evidence, evidenceOf, lacking } from "./evidence.ts";
import { likeness } from "./likeness.ts";
import { type NameMatchReason, reasonsOf } from "./match-reasons.ts";
import { initialsPairs, type Pair, pairTerms, type Spelt } from "./pair-terms.ts";
import { type NameReading, readName } from "./read-name.ts";
import { scoreOf } from "./score-pairs.ts";
import { soundOf } from "./spelling.ts";
import type { Term } from "./terms.ts";

/** How well two names match, 0 to 1, and why. */
export interface NameMatch {
  readonly score: number;
  readonly reasons: readonly NameMatchReason[];
}

/** From this score on a match raises a hit. How it was chosen: docs/decisions/0028-screening-measured.md. */
export const hitThreshold = 0.5;

/**
 * Counts the ways in which names were matched: a list that was screened by another way is screened again. To be counted up
 * with each release in which names are read, searched for or weighed otherwise.
 */
export const matcherVersion = 6;

/** What names whose words were compared one by one come to at most. */
const mostByWords = 0.98;
/** Names of which no word can be taken for one of the other are compared where they are so much alike as a whole. */
const leastWhole = 0.65;
const shortestWhole = 6;
/** Below this share of the longer name it is said that the shorter one is within it. */
const leastShown = 0.5;
/** Names written with other spaces are compared as one word from this length on. */
const shortestCompact = 6;
const alikeCompact = 0.88;
const mostSlips = 2;
/** A legal form's word of as many letters isn't cut short. */
const shortestWrittenOut = 6;

/** The best match of any reading of the one name with any of the other. The score is rounded to thousandths. */
export function matchNames(partner: string, listed: string): NameMatch {
  return matchReadings(readName(partner), readName(listed));
}

/** The same for names that were read already. */
export function matchReadings(partner: readonly NameReading[], listed: readonly NameReading[]): NameMatch {
  let best: Compared | null = null;
  for (const compared of comparedReadings(partner, listed)) {
    if (best === null || compared.score > best.score) best = compared;
  }
  if (best === null || best.score === 0) return { score: 0, reasons: [] };
  return { score: Math.round(best.score * 1000) / 1000, reasons: best.reasons() };
}

/** What two names are judged by, for whoever fits the weights: what each comparison of their readings came to. */
export function evidenceOfNames(one: string, other: string): Pick<Compared, "score" | "evidence">[] {
  return [...comparedReadings(readName(one), readName(other))];
}

/** One comparison of two readings. Its reasons are only told of the best one. */
interface Compared {
  readonly score: number;
  /** What the score was made of where words were compared one by one; null where the names are the same as a whole. */
  readonly evidence: Evidence | null;
  readonly reasons: () => readonly NameMatchReason[];
}

function* comparedReadings(
  partner: readonly NameReading[],
  listed: readonly NameReading[],
): Generator<Compared, void, undefined> {
  for (const one of partner) {
    for (const other of listed) {
      // That both name the same place, or the same kind of thing, in brackets says nothing.
      if ((one.bracketed && (other.bracketed || !tells(one))) || (other.bracketed && !tells(other))) continue;
      for (const compare of isByShapeAlone(one, other) ? [equal] : [equal, byWords, asOneWord]) {
        const compared = compare(one, other);
        if (compared === null) continue;
        yield {
          ...compared,
          reasons: () => [...compared.reasons(), ...howRead(one, "partner's"), ...howRead(other, "listed")],
        };
        if (compared.score >= sameWithoutForm) break;
      }
    }
  }
}

/** What poses as Latin letters is compared with Latin ones: with a name that is in another script too, it must be the same. */
const isByShapeAlone = (one: NameReading, other: NameReading): boolean =>
  (one.how === "LOOK_ALIKE" && other.how !== "AS_WRITTEN") || (other.how === "LOOK_ALIKE" && one.how !== "AS_WRITTEN");

const tells = ({ terms }: NameReading): boolean => terms.some(({ kind, weight }) => kind === "NAME" && weight >= 0.5);

const sameWithoutForm = 0.99;

function equal(partner: NameReading, listed: NameReading): Compared | null {
  if (lacking(partner, listed).length + lacking(listed, partner).length > 0) return null;
  const [all, core] = [listed.words.join(" "), listed.core.join(" ")];
  if (partner.words.join(" ") === all) {
    return { score: 1, evidence: null, reasons: () => [{ code: "SAME_NAME", says: `Both read "${all}".` }] };
  }
  if (partner.core.join(" ") !== core) return null;
  const says = `Both read "${core}" without their legal forms.`;
  return { score: sameWithoutForm, evidence: null, reasons: () => [{ code: "SAME_WITHOUT_LEGAL_FORM", says }] };
}

/** What places and numbers in brackets say against it, that the other name lacks or that aren't its own. */
function bracketedReasons(one: NameReading, other: NameReading): NameMatchReason[] {
  const [ofOne, ofOther] = [lacking(one, other), lacking(other, one)];
  const said = (terms: readonly Term[]) => terms.map((term) => term.said).join(", ");
  if (ofOne.length > 0 && ofOther.length > 0) {
    const says = `The places in brackets differ: ${said(ofOne)} and ${said(ofOther)}.`;
    return [{ code: "OTHER_PLACE", says }];
  }
  const [whose, lone] = ofOne.length > 0 ? ["partner's", ofOne] : ["listed", ofOther];
  if (lone.length === 0) return [];
  return [{ code: "UNMATCHED_WORDS", says: `Only the ${whose} name has in brackets: ${said(lone)}.` }];
}

const turned = ({ from, to, ...rest }: Pair): Pair => ({ ...rest, from: to, to: from });

/** The words of two readings that can be taken for the same ones, those of one name before those of the other. */
function pairsOf(partner: NameReading, listed: NameReading): Pair[] {
  // Which words are paired first can matter: so that both ways are alike, they are always paired one way.
  if (partner.words.join(" ") > listed.words.join(" ")) return pairsOneWay(listed, partner).map(turned);
  return pairsOneWay(partner, listed);
}

function pairsOneWay(partner: NameReading, listed: NameReading): Pair[] {
  const [one, other] = [spelt(partner), spelt(listed)];
  const pairs = pairTerms(one.terms, other.terms, {
    vowelless: partner.vowelless || listed.vowelless,
    foreign: partner.foreign !== listed.foreign,
  });
  pairs.push(...initialsPairs(one, other, pairs));
  pairs.push(...initialsPairs(other, one, pairs.map(turned)).map(turned));
  return pairs;
}

/** Whether two names are so much alike as a whole that they are compared though none of their words can be paired. */
function areMuchAlike(partner: NameReading, listed: NameReading): boolean {
  const [one, other] = [soundOf(partner.core.join("")), soundOf(listed.core.join(""))];
  return Math.min(one.length, other.length) >= shortestWhole && likeness(one, other, leastWhole) >= leastWhole;
}

/** Word by word. */
function byWords(partner: NameReading, listed: NameReading): Compared | null {
  const pairs = pairsOf(partner, listed);
  if (pairs.length === 0 && !areMuchAlike(partner, listed)) return null;
  const evidence = evidenceOf(partner, listed, pairs);
  const reasons = (): NameMatchReason[] => {
    const found = reasonsOf(partner.terms, listed.terms, pairs);
    if (evidence.within === 1 && evidence.coveredLess < leastShown)
      found.unshift({ code: "CONTAINED", says: "All that tells in one name is in the other." });
    found.push(...bracketedReasons(partner, listed));
    if (evidence.formOther === 1) found.push({ code: "OTHER_FORM", says: "Their legal forms are of different kinds." });
    return found;
  };
  return { score: Math.min(scoreOf(evidence), mostByWords), evidence, reasons };
}

const spelt = ({ terms, words, core }: NameReading): Spelt => {
  const cut = words.length - core.length;
  const before = Array.from({ length: cut + 1 }, (_, at) => at).find((at) =>
    core.every((word, index) => words[at + index] === word),
  );
  const behind = words.slice((before ?? cut) + core.length);
  return { terms, formBehind: behind.filter((word) => word.length >= shortestWrittenOut) };
};

/** Names that differ by their spaces, and a little by their letters. */
function asOneWord(partner: NameReading, listed: NameReading): Compared | null {
  if (partner.core.length === listed.core.length) return null;
  const numbers = ({ terms }: NameReading) => terms.filter(({ kind }) => kind === "NUMBER").map(({ means }) => means);
  if (numbers(partner).join() !== numbers(listed).join()) return null;
  const [one, other] = [soundOf(partner.core.join("")), soundOf(listed.core.join(""))];
  if (Math.min(one.length, other.length) < shortestCompact) return null;
  const alike = likeness(one, other, alikeCompact);
  if (alike < alikeCompact || (1 - alike) * Math.max(one.length, other.length) > mostSlips + 0.5) return null;
  const says = `"${partner.core.join(" ")}" and "${listed.core.join(" ")}" are much alike when written without spaces.`;
  return { score: alike * 0.96, evidence: null, reasons: () => [{ code: "OTHER_SPACES", says }] };
}

function howRead({ how, words }: NameReading, whose: string): NameMatchReason[] {
  if (how === "AS_WRITTEN") return [];
  const says =
    how === "TRANSLITERATED"
      ? `The ${whose} name is read "${words.join(" ")}" in Latin letters.`
      : `The ${whose} name can be taken for "${words.join(" ")}" by the shapes of its letters.`;
  return [{ code: how, says }];
}
