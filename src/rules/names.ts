/** What is wrong with a name. */
export interface NameProblem {
  readonly code: NameProblemCode;
  readonly message: string;
}

/** Why a name is refused. */
export const nameProblemCodes = [
  "NAME_BLANK",
  "NAME_TOO_LONG",
  "CONTROL_CHARACTER",
  "BIDI_CONTROL",
  "INVISIBLE_CHARACTER",
  "UNSUPPORTED_CHARACTER",
  "STACKED_MARKS",
  "DECEPTIVE_WORD",
] as const;
export type NameProblemCode = (typeof nameProblemCodes)[number];

/** What about a name is worth a person's look: letters that aren't written together or pose as Latin, another's name. */
export type NameFlag = "MIXED_SCRIPTS" | "LOOKS_LATIN" | "LOOKS_LIKE_ANOTHER" | "SAME_AS_ANOTHER";

const longestName = 200;

/** What a name must not hold, tried in this order: Unicode UTS 39 section 5 and UAX 31 where they speak of it. */
const refused: readonly { code: NameProblemCode; pattern: RegExp; message: string }[] = [
  {
    code: "CONTROL_CHARACTER",
    pattern: /[\p{Cc}\p{Zl}\p{Zp}]/u,
    message: "A name must not hold control characters or line breaks.",
  },
  {
    code: "BIDI_CONTROL",
    pattern: /\p{Bidi_Control}/u,
    message: "A name must not hold characters that turn the direction of text.",
  },
  {
    code: "INVISIBLE_CHARACTER",
    // U+2800 is blank as well, and no property says so.
    pattern: /(?!\p{Bidi_Control})[\p{Default_Ignorable_Code_Point}\p{Cf}\u2800]/u,
    message: "A name must not hold characters that can't be seen, like zero-width ones.",
  },
  {
    code: "UNSUPPORTED_CHARACTER",
    pattern: /[\p{Cn}\p{Co}\p{Cs}\ufffd]/u,
    message: "A name must not hold characters that Unicode doesn't assign.",
  },
  { code: "STACKED_MARKS", pattern: /\p{Mn}{5}/u, message: "A name must not stack more than four marks on a letter." },
];

const scripts = [
  "Latin",
  "Cyrillic",
  "Greek",
  "Arabic",
  "Armenian",
  "Bengali",
  "Bopomofo",
  "Devanagari",
  "Ethiopic",
  "Georgian",
  "Gujarati",
  "Gurmukhi",
  "Han",
  "Hangul",
  "Hebrew",
  "Hiragana",
  "Kannada",
  "Katakana",
  "Khmer",
  "Lao",
  "Malayalam",
  "Myanmar",
  "Oriya",
  "Sinhala",
  "Tamil",
  "Telugu",
  "Thaana",
  "Thai",
  "Tibetan",
] as const;
const scriptPatterns = scripts.map((script) => [script, new RegExp(`\\p{Script=${script}}`, "u")] as const);

/** Scripts that are written together: UTS 39 section 5.2, "highly restrictive". */
const writtenTogether: readonly (readonly string[])[] = [
  ["Latin", "Han", "Hiragana", "Katakana"],
  ["Latin", "Han", "Bopomofo"],
  ["Latin", "Han", "Hangul"],
];

/** Cyrillic and Greek letters, and Latin ones with a stroke, each above the basic letter that it can be read as. */
const lookAlikes = new Map<string, string>([
  ...pairs("АВЕКМНОРСТУХЅІЈԚԜԌҺҮӀԀ", "abekmhopctyxsijqwghyld"),
  ...pairs("авекмнорстухѕіјԛԝһүӏԁгп", "abekmhopctyxsijqwhyldrn"),
  ...pairs("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "abezhikmnoptyx"),
  ...pairs("αβεγικνορτυχωηϲϳ", "abeyikvoptuxwncj"),
  ...pairs("łŁøØđĐħĦıŧŦɑɡ", "llooddhhittag"),
  ...pairs("01|", "oll"),
]);

/** The small basic Latin letter that a letter or digit can be taken for, or undefined where there is none. */
export const lookAlikeLetter = (letter: string): string | undefined => lookAlikes.get(letter);

/** The name as it is kept: composed (NFC), with single ordinary spaces. */
export function normalizedName(name: string): string {
  return name
    .normalize("NFC")
    .replace(/\p{Zs}+/gu, " ")
    .trim();
}

/** Why a name is refused; none when it can be kept. A word that mixes scripts by look-alike letters deceives. */
export function nameProblems(name: string): NameProblem[] {
  const normal = normalizedName(name);
  if (!/[\p{L}\p{N}]/u.test(normal)) {
    return [{ code: "NAME_BLANK", message: "A name needs at least one letter or digit." }];
  }
  const problems: NameProblem[] = [];
  // One character may stand for many: U+FDFA for eighteen.
  if (Math.max(name.length, name.normalize("NFKC").length) > longestName) {
    problems.push({ code: "NAME_TOO_LONG", message: `A name may be at most ${longestName} characters long.` });
  }
  for (const { code, pattern, message } of refused) if (pattern.test(name)) problems.push({ code, message });
  const deceptive = normal.match(/[\p{L}\p{M}\p{N}]+/gu)?.find(isDeceptive);
  if (deceptive !== undefined) {
    const message = `"${deceptive}" mixes ${scriptsOf(deceptive).join(" and ")} letters that look alike: write it in one script.`;
    problems.push({ code: "DECEPTIVE_WORD", message });
  }
  return problems;
}

/** Whether others have names of the same skeleton: one that reads differently, and the very same. */
interface NamesAlike {
  readonly alike: boolean | null;
  readonly same: boolean | null;
}

/** What about a name that can be kept is worth a person's look, by itself and beside the names that others have. */
export function nameFlags(name: string, others?: NamesAlike): NameFlag[] {
  const flags = ownFlags(name);
  if (others?.alike) flags.push("LOOKS_LIKE_ANOTHER");
  if (others?.same) flags.push("SAME_AS_ANOTHER");
  return flags;
}

function ownFlags(name: string): NameFlag[] {
  const normal = normalizedName(name);
  const found = scriptsOf(normal);
  if (!areWrittenTogether(found)) return ["MIXED_SCRIPTS"];
  const [script] = found;
  const letters = normal.match(/\p{L}/gu) ?? [];
  const posing = (script === "Cyrillic" || script === "Greek") && letters.every((letter) => lookAlikes.has(letter));
  return posing ? ["LOOKS_LATIN"] : [];
}

/**
 * What a name looks like: equal for names that can be taken for each other. Marks, case, spaces and punctuation are
 * left out, look-alike letters and digits folded to basic Latin. For comparing, never for showing.
 */
export function lookAlikeSkeleton(name: string): string {
  const letters = [...name.normalize("NFKD")].map((each) => lookAlikes.get(each) ?? each.toLowerCase());
  return letters
    .join("")
    .normalize("NFKD")
    .replace(/[^\p{L}\p{N}]/gu, "")
    .replaceAll("i", "l")
    .replaceAll("rn", "m")
    .replaceAll("vv", "w");
}

function isDeceptive(word: string): boolean {
  const found = scriptsOf(word);
  if (areWrittenTogether(found)) return false;
  return [...word.normalize("NFD")].some((each) => /[^\p{Script=Latin}\p{N}]/u.test(each) && lookAlikes.has(each));
}

/** The scripts of a text's letters, in the order of the list; "other" for one that isn't on it. */
function scriptsOf(text: string): string[] {
  const found = new Set<string>();
  for (const letter of text.match(/\p{L}/gu) ?? []) {
    if (/\p{Script=Common}/u.test(letter)) continue;
    found.add(scriptPatterns.find(([, pattern]) => pattern.test(letter))?.[0] ?? "other");
  }
  return [...scripts, "other"].filter((script) => found.has(script));
}

function areWrittenTogether(found: readonly string[]): boolean {
  return found.length <= 1 || writtenTogether.some((together) => found.every((script) => together.includes(script)));
}

function pairs(from: string, to: string): [string, string][] {
  const letters = [...to];
  return [...from].map((letter, index) => [letter, letters[index] ?? ""]);
}
