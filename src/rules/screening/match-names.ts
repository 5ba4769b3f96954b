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

/** Counts the ways in which names were matched: a list that was screened by another way is screened again. */
export const matcherVersion = 3;

/** What is left of a score where the legal forms are of different kinds, and for places in brackets. */
const otherFormLeft = 0.97;
const otherPlaceLeft = 0.7;
const onePlaceLeft = 0.9;
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
  let best: NameMatch = { score: 0, reasons: [] };
  for (const one of partner) {
    for (const other of listed) {
      // That both name the same place, or the same kind of thing, in brackets says nothing.
      if ((one.bracketed && (other.bracketed || !tells(one))) || (other.bracketed && !tells(other))) continue;
      const match = compared(one, other);
      if (match.score > best.score) best = match;
    }
  }
  return best;
}

const tells = ({ terms }: NameReading): boolean => terms.some(({ kind, weight }) => kind === "NAME" && weight >= 0.5);

function compared(partner: NameReading, listed: NameReading): NameMatch {
  const found = [equal(partner, listed), byWords(partner, listed), asOneWord(partner, listed)];
  const { score, reasons } = found.reduce((best, each) => (each.score > best.score ? each : best));
  if (score === 0) return nothing;
  return {
    score: Math.round(score * 1000) / 1000,
    reasons: [...reasons, ...howRead(partner, "partner's"), ...howRead(listed, "listed")],
  };
}

const nothing: NameMatch = { score: 0, reasons: [] };

function equal(partner: NameReading, listed: NameReading): NameMatch {
  const core = listed.core.join(" ");
  if (partner.words.join(" ") === listed.words.join(" ") && bracketedPlaces(partner, listed).left === 1) {
    return { score: 1, reasons: [{ code: "SAME_NAME", says: `Both read "${listed.words.join(" ")}".` }] };
  }
  if (partner.core.join(" ") !== core || bracketedPlaces(partner, listed).left < 1) return nothing;
  const says = `Both read "${core}" without their legal forms.`;
  return { score: 0.99, reasons: [{ code: "SAME_WITHOUT_LEGAL_FORM", says }] };
}

/** What is left of a score where a place or a number in brackets is one that the other name lacks, or not its own. */
function bracketedPlaces(one: NameReading, other: NameReading): { left: number; reasons: NameMatchReason[] } {
  const lacks = (from: NameReading, to: NameReading) => {
    const known = [...to.aside, ...to.terms].map(({ means }) => means);
    return to.bracketed ? [] : from.aside.filter(({ means }) => !known.includes(means));
  };
  const [ofOne, ofOther] = [lacks(one, other), lacks(other, one)];
  const said = (terms: readonly Term[]) => terms.map((term) => term.said).join(", ");
  if (ofOne.length > 0 && ofOther.length > 0) {
    const says = `The places in brackets differ: ${said(ofOne)} and ${said(ofOther)}.`;
    return { left: otherPlaceLeft, reasons: [{ code: "OTHER_PLACE", says }] };
  }
  const [whose, lone] = ofOne.length > 0 ? ["partner's", ofOne] : ["listed", ofOther];
  if (lone.length === 0) return { left: 1, reasons: [] };
  return {
    left: onePlaceLeft,
    reasons: [{ code: "UNMATCHED_WORDS", says: `Only the ${whose} name has in brackets: ${said(lone)}.` }],
  };
}

const turned = ({ from, to, ...rest }: Pair): Pair => ({ ...rest, from: to, to: from });

function byWords(partner: NameReading, listed: NameReading): NameMatch {
  const [one, other] = [spelt(partner), spelt(listed)];
  const pairs = pairTerms(one.terms, other.terms, partner.vowelless || listed.vowelless);
  pairs.push(...initialsPairs(one, other, pairs));
  pairs.push(...initialsPairs(other, one, pairs.map(turned)).map(turned));
  const { score: byPairs, contained } = scoreOf(one.terms, other.terms, pairs);
  const places = bracketedPlaces(partner, listed);
  const score = byPairs * places.left * (otherForms(partner, listed) ? otherFormLeft : 1);
  if (score === 0) return nothing;
  const reasons = reasonsOf(one.terms, other.terms, pairs);
  if (contained) reasons.unshift({ code: "CONTAINED", says: "All that tells in one name is in the other." });
  reasons.push(...places.reasons);
  if (otherForms(partner, listed))
    reasons.push({ code: "OTHER_FORM", says: "Their legal forms are of different kinds." });
  return { score: Math.min(score, 0.98), reasons };
}

const otherForms = (one: NameReading, other: NameReading): boolean =>
  one.form !== null && other.form !== null && one.form !== other.form;

const spelt = ({ terms, words, core }: NameReading): Spelt => {
  const cut = words.length - core.length;
  const before = Array.from({ length: cut + 1 }, (_, at) => at).find((at) =>
    core.every((word, index) => words[at + index] === word),
  );
  const behind = words.slice((before ?? cut) + core.length);
  return { terms, formBehind: behind.filter((word) => word.length >= shortestWrittenOut) };
};

/** Names that differ by their spaces, and a little by their letters. */
function asOneWord(partner: NameReading, listed: NameReading): NameMatch {
  if (partner.core.length === listed.core.length) return nothing;
  const numbers = ({ terms }: NameReading) => terms.filter(({ kind }) => kind === "NUMBER").map(({ means }) => means);
  if (numbers(partner).join() !== numbers(listed).join()) return nothing;
  const [one, other] = [soundOf(partner.core.join("")), soundOf(listed.core.join(""))];
  if (Math.min(one.length, other.length) < shortestCompact) return nothing;
  const alike = likeness(one, other, alikeCompact);
  if (alike < alikeCompact || (1 - alike) * Math.max(one.length, other.length) > mostSlips + 0.5) return nothing;
  const says = `"${partner.core.join(" ")}" and "${listed.core.join(" ")}" are much alike when written without spaces.`;
  return { score: alike * 0.96, reasons: [{ code: "OTHER_SPACES", says }] };
}

function howRead({ how, words }: NameReading, whose: string): NameMatchReason[] {
  if (how === "AS_WRITTEN") return [];
  const says =
    how === "TRANSLITERATED"
      ? `The ${whose} name is read "${words.join(" ")}" in Latin letters.`
      : `The ${whose} name can be taken for "${words.join(" ")}" by the shapes of its letters.`;
  return [{ code: how, says }];
}
