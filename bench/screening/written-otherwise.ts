import { oneOf } from "./chance.ts";
import { cyrillicOf, lookAlikes, slip } from "./changed-names.ts";
import type { LabelledPair } from "./labelled-pairs.ts";

/** A way to write a name otherwise; null for a name that it changes nothing of. */
type Way = (name: string, next: () => number) => string | null;

/** Legal forms that mean about the same, in one line. */
const sameForms: readonly (readonly string[])[] = [
  ["Co., Ltd.", "Co Ltd", "Company Limited", "Limited", "Ltd.", "Ltd", "Company Ltd."],
  ["LLC", "L.L.C.", "Limited Liability Company", "OOO", "Limited Liability Co."],
  ["GmbH", "Gesellschaft mit beschränkter Haftung", "G.m.b.H."],
  ["JSC", "Joint Stock Company", "AO", "J.S.C.", "OJSC", "OAO", "PJSC", "Public Joint Stock Company"],
  ["Inc.", "Incorporated", "Inc", "Corp.", "Corporation", "Corp"],
  ["S.A.", "SA", "Société Anonyme", "Sociedad Anónima"],
  ["A.Ş.", "AS", "Anonim Şirketi"],
  ["AG", "Aktiengesellschaft"],
  ["plc", "Public Limited Company", "P.L.C."],
  ["S.p.A.", "SpA", "Società per Azioni"],
  ["FZE", "F.Z.E.", "Free Zone Establishment"],
  ["Pvt. Ltd.", "Private Limited", "Pvt Ltd", "(Private) Limited"],
];
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const formPatterns = sameForms.map((forms) => ({
  forms,
  pattern: new RegExp(
    `[,\\s]+(?:${[...forms]
      .sort((a, b) => b.length - a.length)
      .map(escaped)
      .join("|")})$`,
    "i",
  ),
}));

/** Words that are cut short, and words that stand for each other from language to language. */
const short: readonly (readonly [RegExp, string])[] = [
  [/\bInternational\b/i, "Intl"],
  [/\bCompany\b/i, "Co"],
  [/\bTechnology\b/i, "Tech"],
  [/\bTechnologies\b/i, "Tech."],
  [/\bManufacturing\b/i, "Mfg"],
  [/\bEngineering\b/i, "Eng."],
  [/\bInstitute\b/i, "Inst."],
  [/\bUniversity\b/i, "Univ."],
  [/\bDepartment\b/i, "Dept."],
  [/\bDevelopment\b/i, "Dev."],
  [/\bNational\b/i, "Nat'l"],
  [/\bIndustries\b/i, "Ind."],
  [/\bIndustrial\b/i, "Ind."],
  [/\bCorporation\b/i, "Corp"],
  [/\bAssociation\b/i, "Assn"],
  [/\bGroup\b/i, "Grp"],
  [/\bManagement\b/i, "Mgmt"],
  [/\bServices\b/i, "Svcs"],
  [/\bBrothers\b/i, "Bros"],
  [/\bEstablishment\b/i, "Est."],
  [/\band\b/i, "&"],
  [/&/, "and"],
  [/\bSaint\b/i, "St."],
];
const translated: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\bBank\b/i, ["Banco", "Banque", "Banka"]],
  [/\bUniversity\b/i, ["Universidad", "Université", "Universität", "Universitet"]],
  [/\bTrading\b/i, ["Ticaret", "Handels", "Torgovaya"]],
  [/\bIndustry\b|\bIndustries\b/i, ["Industria", "Industrie", "Sanayi"]],
  [/\bInternational\b/i, ["Internacional", "Internationale", "Uluslararasi"]],
  [/\bNational\b/i, ["Nacional", "Nationale", "Natsionalnyy"]],
  [/\bInstitute\b/i, ["Institut", "Instituto", "Istituto"]],
  [/\bPlant\b|\bFactory\b/i, ["Zavod", "Fabrika", "Works"]],
  [/\bResearch\b/i, ["Issledovatelskiy", "Recherche", "Forschung"]],
  [/\bConstruction\b/i, ["Insaat", "Construcciones", "Stroitelnaya"]],
  [/\bEngineering\b/i, ["Ingenieria", "Muhendislik", "Inzhiniring"]],
  [/\bShipping\b/i, ["Naviera", "Denizcilik", "Schiffahrt"]],
  [/\bGroup\b/i, ["Grupo", "Gruppe", "Groupe", "Gruppa"]],
  [/\bCompany\b/i, ["Compagnie", "Compania", "Kompaniya", "Sirketi"]],
];
const generic =
  /\b(Group|Holding|Holdings|International|Company|Industries|Technologies|Technology|General|Corporation|Services|The|Trading|Enterprise)\b,?\s*/gi;
const added = ["Group", "Holding", "International", "Company", "Industries", "Corporation"] as const;

/** How one sound is written from transliteration to transliteration. */
const spellings: readonly (readonly [RegExp, readonly string[]])[] = [
  [/kh/i, ["h", "k", "ch"]],
  [/iy\b|yy\b|ij\b/i, ["y", "i", "ii"]],
  [/y(?=[aou])/i, ["i", "j"]],
  [/ou|oo/i, ["u"]],
  [/u/i, ["ou", "oo"]],
  [/q/i, ["k", "gh"]],
  [/k/i, ["q", "c"]],
  [/ph/i, ["f"]],
  [/v/i, ["w"]],
  [/w/i, ["v"]],
  [/zh/i, ["j", "z"]],
  [/sh/i, ["ch", "sch"]],
  [/ts/i, ["tz", "c"]],
  [/ks/i, ["x"]],
  [/x/i, ["ks"]],
  [/ee/i, ["i"]],
  [/\bal[- ]/i, ["El ", "Al-", "Al"]],
  [/ya/i, ["ia", "ja"]],
  [/yu/i, ["iu", "ju"]],
  [/(?<=[a-z])ei/i, ["ey", "ay"]],
  [/(?<=[a-z])a(?=[a-z])/i, ["e"]],
  [/(?<=[a-z])o(?=[a-z])/i, ["u"]],
  [/(?<=[bcdfgklmnprstz])i(?=[a-z])/i, ["e", "y"]],
  [/(.)\1/i, ["$1"]],
];
const marks: Readonly<Record<string, string>> = {
  a: "á",
  e: "é",
  i: "í",
  o: "ö",
  u: "ü",
  s: "š",
  c: "ç",
  z: "ž",
  n: "ñ",
};

/** Latin letters as Greek ones of the same sound, the longest first. */
const toGreek: readonly (readonly [string, string])[] = [
  ...Object.entries({ th: "θ", ch: "χ", ph: "φ", ps: "ψ", ks: "ξ", ou: "ου", mp: "μπ", nt: "ντ" }),
  ...Object.entries({
    a: "α",
    b: "μπ",
    c: "κ",
    d: "ντ",
    e: "ε",
    f: "φ",
    g: "γκ",
    h: "χ",
    i: "ι",
    j: "τζ",
    k: "κ",
    l: "λ",
    m: "μ",
    n: "ν",
    o: "ο",
    p: "π",
    q: "κ",
    r: "ρ",
    s: "σ",
    t: "τ",
    u: "ου",
    v: "β",
    w: "ου",
    x: "ξ",
    y: "ι",
    z: "ζ",
  }),
];

function lettersBy(table: readonly (readonly [string, string])[], name: string): string {
  let rest = name.toLowerCase();
  let made = "";
  while (rest !== "") {
    const [from, to] = table.find(([latin]) => rest.startsWith(latin)) ?? [rest[0] as string, rest[0] as string];
    made += to;
    rest = rest.slice(from.length);
  }
  return made;
}

const withoutForm = (name: string): string => {
  for (const { pattern } of formPatterns) if (pattern.test(name)) return name.replace(pattern, "");
  return name;
};
const isLatin = (name: string): boolean => /^[\p{Script=Latin}\p{Script=Common}]+$/u.test(name);
const wordsOf = (name: string): string[] => name.split(/\s+/).filter((word) => word !== "");
const replaced = (name: string, table: readonly (readonly [RegExp, string])[], next: () => number): string | null => {
  const fitting = table.filter(([pattern]) => pattern.test(name));
  if (fitting.length === 0) return null;
  const [pattern, to] = oneOf(fitting, next);
  return name.replace(pattern, to);
};

const ways: Readonly<Record<string, { readonly way: Way; readonly often: number }>> = {
  "a slip": { often: 3, way: (name, next) => slip(name, next) },
  "the same form, written otherwise": {
    often: 3,
    way: (name, next) => {
      const fitting = formPatterns.find(({ pattern }) => pattern.test(name));
      return fitting === undefined ? null : name.replace(fitting.pattern, ` ${oneOf(fitting.forms, next)}`);
    },
  },
  "no legal form": {
    often: 3,
    way: (name) => (withoutForm(name) === name ? null : withoutForm(name)),
  },
  "another legal form": {
    often: 3,
    way: (name, next) => `${withoutForm(name)} ${oneOf(oneOf(sameForms, next), next)}`,
  },
  "look-alike letters": { often: 2, way: (name, next) => (isLatin(name) ? lookAlikes(name, next) : null) },
  "digits for letters": {
    often: 1,
    way: (name) => (/[ol]/i.test(name) ? name.replace(/o/i, "0").replace(/l/, "1") : null),
  },
  "other spaces": { often: 2, way: (name) => (/[\s-]/.test(name.trim()) ? name.trim().replace(/[\s-]+/, "") : null) },
  "a hyphen": { often: 1, way: (name) => (name.includes(" ") ? name.replace(" ", "-") : null) },
  "another order": {
    often: 2,
    way: (name) => {
      const [first, ...rest] = wordsOf(withoutForm(name));
      return rest.length === 0 ? null : [...rest, first].join(" ");
    },
  },
  "a word cut short": { often: 2, way: (name, next) => replaced(name, short, next) },
  "a word in another language": {
    often: 2,
    way: (name, next) => {
      const fitting = translated.filter(([pattern]) => pattern.test(name));
      if (fitting.length === 0) return null;
      const [pattern, to] = oneOf(fitting, next);
      return name.replace(pattern, oneOf(to, next));
    },
  },
  "without a general word": {
    often: 2,
    way: (name) => {
      const less = name.replace(generic, "").trim();
      return wordsOf(less).length === 0 || less === name || withoutForm(less).length < 4 ? null : less;
    },
  },
  "one more general word": { often: 1, way: (name, next) => `${withoutForm(name)} ${oneOf(added, next)}` },
  "another transliteration": {
    often: 4,
    way: (name, next) => {
      let other = name;
      for (let times = 0; times < 2; times += 1) {
        const fitting = spellings.filter(([pattern]) => pattern.test(withoutForm(other)));
        if (fitting.length === 0) break;
        const [pattern, to] = oneOf(fitting, next);
        other = other.replace(pattern, oneOf(to, next));
      }
      return other === name ? null : other;
    },
  },
  "in Cyrillic": { often: 3, way: (name) => (isLatin(name) ? cyrillicOf(withoutForm(name)) : null) },
  "in Greek": { often: 1, way: (name) => (isLatin(name) ? lettersBy(toGreek, withoutForm(name)) : null) },
  marks: {
    often: 1,
    way: (name) =>
      isLatin(name) ? name.replace(/[aeiouscz]/g, (each, at) => (at % 3 === 0 ? marks[each]! : each)) : null,
  },
  initials: {
    often: 1,
    way: (name) => {
      const words = wordsOf(withoutForm(name)).filter((word) => /^[A-Z]/.test(word));
      return words.length < 3 || words.length > 6 ? null : words.map((word) => word[0]).join("");
    },
  },
  "only its first words": {
    often: 1,
    way: (name) => {
      const words = wordsOf(withoutForm(name));
      return words.length < 4 ? null : words.slice(0, words.length - 1).join(" ");
    },
  },
};
const drawn = Object.entries(ways).flatMap(([kind, { often }]) => Array.from({ length: often }, () => kind));

/** A name and the same written otherwise, in one to three ways. */
export function writtenOtherwise(name: string, next: () => number): LabelledPair {
  const times = 1 + Math.floor(next() * 2.2);
  const kinds: string[] = [];
  let right = name;
  for (let tries = 0; kinds.length < times && tries < 12; tries += 1) {
    const kind = oneOf(drawn, next);
    const changed = kinds.includes(kind) ? null : ways[kind]!.way(right, next);
    if (changed === null || changed.trim() === "" || changed === right) continue;
    kinds.push(kind);
    right = changed;
  }
  return next() < 0.5
    ? { left: name, right, same: true, kind: kinds[0] ?? "as it is" }
    : { left: right, right: name, same: true, kind: kinds[0] ?? "as it is" };
}

const cities =
  "Moscow Minsk Kyiv Kazan Perm Beijing Shanghai Shenzhen Wuhan Dubai Tehran Istanbul Ankara Damascus Hamburg Berlin Paris Milan Madrid Singapore Jakarta Tokyo Seoul London".split(
    " ",
  );
const generals =
  "Trading Shipping Engineering Construction Logistics Electronics Energy Industries Technologies Finance Chemicals Services Systems Insurance".split(
    " ",
  );

/** The name of another organisation made of one's own: its telling word, its number, its place or its trade is another. */
export function ofAnother(name: string, words: readonly string[], next: () => number): LabelledPair | null {
  const left = name;
  const pair = (right: string, kind: string): LabelledPair => ({ left, right, same: false, kind });
  const digits = /\d+/.exec(name)?.[0];
  if (digits !== undefined) {
    const other = String((Number(digits) + 1 + Math.floor(next() * 30)) % 1000);
    return other === digits ? null : pair(name.replace(digits, other), "another number");
  }
  const city = cities.find((each) => new RegExp(`\\b${each}\\b`, "i").test(name));
  if (city !== undefined && next() < 0.6) {
    return pair(
      name.replace(
        new RegExp(`\\b${city}\\b`, "i"),
        oneOf(
          cities.filter((each) => each !== city),
          next,
        ),
      ),
      "another place",
    );
  }
  if (next() < 0.12) {
    const [one, other] = [oneOf(cities, next), oneOf(cities, next)];
    const at = (where: string) => (next() < 0.5 ? `${withoutForm(name)} (${where})` : `${where} ${name}`);
    return one === other ? null : { left: at(one), right: at(other), same: false, kind: "two places" };
  }
  if (next() < 0.06) {
    const number = 2 + Math.floor(next() * 60);
    const right = `${withoutForm(name)} No. ${number + 1 + Math.floor(next() * 9)}`;
    return { left: `${withoutForm(name)} No. ${number}`, right, same: false, kind: "two numbers" };
  }
  const trade = generals.find((each) => new RegExp(`\\b${each}\\b`, "i").test(name));
  if (trade !== undefined && next() < 0.4) {
    const other = oneOf(
      generals.filter((each) => each !== trade),
      next,
    );
    return pair(name.replace(new RegExp(`\\b${trade}\\b`, "i"), other), "another trade");
  }
  const own = wordsOf(withoutForm(name)).filter((word) => words.includes(word));
  if (own.length === 0) return null;
  const from = oneOf(own, next);
  const fitting = words.filter((word) => word !== from && Math.abs(word.length - from.length) <= 2);
  return pair(name.replace(from, oneOf(fitting, next)), "another telling word");
}

/** The words that few of the names have, written as in them. */
export function rareWords(names: readonly string[], most: number): string[] {
  const counts = new Map<string, number>();
  for (const name of names) for (const word of new Set(wordsOf(name))) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].filter(([word, count]) => count <= most && /^[A-Z][a-z]{3,11}$/.test(word)).map(([word]) => word);
}

const kinds =
  "Bank Trading Shipping Engineering Construction Insurance Oil Gas Petroleum Steel Chemical Mining Electronics Telecommunications Agricultural Commercial Industrial Development Research Aviation Railway Energy Electric Investment Technology Transport Medical Pharmaceutical Aerospace Marine".split(
    " ",
  );
const wholes =
  "Company Corporation Institute University Bank Organization Group Establishment Center Plant Ministry".split(" ");
const countries =
  "China Iran Syria Egypt Greece Russia Japan Korea India Cuba Libya Georgia Turkey Poland Brazil Qatar Kuwait Iraq".split(
    " ",
  );

/** Two names of common words and places alone that say different things. */
export function ofCommonWords(next: () => number): LabelledPair {
  const [one, other] = [oneOf(kinds, next), oneOf(kinds, next)];
  const [whole, country, further] = [oneOf(wholes, next), oneOf(countries, next), oneOf(countries, next)];
  const shape = Math.floor(next() * 5);
  const pair = (left: string, right: string): LabelledPair =>
    left === right ? ofCommonWords(next) : { left, right, same: false, kind: "common words that say different things" };
  if (shape === 0) return pair(`${one} ${whole} of ${country}`, `${other} ${whole} of ${country}`);
  if (shape === 1) return pair(`National ${one} ${whole} of ${country}`, `National ${one} ${whole} of ${further}`);
  if (shape === 2) return pair(`${one} ${whole} LLC`, `General ${other} ${whole} LLC`);
  if (shape === 3) return pair(`${country} ${one} ${whole}`, `${country} ${other} ${whole}`);
  return pair(`${whole} of ${country}`, `${one} and ${other} ${whole} of ${country}`);
}
