import { oneOf } from "./chance.ts";
import type { LabelledPair } from "./labelled-pairs.ts";

type Change = (name: string, next: () => number) => string;

const letters = "abcdefghijklmnopqrstuvwxyz";

/** Latin letters and the Cyrillic and Greek ones that look like them. */
const twins: Readonly<Record<string, string>> = {
  a: "а",
  c: "с",
  e: "е",
  o: "о",
  p: "р",
  x: "х",
  y: "у",
  i: "і",
  s: "ѕ",
  A: "А",
  B: "В",
  C: "С",
  E: "Е",
  H: "Н",
  I: "І",
  K: "К",
  M: "М",
  O: "О",
  P: "Р",
  T: "Т",
  X: "Х",
  N: "Ν",
};

/** Latin transliteration back into Cyrillic, the longest first: what a Russian organisation's own name looks like. */
const toCyrillic: readonly (readonly [string, string])[] = [
  ["shch", "щ"],
  ["yo", "ё"],
  ["zh", "ж"],
  ["kh", "х"],
  ["ts", "ц"],
  ["ch", "ч"],
  ["sh", "ш"],
  ["yu", "ю"],
  ["ya", "я"],
  ["iy", "ий"],
  ["ii", "ий"],
  ["yi", "ый"],
  ["a", "а"],
  ["b", "б"],
  ["v", "в"],
  ["g", "г"],
  ["d", "д"],
  ["e", "е"],
  ["z", "з"],
  ["i", "и"],
  ["y", "ы"],
  ["k", "к"],
  ["l", "л"],
  ["m", "м"],
  ["n", "н"],
  ["o", "о"],
  ["p", "п"],
  ["r", "р"],
  ["s", "с"],
  ["t", "т"],
  ["u", "у"],
  ["f", "ф"],
  ["h", "х"],
  ["c", "к"],
  ["j", "й"],
  ["x", "кс"],
  ["q", "к"],
  ["w", "в"],
];

const otherForms: readonly string[] = [
  "LLC",
  "Co., Ltd.",
  "GmbH",
  "S.A.",
  "OOO",
  "JSC",
  "Limited",
  "FZE",
  "A.Ş.",
  "Inc.",
];
const formAtEnd =
  /[,\s]+(co\.?,? ltd\.?|company limited|limited liability company|limited|ltd\.?|llc|ooo|oao|ao|jsc|gmbh|inc\.?|fze)\.?$/i;

/** A letter left out, put in, swapped with the next or taken for another. */
export const slip: Change = (name, next) => {
  const at = 1 + Math.floor(next() * Math.max(1, name.length - 2));
  const kind = Math.floor(next() * 4);
  if (kind === 0) return name.slice(0, at) + name.slice(at + 1);
  if (kind === 1) return name.slice(0, at) + oneOf([...letters], next) + name.slice(at);
  if (kind === 2) return name.slice(0, at) + (name[at + 1] ?? "") + (name[at] ?? "") + name.slice(at + 2);
  return name.slice(0, at) + oneOf([...letters], next) + name.slice(at + 1);
};

const changes: Readonly<Record<string, Change>> = {
  "one slip": slip,
  "two slips": (name, next) => slip(slip(name, next), next),
  "another legal form": (name, next) => `${name.replace(formAtEnd, "")} ${oneOf(otherForms, next)}`,
  "look-alike letters": (name, next) => lookAlikes(name, next),
  "other spaces": (name) => name.replace(/[\s-]+/, ""),
  "other order": (name) => {
    const [first, ...rest] = name.replace(formAtEnd, "").split(/\s+/);
    return [...rest, first].join(" ");
  },
  "in Cyrillic": (name) => cyrillicOf(name),
};

/** About half of the letters that have a look-alike in another script, as that. */
export function lookAlikes(name: string, next: () => number): string {
  return [...name].map((each) => (next() < 0.5 ? (twins[each] ?? each) : each)).join("");
}

/** A name in Latin letters in capital Cyrillic ones of the same sounds. */
export function cyrillicOf(name: string): string {
  let rest = name.toLowerCase();
  let made = "";
  while (rest !== "") {
    const [from, to] = toCyrillic.find(([latin]) => rest.startsWith(latin)) ?? [rest[0] as string, rest[0] as string];
    made += to;
    rest = rest.slice(from.length);
  }
  return made.toUpperCase();
}

/** What tells that a name is Russian, in Latin letters. */
const russian = /\b(ooo|oao|zao|ao|pao|obshchestvo|aktsionernoe|zavod|npo|npp|nauchno\w*)\b/i;

/** A name and the same with one of these changes, as chance has it. */
export function changed(name: string, next: () => number): LabelledPair {
  const kinds = Object.keys(changes).filter((kind) => kind !== "in Cyrillic" || russian.test(name));
  const kind = russian.test(name) && next() < 0.3 ? "in Cyrillic" : oneOf(kinds, next);
  return { left: name, right: (changes[kind] as Change)(name, next), same: true, kind };
}
