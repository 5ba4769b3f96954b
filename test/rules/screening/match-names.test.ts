import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { likeness } from "../../../src/rules/screening/likeness.ts";
import { evidenceOfNames, hitThreshold, matchNames } from "../../../src/rules/screening/match-names.ts";

const codes = (partner: string, listed: string): string[] =>
  matchNames(partner, listed).reasons.map(({ code }) => code);

describe("how alike two words are", () => {
  it.each([
    ["kitten", "kitten", 1],
    ["kitten", "kittne", 5 / 6],
    ["kitten", "kiten", 5 / 6],
    ["kitten", "sitten", 5 / 6],
    ["abcd", "wxyz", 0],
    ["ab", "abcdef", 0],
    ["", "", 1],
  ])("%s and %s", (one, other, expected) => {
    expect(likeness(one, other)).toBeCloseTo(expected);
  });

  it("is the same both ways, 1 for equal words alone, and right wherever it reaches what is asked for", () => {
    const word = fc.string({ unit: fc.constantFrom(..."abc"), maxLength: 8 });
    fc.assert(
      fc.property(word, word, (one, other) => {
        const alike = likeness(one, other);
        expect(alike).toBe(likeness(other, one));
        expect(alike === 1).toBe(one === other);
        for (const least of [0.6, 0.75, 0.9]) if (alike >= least) expect(likeness(one, other, least)).toBe(alike);
      }),
    );
  });
});

describe("names that raise a hit", () => {
  it.each([
    ["the same name", "Orlan Heavy Industries", "ORLAN HEAVY INDUSTRIES", ["SAME_NAME"]],
    ["another legal form", "Orlan Optics GmbH", "Orlan Optics Co., Ltd.", ["SAME_WITHOUT_LEGAL_FORM"]],
    ["a slip of the pen", "Orlna Optics", "Orlan Optics", ["SHARED_WORDS", "SIMILAR_SPELLING"]],
    ["another order", "Optics Orlan", "Orlan Optics", ["SHARED_WORDS", "OTHER_ORDER"]],
    ["other spaces", "Or Lan Optics", "Orlan Optics", ["OTHER_SPACES"]],
    ["two words in one", "Kestrelshipping Orlan", "Orlan Kestrel Shipping", ["SHARED_WORDS", "OTHER_SPACES"]],
    ["a name within another", "Orlan Optika Kestrel Meridian", "Orlan Optika", ["SHARED_WORDS"]],
    ["a name padded with words", "Orlan Kestrel Blue Meadow Larkspur Hill", "Orlan Kestrel", ["CONTAINED"]],
    ["another script", "Орлан Оптика", "Orlan Optika", ["SAME_NAME", "TRANSLITERATED"]],
    ["shapes of letters", "Orlan ОPTIСS", "Orlan Optics", ["SAME_NAME", "LOOK_ALIKE"]],
    ["initials in brackets", "OHIC", "Orlan Heavy Industries Combine (OHIC)", ["SAME_NAME"]],
    ["initials", "ONIL", "Orlan National Insurance Lines", ["INITIALS"]],
    ["initials over joining words", "IROSL", "Islamic Republic of Orlan Shipping Lines", ["INITIALS"]],
    ["initials with the legal form's", "KNOC", "Kestrel National Oil Corporation", ["INITIALS"]],
    ["words in another language", "Zavod Orlan", "Orlan Plant", ["SAME_MEANING"]],
    ["a short form", "NPO Orlan", "Scientific Production Association Orlan", ["SAME_MEANING"]],
    ["other transliteration", "Tchaikorlan Works", "Chaykorlan Works", ["SAME_SOUND"]],
    [
      "what translators put for it",
      "Nauchno Proizvodstvennoe Predpriyatie Orlan",
      "Research and Production Enterprise Orlan",
      ["SAME_MEANING"],
    ],
    ["an inflected word", "Orlanskie Elektricheskie Dvigateli", "Orlan Electric Engines", ["SAME_MEANING"]],
    ["an adjective", "Orlanski Zavod", "Orlan Plant", ["SAME_SOUND", "SAME_MEANING"]],
    ["numbers in words", "Second Academy of Orlan", "Orlan 2nd Academy", ["SHARED_WORDS"]],
  ])("%s", (_what, partner, listed, reasons) => {
    expect(matchNames(partner, listed).score).toBeGreaterThanOrEqual(hitThreshold);
    expect(codes(partner, listed)).toEqual(expect.arrayContaining(reasons));
  });
});

describe("names that are written in their own script", () => {
  it.each([
    ["华为技术有限公司", "Huawei Technologies Co., Ltd."],
    ["哈尔滨工业大学", "Harbin Institute of Technology"],
    ["中国航空工业集团公司", "Aviation Industry Corporation of China"],
    ["トヨタ自動車株式会社", "Toyota Motor Corporation"],
    ["株式会社日立製作所", "Hitachi, Ltd."],
    ["삼성전자 주식회사", "Samsung Electronics Co., Ltd."],
    ["조선무역은행", "Korea Foreign Trade Bank"],
    ["بانک ملی ایران", "Bank Melli Iran"],
    ["مصرف الرافدين", "Rafidain Bank"],
    ["شرکت ملی نفت ایران", "National Iranian Oil Company"],
    ["בנק הפועלים", "Bank Hapoalim"],
    ["Εθνική Τράπεζα της Ελλάδος", "National Bank of Greece"],
    ["Белорусский металлургический завод", "Belarusian Metallurgical Plant"],
    ["ОАО «Российские железные дороги»", "Russian Railways JSC"],
    ["Türkiye İş Bankası A.Ş.", "Turkiye Is Bankasi AS"],
    ["Тегеранский университет", "University of Tehran"],
    ["Всемирная организация здравоохранения", "World Health Organization"],
    ["悉尼大学", "University of Sydney"],
    ["ドイツ銀行", "Deutsche Bank AG"],
    ["Би-Эйч-Пи", "BHP"],
    ["ООО «АйБиЭм»", "IBM"],
    ["エヌ・ティ・ティ データ", "NTT Data"],
  ])("are found: %s as %s", (native, latin) => {
    expect(matchNames(native, latin).score).toBeGreaterThanOrEqual(hitThreshold);
    expect(matchNames(latin, native).score).toBeGreaterThanOrEqual(hitThreshold);
  });

  it.each([
    ["中国建设银行", "Agricultural Bank of China"],
    ["中国银行股份有限公司", "中国工商银行股份有限公司"],
    ["上海贸易有限公司", "Shanghai Medical Co., Ltd."],
    ["بانک ملی ایران", "Bank Mellat Iran"],
    ["삼성전자 주식회사", "LG Electronics Inc."],
    ["Московский государственный университет", "Kazan State University"],
    ["Всемирная торговая организация", "World Health Organization"],
    ["ОсОО «АйТи»", "IBM"],
  ])("aren't taken for others: %s and %s", (native, other) => {
    expect(matchNames(native, other).score).toBeLessThan(hitThreshold);
  });
});

describe("names that raise none", () => {
  it.each([
    ["words that many have", "Orlan Technology Trading", "Kestrel Technology Trading"],
    ["nothing but such words", "Trading Company LLC", "General Trading LLC"],
    ["more such words", "International Shipping Services Ltd", "General Shipping and Trading Company"],
    ["one telling word of two", "Orlan Meridian", "Orlan Kestrel"],
    ["the same place in brackets", "Orlan (Singapore)", "Kestrel (Singapore)"],
    ["short words that differ by a letter", "ABC Shipping", "ABD Shipping"],
    ["short initials that differ by a letter", "OHC", "OHCC"],
    ["other numbers", "Factory 12", "Factory 21"],
    ["other numbers of one kind", "23rd Research Institute of Orlan", "38th Research Institute of Orlan"],
    ["first and second", "First Academy of Orlan", "Second Academy of Orlan"],
    ["another place", "Bank of Beijing", "Bank of Nanjing"],
    ["another direction", "Northern Shipyard", "Southern Shipyard"],
    ["a familiar word alone", "Golden Star Shipping", "Golden Horizon Trading"],
    ["nothing in common", "Orlan", "Kestrel"],
  ])("%s", (_what, partner, listed) => {
    expect(matchNames(partner, listed).score).toBeLessThan(hitThreshold);
  });

  it("names without a letter", () => {
    expect(matchNames("---", "Orlan")).toEqual({ score: 0, reasons: [] });
  });

  it("a word that every object knows is a word like others", () => {
    expect(matchNames("Constructor LLC", "Constructor")).toMatchObject({ score: 0.99 });
    expect(matchNames("Orlan Constructor", "Kestrel toString").score).toBe(0);
  });
});

describe("a match", () => {
  it("says with the words themselves why it scored so, and what speaks against it", () => {
    expect(matchNames("Orlan Optiks Kazan GmbH", "Orlan Optics Works Perm, S.A.")).toEqual({
      score: expect.any(Number),
      reasons: [
        { code: "SHARED_WORDS", says: "Both have: orlan." },
        { code: "SAME_MEANING", says: '"optiks" and "optics" mean the same.' },
        { code: "OTHER_PLACE", says: "The places differ: kazan and perm." },
        { code: "UNMATCHED_WORDS", says: "Only the partner's name has: kazan." },
        { code: "UNMATCHED_WORDS", says: "Only the listed name has: works, perm." },
        { code: "OTHER_FORM", says: "Their legal forms are of different kinds." },
      ],
    });
    expect(matchNames("NPO Orlan 7", "Scientific Production Association Orlan 9").reasons).toEqual([
      { code: "SHARED_WORDS", says: "Both have: orlan." },
      { code: "SAME_MEANING", says: '"npo" and "scientific" mean the same.' },
      { code: "SAME_MEANING", says: '"npo" and "production" mean the same.' },
      { code: "SAME_MEANING", says: '"npo" and "association" mean the same.' },
      { code: "OTHER_NUMBER", says: "The numbers differ: 7 and 9." },
      { code: "UNMATCHED_WORDS", says: "Only the partner's name has: 7." },
      { code: "UNMATCHED_WORDS", says: "Only the listed name has: 9." },
    ]);
  });

  it("is less for a place in brackets that the other name lacks, and says so", () => {
    const [same, lacking, other] = ["Orlan (Kazan)", "Orlan", "Orlan (Perm)"].map((name) =>
      matchNames("Orlan (Kazan)", name),
    );
    expect(same?.score).toBe(1);
    expect(lacking?.score).toBeLessThan(1);
    expect(lacking?.reasons.at(-1)?.says).toBe("Only the partner's name has in brackets: kazan.");
    expect(other?.score).toBeLessThan(lacking?.score as number);
    expect(other?.reasons.at(-1)).toEqual({
      code: "OTHER_PLACE",
      says: "The places in brackets differ: kazan and perm.",
    });
  });

  it("is judged by evidence that is the same both ways, and by none where the names are the same", () => {
    const evidence = (one: string, other: string) => evidenceOfNames(one, other).map((compared) => compared.evidence);
    const [one, other] = ["Orlan Optiks Kazan GmbH", "Orlan Optics Works Perm, S.A."];
    expect(evidence(one, other)).toEqual(evidence(other, one));
    expect(evidence(one, other)).toEqual([expect.objectContaining({ placeBoth: 1, formOther: 1, numberBoth: 0 })]);
    expect(evidence("Orlan Optics GmbH", "Orlan Optics Ltd")).toEqual([null]);
  });

  it("scores from 0 to 1, 1 for a name with itself, and alike both ways", () => {
    const word = fc.constantFrom(
      "orlan",
      "optics",
      "trading",
      "of",
      "the",
      "Ltd",
      "Орлан",
      "(nord)",
      "kestrel",
      "0rion",
      "12",
      "zavod",
      "Kazan",
      "ОАО",
    );
    const name = fc.array(word, { minLength: 1, maxLength: 5 }).map((words) => words.join(" "));
    fc.assert(
      fc.property(name, name, (one, other) => {
        const { score, reasons } = matchNames(one, other);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
        expect(reasons.length > 0 || score === 0).toBe(true);
        expect(matchNames(other, one).score).toBeCloseTo(score, 1);
        expect(matchNames(one, one).score).toBe(1);
      }),
    );
  });
});
