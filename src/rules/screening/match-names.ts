import type { MatchReason } from "../vocabulary.ts";
import { wordWeight } from "./business-words.ts";
import { likeness } from "./likeness.ts";
import { type NameReading, readName } from "./read-name.ts";

/** Why two names match as far as they do. */
export interface NameMatchReason {
  readonly code: MatchReason;
  /** A sentence with the words that it is about. */
  readonly says: string;
}

/** How well two names match, 0 to 1, and why. */
export interface NameMatch {
  readonly score: number;
  readonly reasons: readonly NameMatchReason[];
}

/** From this score on a match raises a hit. How it was chosen: docs/decisions/0025-screening.md. */
export const hitThreshold = 0.78;

/** Two words are taken for the same word from this likeness on; words of three letters at most only when equal. */
const alikeWords = 0.75;
/** Names written with other spaces are compared as one word from this length on. */
const shortestCompact = 6;
const alikeCompact = 0.9;
/** What a name scores at most that has another, whole, within it; and how much that one must tell by itself. */
const containedScore = 0.86;
const leastContainedWeight = 2;

/** The best match of any reading of the one name with any of the other. The score is rounded to thousandths. */
export function matchNames(partner: string, listed: string): NameMatch {
  let best: NameMatch = { score: 0, reasons: [] };
  for (const one of readName(partner)) {
    for (const other of readName(listed)) {
      // That both name the same place, or the same kind of thing, in brackets says nothing.
      if (one.bracketed && other.bracketed) continue;
      const match = matchReadings(one, other);
      if (match.score > best.score) best = match;
    }
  }
  return best;
}

function matchReadings(partner: NameReading, listed: NameReading): NameMatch {
  const { score, reasons } = [
    equal(partner, listed),
    wordByWord(partner.core, listed.core),
    asOneWord(partner.core, listed.core),
    contained(partner.core, listed.core),
  ].reduce((best, each) => (each.score > best.score ? each : best));
  return {
    score: Math.round(score * 1000) / 1000,
    reasons: [...reasons, ...howRead(partner, "partner's"), ...howRead(listed, "listed")],
  };
}

const nothing: NameMatch = { score: 0, reasons: [] };

function equal(partner: NameReading, listed: NameReading): NameMatch {
  const core = listed.core.join(" ");
  if (partner.words.join(" ") === listed.words.join(" ")) {
    return { score: 1, reasons: [{ code: "SAME_NAME", says: `Both read "${listed.words.join(" ")}".` }] };
  }
  if (partner.core.join(" ") !== core) return nothing;
  const says = `Both read "${core}" without their legal forms.`;
  return { score: 0.99, reasons: [{ code: "SAME_WITHOUT_LEGAL_FORM", says }] };
}

interface Pair {
  readonly from: number;
  readonly to: number;
  readonly alike: number;
}

/** The pairs of words that are alike, the most alike first, each word in one pair at most. */
function pairsOf(one: readonly string[], other: readonly string[]): Pair[] {
  const possible: Pair[] = [];
  for (const [from, word] of one.entries()) {
    for (const [to, with_] of other.entries()) {
      const alike = word.length <= 3 || with_.length <= 3 ? Number(word === with_) : likeness(word, with_);
      if (alike >= alikeWords) possible.push({ from, to, alike });
    }
  }
  possible.sort((a, b) => b.alike - a.alike || Math.abs(a.from - a.to) - Math.abs(b.from - b.to));
  const taken = { from: new Set<number>(), to: new Set<number>() };
  return possible.filter(({ from, to }) => {
    if (taken.from.has(from) || taken.to.has(to)) return false;
    taken.from.add(from);
    taken.to.add(to);
    return true;
  });
}

const weightOf = (words: readonly string[]): number => words.reduce((sum, word) => sum + wordWeight(word), 0);

/** The share of what the words of both tell that is told by words which they share. */
function wordByWord(partner: readonly string[], listed: readonly string[]): NameMatch {
  const pairs = pairsOf(partner, listed);
  const shared = pairs.reduce(
    (sum, { from, to, alike }) => sum + alike * (wordWeight(partner[from]!) + wordWeight(listed[to]!)),
    0,
  );
  const score = shared / (weightOf(partner) + weightOf(listed));
  return { score: Math.min(score, 0.98), reasons: reasonsOf(pairs, partner, listed) };
}

function reasonsOf(pairs: readonly Pair[], partner: readonly string[], listed: readonly string[]): NameMatchReason[] {
  const reasons: NameMatchReason[] = [];
  const inOrder = [...pairs].sort((a, b) => a.from - b.from);
  const equalOnes = inOrder.filter(({ alike }) => alike === 1).map(({ from }) => partner[from]);
  if (equalOnes.length > 0) reasons.push({ code: "SHARED_WORDS", says: `Both have: ${equalOnes.join(", ")}.` });
  for (const { from, to, alike } of inOrder) {
    if (alike < 1)
      reasons.push({ code: "SIMILAR_SPELLING", says: `"${partner[from]}" is written much like "${listed[to]}".` });
  }
  if (inOrder.some(({ to }, index) => index > 0 && to < inOrder[index - 1]!.to)) {
    reasons.push({ code: "OTHER_ORDER", says: "The words stand in another order." });
  }
  const ofPartner = partner.filter((_, index) => !pairs.some(({ from }) => from === index));
  const ofListed = listed.filter((_, index) => !pairs.some(({ to }) => to === index));
  if (ofPartner.length > 0)
    reasons.push({ code: "UNMATCHED_WORDS", says: `Only the partner's name has: ${ofPartner.join(", ")}.` });
  if (ofListed.length > 0)
    reasons.push({ code: "UNMATCHED_WORDS", says: `Only the listed name has: ${ofListed.join(", ")}.` });
  return reasons;
}

/** Names that differ by their spaces, and a little by their letters; as many words on both sides are compared as words. */
function asOneWord(partner: readonly string[], listed: readonly string[]): NameMatch {
  const [one, other] = [partner.join(""), listed.join("")];
  if (partner.length === listed.length || Math.min(one.length, other.length) < shortestCompact) return nothing;
  const alike = likeness(one, other);
  if (alike < alikeCompact) return nothing;
  const says = `"${partner.join(" ")}" and "${listed.join(" ")}" are much alike when written without spaces.`;
  return { score: alike * 0.98, reasons: [{ code: "OTHER_SPACES", says }] };
}

/** A name that has another one whole within it, where that one tells enough by itself. */
function contained(partner: readonly string[], listed: readonly string[]): NameMatch {
  const [inner, outer] = partner.length < listed.length ? [partner, listed] : [listed, partner];
  const left = [...outer];
  const within = inner.every((word) => {
    const at = left.indexOf(word);
    if (at !== -1) left.splice(at, 1);
    return at !== -1;
  });
  if (!within || inner.filter((word) => wordWeight(word) === 1).length < leastContainedWeight) return nothing;
  const says = `"${outer.join(" ")}" has every word of "${inner.join(" ")}".`;
  return { score: containedScore, reasons: [{ code: "CONTAINED", says }] };
}

function howRead({ how, words }: NameReading, whose: string): NameMatchReason[] {
  if (how === "AS_WRITTEN") return [];
  const says =
    how === "TRANSLITERATED"
      ? `The ${whose} name is read "${words.join(" ")}" in Latin letters.`
      : `The ${whose} name can be taken for "${words.join(" ")}" by the shapes of its letters.`;
  return [{ code: how, says }];
}
