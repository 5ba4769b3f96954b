/**
 * How the names of the Latin letters are written in other scripts: "Ю-Би-Эс" is UBS, "АйБиЭм" is IBM, "エヌ・ティ・ティ" is NTT.
 * Each letter, then how its English name is written.
 */
const cyrillic = `a эй; b би; c си; d ди; f эф; g джи; h эйч; i ай; j джей; k кей; l эл эль; m эм; n эн; o оу; p пи; q кью; r ар; s эс; t
  ти; u ю; v ви; w дабл-ю даблъю; x экс икс; y уай; z зет зед; e и`;
const katakana = `a エー エイ; b ビー; c シー; d ディー; e イー; f エフ; g ジー; h エイチ エッチ; i アイ; j ジェー ジェイ; k ケー ケイ; l エル; m エム; n エヌ; o
  オー; p ピー; q キュー; r アール; s エス; t ティー ティ; u ユー; v ブイ ヴィ; w ダブリュー; x エックス; y ワイ; z ゼット ゼッド`;

interface Letters {
  readonly letterOf: ReadonlyMap<string, string>;
  /** Two names of letters and more, and nothing else between what is no letter; or joined, each with a capital. */
  readonly runs: readonly RegExp[];
  /** One name of a letter. */
  readonly each: RegExp;
}

function lettersOf(lines: string, between: string, bounds: string, joined: boolean): Letters {
  const letterOf = new Map(
    lines.split(";").flatMap((line) => {
      const [letter = "", ...names] = line.trim().split(/\s+/);
      return names.map((name) => [name, letter] as const);
    }),
  );
  const names = [...letterOf.keys()].sort((one, other) => other.length - one.length);
  const one = `(?:${names.join("|")})`;
  const capital = `(?:${names.map((name) => name[0]?.toUpperCase() + name.slice(1)).join("|")})`;
  const whole = (run: string, flags: string) => new RegExp(`(?<!${bounds})${run}(?!${bounds})`, flags);
  return {
    letterOf,
    runs: [whole(`${one}(?:${between}${one})+`, "giu"), ...(joined ? [whole(`${capital}{2,}`, "gu")] : [])],
    each: new RegExp(one, "giu"),
  };
}

const scripts: readonly Letters[] = [
  lettersOf(cyrillic, "-", "[\\p{L}\\p{N}-]", true),
  lettersOf(katakana, "[・=-]?", "[\\p{Script=Katakana}ー]", false),
];

/** The name with each run of letters that are spelled out by their English names as those letters. */
export const withSpelledLetters = (name: string): string =>
  scripts.reduce(
    (text, { runs, each, letterOf }) =>
      runs.reduce(
        (read, run) =>
          read.replace(run, (spelled) => {
            const letters = (spelled.match(each) ?? []).map((letter) => letterOf.get(letter.toLowerCase()) ?? "");
            return ` ${letters.join("")} `;
          }),
        text,
      ),
    name,
  );
