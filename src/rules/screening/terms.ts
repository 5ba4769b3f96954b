import { isFormAnywhere } from "./legal-forms.ts";
import { likeness } from "./likeness.ts";
import { soundOf, stemOf } from "./spelling.ts";
import { shortForms } from "./words/short-forms.ts";
import { twoWords } from "./words/two-words.ts";
import { type Meaning, meaningOf } from "./words-meaning.ts";

/** A word of a name, and what it says. */
export interface Term extends Meaning {
  /** As it was read; what a short form stands for has the short form here. */
  readonly said: string;
  /** As it sounds, and that without its ending; empty for what a short form stands for. */
  readonly sound: string;
  readonly stem: string;
}

/** What the words of a name say, in their order. */
export function termsOf(words: readonly string[]): Term[] {
  const terms: Term[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const two = `${words[at]} ${words[at + 1]}`;
    const one = twoWords.get(two);
    if (one === undefined) terms.push(...termsOfWord(words[at] as string, words.length));
    else {
      terms.push(term(two, meaningOf(one)));
      at += 1;
    }
  }
  return terms;
}

function termsOfWord(word: string, of: number): Term[] {
  const stands = of > 1 ? shortForms.get(word) : undefined;
  if (stands !== undefined) {
    return stands.split(" ").map((meaning) => ({ ...term(word, meaningOf(meaning)), sound: "", stem: "" }));
  }
  const meaning = meaningOf(word);
  if (of > 1 && (isFormAnywhere(word) || (meaning.kind === "NAME" && isFormMisspelt(word)))) {
    return [term(word, { kind: "JOINING", means: word, weight: meaningOf("of").weight, does: false })];
  }
  return [term(word, meaning)];
}

/** The long words of legal forms: misspelt they are still no name. */
const formWords = [
  "obshchestvo",
  "ogranichennoi",
  "otvetstvennostyu",
  "aktsionernoe",
  "publichnoe",
  "otkrytoe",
  "zakrytoe",
  "limited",
  "liability",
  "company",
  "corporation",
  "incorporated",
];
const misspelt = 0.82;

const isFormMisspelt = (word: string): boolean =>
  word.length >= 6 && formWords.some((form) => likeness(word, form, misspelt) >= misspelt);

const term = (said: string, meaning: Meaning): Term => ({
  ...meaning,
  said,
  sound: soundOf(said),
  stem: stemOf(said),
});
