import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lookAlikeSkeleton, nameFlags, nameProblems, normalizedName } from "../../src/rules/names.ts";

const codes = (name: string) => nameProblems(name).map((problem) => problem.code);

describe("a name that is kept", () => {
  it.each([
    "Acme Corporation",
    "Banque Générale du Luxembourg S.A.",
    "Müller & Söhne GmbH",
    "ООО «Газпром»",
    "株式会社データ研究所",
    "NTTデータ",
    "LG전자",
    "شركة النور",
    "भारत इलेक्ट्रॉनिक्स लिमिटेड",
    "Ελληνικά Πετρέλαια Α.Ε.",
    "3M",
    "a".repeat(200),
    "Yahoo!",
    "O’Neill–Smith, Inc. (UK)",
    "ООО Google",
    "Δelta Research",
  ])("%s", (name) => {
    expect(codes(name)).toEqual([]);
  });

  it("is composed, with single ordinary spaces", () => {
    expect(normalizedName("  Mu\u0308ller\u00a0 \u3000Labs ")).toBe("Müller Labs");
  });

  it("is kept as it stands once it is normal", () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom("e", "é", "\u0301", "\u0327", " ", "\u00a0", "\t", "가", "ᄀ", "ᅡ", "ᆨ", "ﬁ", "Å"),
        }),
        (name) => {
          expect(normalizedName(normalizedName(name))).toBe(normalizedName(name));
        },
      ),
    );
  });
});

describe("a name that is refused", () => {
  it.each([
    ["nothing", "", ["NAME_BLANK"]],
    ["spaces", " \u00a0 ", ["NAME_BLANK"]],
    ["punctuation alone", "!!!", ["NAME_BLANK"]],
    ["zero-width characters alone", "\u200b\u200b", ["NAME_BLANK"]],
    ["too many characters", "a".repeat(201), ["NAME_TOO_LONG"]],
    ["characters that stand for too many", "\ufdfa".repeat(12), ["NAME_TOO_LONG"]],
    ["a null byte", "Ac\u0000me", ["CONTROL_CHARACTER"]],
    ["a line break", "Acme\nInc", ["CONTROL_CHARACTER"]],
    ["a tab at its end", "Acme\t", ["CONTROL_CHARACTER"]],
    ["a line separator", "Acme\u2028Inc", ["CONTROL_CHARACTER"]],
    ["a right-to-left override", "Acme\u202egnp.exe", ["BIDI_CONTROL"]],
    ["an isolate", "Acme\u2066Inc\u2069", ["BIDI_CONTROL"]],
    ["a right-to-left mark", "Acme\u200f", ["BIDI_CONTROL"]],
    ["a zero-width space", "Ac\u200bme", ["INVISIBLE_CHARACTER"]],
    ["a zero-width joiner", "Ac\u200dme", ["INVISIBLE_CHARACTER"]],
    ["a byte order mark at its start", "\ufeffAcme", ["INVISIBLE_CHARACTER"]],
    ["a soft hyphen", "Ac\u00adme", ["INVISIBLE_CHARACTER"]],
    ["a Hangul filler", "Acme\u3164Inc", ["INVISIBLE_CHARACTER"]],
    ["a blank Braille pattern", "Acme\u2800Inc", ["INVISIBLE_CHARACTER"]],
    ["a tag character", "Acme\u{e0041}", ["INVISIBLE_CHARACTER"]],
    ["a character for private use", "Acme\ue000", ["UNSUPPORTED_CHARACTER"]],
    ["half a pair", "Acme\ud83d", ["UNSUPPORTED_CHARACTER"]],
    ["the replacement character", "Acm\ufffd", ["UNSUPPORTED_CHARACTER"]],
    ["stacked marks", `A${"\u0300\u0316".repeat(4)}cme`, ["STACKED_MARKS"]],
    ["a Cyrillic о in a Latin word", "Gооgle", ["DECEPTIVE_WORD"]],
    ["a Greek α in a Latin word", "αcme", ["DECEPTIVE_WORD"]],
    ["a Latin o in a Cyrillic word", "Газпрoм", ["DECEPTIVE_WORD"]],
    ["a Cyrillic А before the rest of the name", "Asset Аcme Bank", ["DECEPTIVE_WORD"]],
    ["several faults", "Gооgle\u202e\u0007", ["CONTROL_CHARACTER", "BIDI_CONTROL", "DECEPTIVE_WORD"]],
  ])("for %s", (_what, name, expected) => {
    expect(codes(name)).toEqual(expected);
  });

  it("is told which word deceives, and by which scripts", () => {
    expect(nameProblems("Bank of Gооgle")[0]?.message).toContain('"Gооgle" mixes Latin and Cyrillic');
  });
});

describe("a name that is flagged", () => {
  it.each([
    ["ООО Google", ["MIXED_SCRIPTS"]],
    ["Δelta Research", ["MIXED_SCRIPTS"]],
    ["Acme ᎪᏟᎷᎬ", ["MIXED_SCRIPTS"]],
    ["РАУРАТ", ["LOOKS_LATIN"]],
    ["ΝΟΚΙΑ", ["LOOKS_LATIN"]],
    ["Газпром", []],
    ["NTTデータ", []],
    ["LG전자", []],
    ["Acme Corporation 3", []],
    ["株式会社データ研究所", []],
    ["404", []],
  ])("%s: %j", (name, expected) => {
    expect(nameFlags(name)).toEqual(expected);
  });

  it.each([
    [{ alike: true, same: false }, ["LOOKS_LATIN", "LOOKS_LIKE_ANOTHER"]],
    [{ alike: false, same: true }, ["LOOKS_LATIN", "SAME_AS_ANOTHER"]],
    [{ alike: true, same: true }, ["LOOKS_LATIN", "LOOKS_LIKE_ANOTHER", "SAME_AS_ANOTHER"]],
    [{ alike: null, same: null }, ["LOOKS_LATIN"]],
  ])("beside the names of others, %j", (others, expected) => {
    expect(nameFlags("\u0420\u0410\u0423\u0420\u0410\u0422", others)).toEqual(expected);
  });
});

describe("a name's look-alike skeleton", () => {
  it.each([
    ["Google", "Gооgle"],
    ["PayPal", "РауРаl"],
    ["PayPal", "PayPaI"],
    ["Apple", "ΑΡΡLE"],
    ["Nokia", "ΝΟΚΙΑ"],
    ["Verizon", "νerizon"],
    ["Microsoft", "rnicrosoft"],
    ["WorldBank", "VVorld Bank"],
    ["Oracle", "0rac1e"],
    ["Acme Labs", "ＡＣＭＥ－Ｌａｂｓ"],
    ["Muller", "Müller"],
    ["Lodz Labs", "Łódź Labs"],
    ["Acme, Inc.", "ACME INC"],
    ["Citibank", "Citibаnk"],
    ["Intel", "intel"],
  ])("is the same for %s and %s", (name, posing) => {
    expect(lookAlikeSkeleton(posing)).toBe(lookAlikeSkeleton(name));
  });

  it.each([
    ["Acme", "Acne"],
    ["Acme Labs", "Acme Lab"],
    ["Газпром", "Газпромбанк"],
    ["株式会社", "株式"],
  ])("is another for %s and %s", (name, other) => {
    expect(lookAlikeSkeleton(other)).not.toBe(lookAlikeSkeleton(name));
  });

  it("has nothing left of names that only differ by what can't be seen", () => {
    expect(lookAlikeSkeleton("A\u200bc\u00adme\u202e")).toBe(lookAlikeSkeleton("Acme"));
  });
});
