import anyAscii from "any-ascii";
import { lookAlikeLetter } from "../names.ts";
import { legalForms, legalFormsWithoutSpaces, wordWeight } from "./business-words.ts";

/** How the letters of a name were read. */
export type ReadingKind = "AS_WRITTEN" | "TRANSLITERATED" | "LOOK_ALIKE";

/** One way to read a name in small basic Latin letters and digits. */
export interface NameReading {
  readonly how: ReadingKind;
  /** Whether it is of what the name has in brackets: initials, a former name, and as often only a place. */
  readonly bracketed: boolean;
  /** Every word, the legal form's too. */
  readonly words: readonly string[];
  /** The words without the legal form; all of them where nothing else is left. Never empty. */
  readonly core: readonly string[];
}

const foreign = /[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/u;
/** Characters that can't be seen: a name that is refused here may still stand on a list. */
const unseen = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}]/gu;
const inBrackets = /[([{（【]([^()[\]{}（）【】]*)[)\]}）】]/gu;
/** What stands in brackets counts as a name of its own from this many letters on: initials, former names. */
const shortestInBrackets = 4;

/**
 * The ways to read a name: its sounds in basic Latin letters; its shapes, where its letters can be taken for Latin ones;
 * and the same of what it has in brackets. At least one for a name with a letter or digit; none for one without.
 */
export function readName(name: string): NameReading[] {
  const normal = name.normalize("NFKC").replace(unseen, "");
  const readings: NameReading[] = [];
  for (const [index, part] of partsOf(normal).entries()) {
    const bracketed = index > 0;
    add(readings, { how: foreign.test(part) ? "TRANSLITERATED" : "AS_WRITTEN", bracketed }, part);
    const shape = shapeOf(part);
    if (shape !== part) add(readings, { how: "LOOK_ALIKE", bracketed }, shape);
  }
  return readings;
}

/** The text by which a reading is looked for in a list. */
export const searchText = ({ core }: Pick<NameReading, "core">): string => core.join(" ");

/** A name with more telling words than these may have another within it that its trigrams alone don't show. */
const mostSeenWhole = 2;
/** How many parts of one reading are looked for. */
const mostParts = 16;

/**
 * The parts of a reading by which a listed name is looked for that the reading has within it, padded with other words:
 * two and three of its telling words that follow each other. None for a short name, which is its own part.
 */
export function partTexts({ core }: Pick<NameReading, "core">): string[] {
  const telling = core.filter((word) => wordWeight(word) === 1);
  if (core.length <= mostSeenWhole || telling.length < mostSeenWhole) return [];
  const parts = new Set<string>();
  for (const size of [2, 3]) {
    for (let from = 0; from + size <= telling.length; from += 1) parts.add(telling.slice(from, from + size).join(" "));
  }
  parts.delete(core.join(" "));
  return [...parts].slice(0, mostParts);
}

/** The name without its brackets first, then what they hold. */
function partsOf(name: string): string[] {
  const outside = name.replace(inBrackets, " ");
  if (!/[\p{L}\p{N}]/u.test(outside)) return [name];
  const inside = [...name.matchAll(inBrackets)].map(([, text]) => text as string);
  return [outside, ...inside.filter((text) => (text.match(/[\p{L}\p{N}]/gu) ?? []).length >= shortestInBrackets)];
}

function add(readings: NameReading[], kind: Pick<NameReading, "how" | "bracketed">, text: string): void {
  const words = wordsOf(text);
  if (words.length === 0) return;
  const known = words.join(" ");
  if (readings.some((reading) => reading.words.join(" ") === known)) return;
  readings.push({ ...kind, words, core: withoutLegalForm(words) });
}

/** The text with each letter and digit that can be taken for a Latin letter read as that one, in words of letters. */
function shapeOf(text: string): string {
  return text.replace(/[\p{L}\p{M}\p{N}|]+/gu, (word) => {
    if (!/\p{L}/u.test(word) || !/[^\p{Script=Latin}]/u.test(word)) return word;
    return [...word].map((letter) => lookAlikeLetter(letter) ?? letter).join("");
  });
}

function wordsOf(text: string): string[] {
  const bare = text.replace(legalFormsWithoutSpaces, " ");
  const spoken = anyAscii(syllables(/[\p{L}\p{N}]/u.test(bare) ? bare : text)).toLowerCase();
  const words = spoken
    .replace(/&|\+/g, " and ")
    .replace(/['`]/g, "")
    .replace(/(?<=\b[a-z])\.(?=[a-z]\b)/g, "")
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
  return initialsJoined(words);
}

/** Chinese characters and Hangul are each read as a syllable; a word of them stays one word. */
function syllables(text: string): string {
  return text.replace(/[\p{Script=Han}\p{Script=Hangul}]+/gu, (word) => ` ${anyAscii(word).toLowerCase()} `);
}

/** "v p ivannikov" as "vp ivannikov", "s a" as "sa": points and spaces between initials vary. */
function initialsJoined(words: readonly string[]): string[] {
  const joined: string[] = [];
  let initials = "";
  const flush = () => {
    if (initials !== "") joined.push(initials);
    initials = "";
  };
  for (const word of words) {
    if (/^[a-z]$/.test(word)) {
      initials += word;
      continue;
    }
    flush();
    joined.push(word);
  }
  flush();
  return joined;
}

function withoutLegalForm(words: readonly string[]): readonly string[] {
  let rest = words;
  for (let cut = cutOnce(rest); cut.length > 0 && cut.length < rest.length; cut = cutOnce(rest)) rest = cut;
  return rest;
}

function cutOnce(words: readonly string[]): readonly string[] {
  for (const form of legalForms) {
    const { length } = form;
    if (length >= words.length) continue;
    if (form.every((word, index) => words[words.length - length + index] === word)) return words.slice(0, -length);
    if (form.every((word, index) => words[index] === word)) return words.slice(length);
  }
  return words;
}
