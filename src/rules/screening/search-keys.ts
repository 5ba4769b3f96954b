import type { NameReading } from "./read-name.ts";
import { skeletonOf } from "./spelling.ts";
import type { Term } from "./terms.ts";

/** By what a reading of a name is looked for in a list. */
export interface Search {
  /** What tells which organisation it is, as it sounds: compared by trigrams. */
  readonly text: string;
  /** Of which listed and looked-for names share one at least: stems, skeletons, initials, numbers. */
  readonly keys: readonly string[];
}

const isTelling = ({ kind, weight }: Term): boolean => kind === "NAME" && weight >= 0.8;
const shortestSkeleton = 4;
const [shortestInitials, longestInitials] = [3, 8];

/** By what a reading is looked for. The text is never empty; the keys may be. */
export function searchOf({ terms, words, vowelless }: NameReading): Search {
  const telling = terms.filter(isTelling);
  const rest = terms.filter(({ kind }) => kind === "NAME" || kind === "PLACE" || kind === "NUMBER");
  const said = telling.length > 0 ? telling : rest.length > 0 ? rest : terms;
  const text = [...new Set(said.map(spoken))].join(" ");
  const keys = new Set<string>();
  for (const { stem, said: word } of telling) {
    keys.add(stem);
    const skeleton = skeletonOf(word);
    if (skeleton.length >= (vowelless ? shortestSkeleton - 1 : shortestSkeleton)) keys.add(`k:${skeleton}`);
    if (isInitials(word)) keys.add(`i:${word}`);
  }
  for (const [at, { sound }] of telling.entries()) if (telling[at + 1]) keys.add(`${sound}${telling[at + 1]!.sound}`);
  for (const { kind, means } of terms) if (kind === "NUMBER" && means.length > 1) keys.add(`n:${means}`);
  for (const initials of initialsOf(words, terms)) keys.add(`i:${initials}`);
  return { text, keys: [...keys] };
}

/** Known words by what they mean, names by how they sound. */
const spoken = ({ said, sound, means }: Term): string => (said === means ? sound : means);

const isInitials = (word: string): boolean =>
  word.length >= shortestInitials && word.length <= longestInitials && /^[a-z]+$/.test(word);

/** The initials of a name of several words, with and without those that join others, and the legal form's. */
function initialsOf(words: readonly string[], terms: readonly Term[]): string[] {
  const core = terms.map(({ said, kind }) => ({ letter: said[0] ?? "", joins: kind === "JOINING" }));
  const all = words.map((word) => word[0]).join("");
  const found = [
    all,
    core.map(({ letter }) => letter).join(""),
    core.map((each) => (each.joins ? "" : each.letter)).join(""),
  ];
  return [...new Set(found)].filter(isInitials);
}

/** A name with more telling words than these may have another within it that its trigrams alone don't show. */
const mostSeenWhole = 2;
/** How many parts of one reading are looked for. */
const mostParts = 8;

/**
 * The parts of a reading by which a listed name is looked for that the reading has within it, padded with other words:
 * two of its telling words that follow each other. None for a short name, which is its own part.
 */
export function partTexts({ terms }: NameReading): string[] {
  const telling = terms.filter(isTelling).map(({ sound }) => sound);
  if (telling.length <= mostSeenWhole) return [];
  const parts = new Set<string>();
  for (let from = 0; from + 2 <= telling.length; from += 1) parts.add(telling.slice(from, from + 2).join(" "));
  return [...parts].slice(0, mostParts);
}
