import anyAscii from "any-ascii";
import { lookAlikeLetter } from "../names.ts";
import { type LegalForm, withoutLegalForm } from "./legal-forms.ts";
import { withEnglishWords } from "./native-words.ts";
import { withSpelledLetters } from "./spelled-letters.ts";
import { type Term, termsOf } from "./terms.ts";

/** How the letters of a name were read. */
export type ReadingKind = "AS_WRITTEN" | "TRANSLITERATED" | "LOOK_ALIKE";

/** One way to read a name in small basic Latin letters and digits. */
export interface NameReading {
  readonly how: ReadingKind;
  /** Whether it is of what the name has in brackets: initials, a former name, and as often only a place. */
  readonly bracketed: boolean;
  /** Whether a script was read that doesn't write its vowels. */
  readonly vowelless: boolean;
  /** Whether another script than the Latin one was read by its sounds. */
  readonly foreign: boolean;
  /** Every word, the legal form's too. */
  readonly words: readonly string[];
  /** The words without the legal form; all of them where nothing else is left. Never empty. */
  readonly core: readonly string[];
  /** What the legal form makes it; null where there is none, or none that says. */
  readonly form: LegalForm | null;
  /** The places and numbers that the name has in brackets, beside what is read here. */
  readonly aside: readonly Term[];
  /** What the words of the core say. */
  readonly terms: readonly Term[];
}

const foreign = /[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/u;
const abjad = /[\p{Script=Arabic}\p{Script=Hebrew}]/u;
/** Characters that can't be seen: a name that is refused here may still stand on a list. */
const unseen = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}]/gu;
const inBrackets = /[([{（【]([^()[\]{}（）【】]*)[)\]}）】]/gu;
/** What stands in brackets counts as a name of its own from this many letters on: initials, former names. */
const shortestInBrackets = 4;
/** Or from this many characters that are each read as a syllable: "华为" is a whole name. */
const shortestInSyllables = 2;
const syllable = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Katakana}\p{Script=Hiragana}]/gu;
/** Of so much at most a name is read, so that no name takes long: what is in brackets, and the longest of its words. */
const mostInBrackets = 4;
const mostTerms = 40;
/** "1st" is a number, and never taken for "Ist". */
const ordinal = /^\d+(?:st|nd|rd|th)$/i;
/** What stands before another name of the same organisation. */
const otherName = /^\s*(?:a\.?k\.?a\.?|f\.?k\.?a\.?|formerly(?: known as)?|d\.?b\.?a\.?|also known as|or)[,:\s]+/i;

/**
 * The ways to read a name: its sounds in basic Latin letters, with the common words of other scripts in English; its
 * shapes, where its letters can be taken for Latin ones; and the same of what it has in brackets. What is in brackets and
 * too short for a name of its own, or one name too many, is read with the whole name instead. None where nothing in it has
 * a sound.
 */
export function readName(name: string): NameReading[] {
  const normal = name.normalize("NFKC").replace(unseen, "");
  const readings: NameReading[] = [];
  const { outside, whole, inside } = partsOf(normal);
  const aside = inside
    .flatMap((part) => termsOf(wordsOf(part)))
    .filter(({ kind }) => kind === "PLACE" || kind === "NUMBER");
  addBoth(readings, { bracketed: false, aside }, outside);
  if (whole !== null) addBoth(readings, { bracketed: false, aside: [] }, whole);
  for (const part of inside) addBoth(readings, { bracketed: true, aside: [] }, part);
  return readings;
}

interface Parts {
  /** The name without its brackets and what they hold. */
  readonly outside: string;
  /** The name with blanks for its brackets, where something in them is no name of its own. */
  readonly whole: string | null;
  /** What in brackets is a name of its own. */
  readonly inside: readonly string[];
}

function partsOf(name: string): Parts {
  const spoken = name.replace(/\(주\)/gu, "주식회사");
  const outside = spoken.replace(inBrackets, " ");
  if (!hasLetter(outside)) return { outside: spoken, whole: null, inside: [] };
  const held = [...spoken.matchAll(inBrackets)].map(([, text]) => withoutOtherName(text as string)).filter(hasLetter);
  const inside = held.filter(isNameOfItsOwn).slice(0, mostInBrackets);
  if (inside.length === held.length) return { outside, whole: null, inside };
  return { outside, whole: spoken.replace(inBrackets, (_, text: string) => ` ${withoutOtherName(text)} `), inside };
}

const hasLetter = (text: string): boolean => /[\p{L}\p{N}]/u.test(text);
const withoutOtherName = (text: string): string => text.replace(otherName, "");

const isNameOfItsOwn = (text: string): boolean =>
  (text.match(/[\p{L}\p{N}]/gu) ?? []).length >= shortestInBrackets ||
  (text.match(syllable) ?? []).length >= shortestInSyllables;

type Part = Pick<NameReading, "bracketed" | "aside">;

/** Reads a part of a name by its sounds and by its shapes. */
function addBoth(readings: NameReading[], part: Part, text: string): void {
  add(readings, { how: foreign.test(text) ? "TRANSLITERATED" : "AS_WRITTEN", ...part }, text);
  const shape = shapeOf(text);
  if (shape !== text) add(readings, { how: "LOOK_ALIKE", ...part }, shape);
}

function add(readings: NameReading[], kind: Part & Pick<NameReading, "how">, text: string): void {
  const words = wordsOf(text);
  if (words.length === 0) return;
  const known = words.join(" ");
  if (readings.some((reading) => reading.words.join(" ") === known)) return;
  const { core, form } = withoutLegalForm(words);
  readings.push({
    ...kind,
    vowelless: abjad.test(text),
    foreign: kind.how === "TRANSLITERATED",
    words,
    core,
    form,
    terms: termsOf(longest(core)).slice(0, mostTerms),
  });
}

/** The words in their order; of more than are read, the longest. */
function longest(words: readonly string[]): readonly string[] {
  if (words.length <= mostTerms) return words;
  const byLength = [...words.keys()].sort(
    (one, other) => (words[other] as string).length - (words[one] as string).length,
  );
  const kept = new Set(byLength.slice(0, mostTerms));
  return words.filter((_, at) => kept.has(at));
}

/** The text with each letter and digit that can be taken for a Latin letter read as that one, in words of letters. */
function shapeOf(text: string): string {
  return text.replace(/[\p{L}\p{M}\p{N}|]+/gu, (word) => {
    if (!/\p{L}/u.test(word) || !/[^\p{Script=Latin}]/u.test(word) || ordinal.test(word)) return word;
    return [...word].map((letter) => lookAlikeLetter(letter) ?? letter).join("");
  });
}

function wordsOf(text: string): string[] {
  const spoken = anyAscii(syllables(withEnglishWords(withSpelledLetters(text)))).toLowerCase();
  const words = spoken
    .replace(/&|\+/g, " and ")
    .replace(/['`]/g, "")
    .replace(/(?<=\b[a-z])\.(?=[a-z]\b)/g, "")
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
  return initialsJoined(words);
}

/** Chinese characters, Hangul and kana are each read as a syllable; a word of them stays one word. */
function syllables(text: string): string {
  return text
    .replace(/[\p{Script=Han}\p{Script=Hangul}]+/gu, (word) => ` ${anyAscii(word).toLowerCase()} `)
    .replace(
      /[\p{Script=Katakana}\p{Script=Hiragana}ー]+/gu,
      (word) => ` ${anyAscii(word.replace(/[ッっー]/gu, ""))} `,
    );
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
