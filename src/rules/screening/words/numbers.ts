/** Numbers and ordinals in words, each as its digits: two names with different numbers are names of two organisations. */
const inWords: readonly (readonly [string, string])[] = [
  ["1", "one first pervyy pervaya pervoe pervyi erste premier primera primero birinci"],
  ["2", "two second vtoroy vtoraya vtoroi zweite deuxieme segunda segundo ikinci"],
  ["3", "three third tretiy tretya dritte troisieme tercera tercero"],
  ["4", "four fourth chetvertyy vierte quatrieme"],
  ["5", "five fifth pyatyy pyatyi pyaty funfte"],
  ["6", "six sixth shestoy sechste"],
  ["7", "seven seventh sedmoy siebte"],
  ["8", "eight eighth vosmoy achte"],
  ["9", "nine ninth devyatyy neunte"],
  ["10", "ten tenth desyatyy zehnte"],
  ["11", "eleven eleventh"],
  ["12", "twelve twelfth"],
  ["13", "thirteen thirteenth"],
  ["14", "fourteen fourteenth"],
  ["15", "fifteen fifteenth"],
  ["20", "twenty twentieth"],
];

const known = new Map(inWords.flatMap(([digits, words]) => words.split(" ").map((word) => [word, digits] as const)));
const roman = new Map([
  ["ii", "2"],
  ["iii", "3"],
  ["iv", "4"],
  ["vi", "6"],
  ["vii", "7"],
  ["viii", "8"],
  ["ix", "9"],
  ["xi", "11"],
  ["xii", "12"],
]);

/** The number that a word is, without leading zeros; null for one that isn't a number. */
export function numberOf(word: string): string | null {
  const digits = /^0*(\d+)(?:st|nd|rd|th|ya|y|i|oe)?$/.exec(word)?.[1];
  return digits ?? known.get(word) ?? roman.get(word) ?? null;
}
