import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readName, searchText } from "../../../src/rules/screening/read-name.ts";

const cores = (name: string): string[] => readName(name).map(searchText);

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
    expect(cores("Company Limited")).toEqual(["limited"]);
    expect(cores("公司")).not.toEqual([]);
  });

  it.each([
    ["ООО «Газпром нефть»", "gazprom neft"],
    ["Ελληνικά Πετρέλαια", "ellinika petrelaia"],
    ["삼성전자 주식회사", "samseongjeonja"],
    ["北京航空有限公司", "beijinghangkong"],
  ])("reads %s by its sounds", (name, read) => {
    expect(readName(name)[0]).toMatchObject({ how: "TRANSLITERATED", core: read.split(" ") });
  });

  it("reads letters by their shapes too, where they can be taken for Latin ones", () => {
    const shapes = readName("НОРТН СТАR").filter(({ how }) => how === "LOOK_ALIKE");
    expect(shapes.map(searchText)).toEqual(["hopth ctar"]);
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

  it("reads nothing where there is no letter or digit", () => {
    expect(readName(" -- () ")).toEqual([]);
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
