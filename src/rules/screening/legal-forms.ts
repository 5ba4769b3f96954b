/** What kind of body a legal form makes. */
export type LegalForm = "LIMITED" | "STOCK" | "PARTNERSHIP" | "STATE";

const words = (text: string): string[] => text.trim().split(/\s+/);

/**
 * How an organisation is founded, which tells little of which one it is: what stands at either end of a name, in the
 * form that `readName` gives words.
 */
const written: Readonly<Record<LegalForm, readonly string[]>> = {
  LIMITED: [
    "limited liability company",
    "limited liability",
    "private limited company",
    "private limited",
    "company limited",
    "co limited",
    "co ltd",
    "gesellschaft mit beschrankter haftung",
    "gmbh and co kg",
    "sociedad de responsabilidad limitada",
    "s de rl de cv",
    "societe a responsabilite limitee",
    "societa a responsabilita limitata",
    "limited sirketi",
    "ltd sti",
    "sdn bhd",
    "pte ltd",
    "pvt ltd",
    "pty ltd",
    "sp z oo",
    "spolka z ograniczona odpowiedzialnoscia",
    "drustvo s ogranicenom odgovornoscu",
    "tavarystva z abmezhavanay adkaznastsyu",
    "tavarystva s abmezhavanay adkaznastsyu",
    "tovarystvo z obmezhenoyu vidpovidalnistyu",
    "etaireia periorismenis eythynis",
    "youxian zeren gongsi",
    "youxian gongsi",
    ..."bhd bv bvba doo dooel dmcc eood epe est eurl fzc fzco fze fz gmbh kft lda limited limitada llc lcc ltd ltda mchj mmc ood ooo oou osoo pte pty pvt sarl sprl srl sro sti tov tdv too uab ug wll ltdsti xk".split(
      " ",
    ),
  ],
  STOCK: [
    "non public joint stock company",
    "private joint stock company",
    "public joint stock company",
    "closed joint stock company",
    "open joint stock company",
    "joint stock company",
    "joint stock",
    "public limited company",
    "publichnoe aktsionernoe obshchestvo",
    "otkrytoe aktsionernoe obshchestvo",
    "zakrytoe aktsionernoe obshchestvo",
    "nepublichnoe aktsionernoe obshchestvo",
    "aktsionernoe obshchestvo",
    "adkrytae aktsyyanernae tavarystva",
    "pryvatne aktsionerne tovarystvo",
    "publichne aktsionerne tovarystvo",
    "aktsionerne tovarystvo",
    "sociedad anonima de capital variable",
    "sociedad anonima",
    "sociedade anonima",
    "societe anonyme",
    "anonymi etaireia",
    "anonim sirketi",
    "anonim ortakligi",
    "sa de cv",
    "gufen youxian gongsi",
    "sherkat sahami",
    ..."ab ad ae ag ao aoz aktiengesellschaft aktiebolag as asa at bat cjsc corp corporation dd inc incorporated jsc kgaa kk nv nyrt oao ojsc oy oyj pao pat pjs pjsc plc prjsc prat psc pt qsc sa sae sal saoc saog sapi spa tbk zao zat zrt".split(
      " ",
    ),
  ],
  PARTNERSHIP: [
    "limited liability partnership",
    "limited partnership",
    ..."kg kd llp lp sas snc ohg cv scs".split(" "),
  ],
  STATE: [
    "federal state unitary enterprise",
    "federal state enterprise",
    "state unitary enterprise",
    "federalnoe gosudarstvennoe unitarnoe predpriyatie",
    "fgup",
    "fsue",
    "gup",
  ],
};

/** What is cut off like a legal form, and is none: it goes with any. */
const withAny = "company co kompaniya kompania kampani sirketi sherkat sherkate cia compagnie compania";

/** "Obshchestvo s ogranichennoi otvetstvennostyu" and "aktsionernoe obshchestvo", however they are transliterated. */
const russian: readonly { readonly form: LegalForm; readonly words: readonly RegExp[] }[] = [
  { form: "LIMITED", words: [/^ob\w*stvo$/, /^s$/, /rani\w*n/, /v\w*stv?\w*n/] },
  { form: "STOCK", words: [/^(?:pub|otk|zak|nep)\w*e$/, /^ak\w+ione\w+e$/, /^ob\w*stvo$/] },
  { form: "STOCK", words: [/^ak\w+ione\w+e$/, /^ob\w*stvo$/] },
];

interface Form {
  readonly kind: LegalForm | null;
  readonly words: readonly string[];
}

const forms: readonly Form[] = [
  ...Object.entries(written).flatMap(([kind, each]) =>
    each.map((form) => ({ kind: kind as LegalForm, words: words(form) })),
  ),
  ...words(withAny).map((word) => ({ kind: null, words: [word] })),
].sort((a, b) => b.words.length - a.words.length);

const byFirst = grouped(({ words: [first] }) => first as string);
const byLast = grouped((form) => form.words.at(-1) as string);

function grouped(key: (form: Form) => string): ReadonlyMap<string, readonly Form[]> {
  const found = new Map<string, Form[]>();
  for (const form of forms) found.set(key(form), [...(found.get(key(form)) ?? []), form]);
  return found;
}

/** Forms that are a word by themselves wherever they stand in a name. */
const anywhere = new Set(
  words(
    "bhd cjsc company co doo fzco fze fzc dmcc gmbh jsc limited llc ltd ltda oao ojsc ooo ood pao pjsc plc pte pvt sarl srl zao",
  ),
);

/** Whether the word is a legal form though it stands amid a name. */
export const isFormAnywhere = (word: string): boolean => anywhere.has(word);

/** A name's words without its legal forms, and what they make it. */
export interface WithoutForm {
  readonly core: readonly string[];
  readonly form: LegalForm | null;
}

/** Cuts legal forms off both ends, again and again; a name that is nothing else keeps its last ones. */
export function withoutLegalForm(all: readonly string[]): WithoutForm {
  let core = all;
  let form: LegalForm | null = null;
  for (;;) {
    const cut = cutOnce(core);
    if (cut === null) return { core, form };
    core = cut.core;
    form ??= cut.form;
  }
}

function cutOnce(core: readonly string[]): WithoutForm | null {
  for (const each of byLast.get(core.at(-1) ?? "") ?? []) {
    const { length } = each.words;
    if (length < core.length && each.words.every((word, index) => core[core.length - length + index] === word))
      return { core: core.slice(0, -length), form: each.kind };
  }
  for (const each of byFirst.get(core[0] ?? "") ?? []) {
    const { length } = each.words;
    if (length < core.length && each.words.every((word, index) => core[index] === word))
      return { core: core.slice(length), form: each.kind };
  }
  return cutRussian(core);
}

function cutRussian(core: readonly string[]): WithoutForm | null {
  for (const { form, words: patterns } of russian) {
    const { length } = patterns;
    if (core.length <= length) continue;
    const fits = (some: readonly string[]) => patterns.every((pattern, index) => pattern.test(some[index] as string));
    if (fits(core.slice(0, length))) return { core: core.slice(length), form };
    if (fits(core.slice(-length))) return { core: core.slice(0, -length), form };
  }
  return null;
}
