import { endedWords, hangulWords, hanWords, spacedWords, thaiWords } from "./words/native.ts";

/** Legal forms written without spaces, as the English ones; the longest first. */
const forms: readonly (readonly [RegExp, string])[] = [
  [
    /股份有限责任公司|股份有限責任公司|股份有限公司|有限株式会社|株式会社|㈱|주식회사|㈜|\(주\)/gu,
    " joint stock company ",
  ],
  [/有限責任公司|有限责任公司|有限公司|有限会社|合同会社|合資会社|유한책임회사|유한회사/gu, " limited "],
  [/集团公司|集團公司/gu, " group company "],
  [/航空公司/gu, " airlines company "],
  [/(?:ال)?خطوط (?:ال)?جوي[ةه]/gu, " airlines "],
  [/总公司|總公司/gu, " corporation "],
  [/公司|会社/gu, " company "],
  [/בע["״”]?מ(?!\p{L})/gu, " limited "],
  [/(?<!\p{L})(?:ش\.?\s?م\.?\s?[مك]\.?|ذ\.?\s?م\.?\s?م\.?)(?!\p{L})/gu, " limited "],
];

interface Native {
  readonly native: string;
  readonly english: string;
}

const parsed = (lines: readonly string[]): Native[] =>
  lines.flatMap((line) => {
    const [english = "", natives = ""] = line.split(": ");
    return natives
      .trim()
      .split(/\s+/)
      .map((native) => ({ native, english }));
  });

const longestFirst = (a: Native, b: Native): number => b.native.length - a.native.length;
const joinedWords = [...parsed(hanWords), ...parsed(hangulWords), ...parsed(thaiWords)].sort(longestFirst);
const joined = new Map(joinedWords.map(({ native, english }) => [native, english]));
const joinedPattern = new RegExp(joinedWords.map(({ native }) => native).join("|"), "gu");
const unspaced = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Katakana}\p{Script=Hiragana}\p{Script=Thai}ー]+/gu;

const spaced = new Map(
  [...parsed(spacedWords), ...parsed(endedWords)].map(({ native, english }) => [folded(native), english]),
);
const written =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Devanagari}\p{Script=Georgian}\p{Script=Armenian}\p{M}"״׳']+/gu;
/** Articles and what else is written together with the word behind it. */
const prefixes = ["ولل", "وال", "بال", "لل", "ال", "و", "ל", "ה", "ב", "ו"];

/** The name with its legal forms, common words and places in English where its script would hide them. */
export function withEnglishWords(name: string): string {
  const withForms = forms.reduce((text, [pattern, english]) => text.replace(pattern, english), name);
  return withForms
    .replace(unspaced, (run) => run.replace(joinedPattern, (native) => ` ${joined.get(native) ?? native} `))
    .replace(written, (word) => englishOf(word) ?? word.replace(/^ال(?=.{3})/u, "al "));
}

function englishOf(word: string): string | null {
  const plain = folded(word);
  const whole = spaced.get(plain);
  if (whole !== undefined) return whole;
  for (const prefix of prefixes) {
    if (!plain.startsWith(prefix)) continue;
    const english = spaced.get(plain.slice(prefix.length));
    if (english !== undefined) return english;
  }
  return null;
}

/** Letters that stand for one another from keyboard to keyboard, as one of them. */
function folded(word: string): string {
  return word
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[\p{M}ـ"״׳']/gu, "")
    .replace(/[أإآٱ]/gu, "ا")
    .replace(/[يىئ]/gu, "ی")
    .replace(/ك/gu, "ک")
    .replace(/[ةۀ]/gu, "ه");
}
