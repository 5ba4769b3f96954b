/** How transliterations of one sound differ, each written as one of them. Tried in this order. */
const sounds: readonly (readonly [RegExp, string])[] = [
  [/['`’]/g, ""],
  [/shch|sch/g, "s"],
  [/tch|tsch/g, "h"],
  [/dzh|dj/g, "j"],
  [/zh/g, "j"],
  [/kh|ch/g, "h"],
  [/sh/g, "s"],
  [/ph/g, "f"],
  [/gh/g, "g"],
  [/dh/g, "d"],
  [/th/g, "t"],
  [/ck/g, "k"],
  [/c(?=[eiy])/g, "s"],
  [/[cq]/g, "k"],
  [/tz/g, "ts"],
  [/x/g, "ks"],
  [/w/g, "v"],
  [/off$/g, "ov"],
  [/ou|oo|ue|eu/g, "u"],
  [/oe|eo/g, "o"],
  [/ae/g, "a"],
  [/y|j(?=[aeou]*$)/g, "i"],
  [/i+/g, "i"],
  [/^i(?=e)/g, ""],
  [/(?<=[aeou])i(?=e)/g, ""],
  [/(.)\1+/g, "$1"],
  [/(?<=.{3})h$/g, ""],
];

const heard = new Map<string, string>();
const heardAtMost = 50_000;

/** The word as it sounds, however it was transliterated: "Tchaikovsky" and "Chaykovskiy" are one. Small basic letters. */
export function soundOf(word: string): string {
  const known = heard.get(word);
  if (known !== undefined) return known;
  const sound = sounds.reduce((text, [from, to]) => text.replace(from, to), word) || word;
  if (heard.size >= heardAtMost) heard.clear();
  heard.set(word, sound);
  return sound;
}

/** What is left of a word in a script that doesn't write its vowels: "rafidain" and "rfdyn" are both "rfdn". */
export const skeletonOf = (word: string): string =>
  soundOf(word)
    .replace(/[aeiouv]|(?<=.)h$/g, "")
    .replaceAll("p", "f") || word;

/** The endings that make a Russian adjective of a name, or a name of one sex or case. */
const endings =
  /(?:ski|skaia|skoe|skie|skogo|skomu|ska|skoi|skih|ni|noi|noe|nie|naia|nogo|nomu|nih|nimi|ogo|aia|oe|ie|ov|ev|ei|ii|ia|a|i|e|u|o)$/;

/** The word's sound without the ending of an adjective or case, for words of enough letters. */
export function stemOf(word: string): string {
  const sound = soundOf(word);
  const stem = sound.replace(endings, "");
  return stem.length >= 4 ? stem : sound;
}
