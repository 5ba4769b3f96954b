import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readName } from "../../../src/rules/screening/read-name.ts";

const cores = (name: string): string[] => readName(name).map(({ core }) => core.join(" "));

describe("a name read for matching", () => {
  it.each([
    ["capitals and marks", "MÜLLER Søndergård", "muller sondergard"],
    ["an ampersand", "Karl & Sons", "karl and sons"],
    ["quotation marks and points", '"Zvezda", N.P.O.', "zvezda npo"],
    ["apostrophes, which vary", "Jam'iyat Ihya'", "jamiyat ihya"],
    ["initials apart", "V P Ivannikov", "vp ivannikov"],
    ["initials with points", "V.P. Ivannikov", "vp ivannikov"],
    ["full-width letters", "ＡＣＭＥ　Ｌａｂｓ", "acme labs"],
    ["letters that can't be seen", "Ac\u200bme\u202e Labs", "acme labs"],
  ])("reads %s in plain small letters", (_what, name, read) => {
    expect(cores(name)).toEqual([read]);
  });

  it.each([
    ["Acme Trading Co., Ltd."],
    ["ACME TRADING COMPANY LIMITED"],
    ["Limited Liability Company Acme Trading"],
    ["OOO Acme Trading"],
    ["Acme Trading, S.A. de C.V."],
    ["Acme Trading Sdn. Bhd."],
    ["Acme Trading Anonim Şirketi"],
    ["Obshchestvo s ogranichennoi otvetstvennostyu Acme Trading"],
    ["Acme Trading GmbH & Co. KG"],
  ])("leaves the legal form out of %s", (name) => {
    expect(cores(name)[0]?.replace(/ gmbh and$/, "")).toBe("acme trading");
  });

  it("keeps a name that is nothing but a legal form", () => {
    expect(cores("Company Limited")).toEqual(["company"]);
    expect(cores("公司")).not.toEqual([]);
  });

  it.each([
    ["ООО «Газпром нефть»", "gazprom neft"],
    ["Ελληνικά Πετρέλαια", "ellinika petrelaia"],
    ["株式会社ソニー", "soni"],
    ["שטראוס", "strvs"],
  ])("reads %s by its sounds", (name, read) => {
    expect(readName(name)[0]).toMatchObject({ how: "TRANSLITERATED", core: read.split(" ") });
  });

  it.each([
    ["北京奥兰航空有限公司", "beijing aolan aviation", "LIMITED"],
    ["奥兰科技集团股份有限公司", "aolan technology group", "STOCK"],
    ["株式会社日立製作所", "hitachi factory", "STOCK"],
    ["올란전자 주식회사", "ollan electronics", "STOCK"],
    ["بانک ملی ایران", "bank national iran", null],
    ["شركة أورلان للتجارة ذ.م.م", "wrln trading", "LIMITED"],
    ["בנק אורלן בע״מ", "bank vrln", "LIMITED"],
  ])("puts what %s says in English, and reads the rest by its sounds", (name, read, form) => {
    expect(readName(name)[0]).toMatchObject({ how: "TRANSLITERATED", form });
    expect(cores(name)[0]?.replace(/[aeo']/g, "")).toBe(read.replace(/[aeo']/g, ""));
  });

  it.each([
    ["Orlan GmbH", "LIMITED"],
    ["OOO Orlan", "LIMITED"],
    ["Obschestvo s ogranichennoy otvetstvennostiu Orlan", "LIMITED"],
    ["PAO Orlan", "STOCK"],
    ["Otkrytoe Aktsionernoye Obshchestvo Orlan", "STOCK"],
    ["Orlan, Société Anonyme", "STOCK"],
    ["Orlan LLP", "PARTNERSHIP"],
    ["FGUP Orlan", "STATE"],
    ["Orlan Company", null],
    ["Orlan", null],
  ])("knows what the legal form makes of %s: %s", (name, form) => {
    expect(readName(name)[0]).toMatchObject({ core: ["orlan"], form });
  });

  it("reads letters by their shapes too, where they can be taken for Latin ones", () => {
    const shapes = readName("НОРТН СТАR").filter(({ how }) => how === "LOOK_ALIKE");
    expect(shapes.map(({ core }) => core.join(" "))).toEqual(["hopth ctar"]);
    expect(cores("ACMEсоm")).toContain("acmecom");
    expect(cores("0rion")).toEqual(["0rion", "orion"]);
  });

  it("takes what stands in brackets for a name of its own, and says so", () => {
    expect(readName("Emal Construction (EBCC) (Kabul)")).toMatchObject([
      { bracketed: false, core: ["emal", "construction"] },
      { bracketed: true, core: ["ebcc"] },
      { bracketed: true, core: ["kabul"] },
    ]);
    expect(cores("(Orion)")).toEqual(["orion"]);
  });

  it("keeps the places and numbers in brackets beside the name, and another name's announcement out", () => {
    expect(readName("Orlan Works (Kazan) (Plant 7)")[0]?.aside.map(({ means }) => means)).toEqual(["kazan", "7"]);
    expect(cores("Orlan (formerly Kestrel Works)")).toEqual(["orlan", "kestrel works"]);
  });

  it("reads what in brackets is too short for a name of its own with the whole name", () => {
    expect(cores("Global Trading (ZTE)")).toEqual(["global trading", "global trading zte"]);
    expect(cores("(Hua) (wei) Technologies")).toEqual(["technologies", "hua wei technologies"]);
    expect(cores("Kestrel (a.k.a. ZTE) Works")).toEqual(["kestrel works", "kestrel zte works"]);
  });

  it("takes two characters that are each a syllable for a name of its own", () => {
    expect(readName("深圳贸易有限公司 (华为)")).toMatchObject([
      { bracketed: false },
      { bracketed: true, core: ["huawei"] },
    ]);
    expect(readName("Orlan (소니)").map(({ bracketed }) => bracketed)).toEqual([false, true]);
  });

  it("reads four names in brackets at most by themselves, and what comes after them with the whole", () => {
    const readings = readName("Orlan (Aaaa) (Bbbb) (Cccc) (Dddd) (Huawei)");
    expect(readings.filter(({ bracketed }) => bracketed)).toHaveLength(4);
    expect(readings[1]?.core).toContain("huawei");
  });

  it("says of forty words what they say, the longest", () => {
    const names = ["wo", "ke", "zu"].flatMap((one) => [..."abcdefghijklmnopqrst"].map((other) => `${one}${other}`));
    const [reading] = readName(`${names.join(" ")} kestrelworks`);
    expect(reading?.words).toHaveLength(61);
    expect(reading?.terms).toHaveLength(40);
    expect(reading?.terms.at(-1)?.said).toBe("kestrelworks");
  });

  it("doesn't take an ordinal for a word by its shape", () => {
    expect(cores("1st Works")).toEqual(["1st works"]);
  });

  it("reads nothing where there is no letter or digit", () => {
    expect(readName(" -- () ")).toEqual([]);
    expect(readName("ーー")).toEqual([]);
  });

  it("gives small basic letters and digits alone, at least one word, for any text with a letter of a known script", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), (text) => {
        for (const { words, core } of readName(text)) {
          expect(words.join("")).toMatch(/^[a-z0-9]+$/);
          expect(core.length).toBeGreaterThan(0);
        }
        expect(readName(`${text} acme`).length).toBeGreaterThan(0);
      }),
    );
  });
});
