import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { likeness } from "../../../src/rules/screening/likeness.ts";
import { hitThreshold, matchNames } from "../../../src/rules/screening/match-names.ts";

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

  it("is the same both ways, and 1 for equal words alone", () => {
    const word = fc.string({ unit: fc.constantFrom(..."abc"), maxLength: 8 });
    fc.assert(
      fc.property(word, word, (one, other) => {
        expect(likeness(one, other)).toBe(likeness(other, one));
        expect(likeness(one, other) === 1).toBe(one === other);
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
    ["a name within another", "Orlan Optika Kestrel Meridian", "Orlan Optika", ["CONTAINED"]],
    ["another script", "Орлан Оптика", "Orlan Optika", ["SAME_NAME", "TRANSLITERATED"]],
    ["shapes of letters", "Orlan ОPTIСS", "Orlan Optics", ["SAME_NAME", "LOOK_ALIKE"]],
    ["initials in brackets", "OHIC", "Orlan Heavy Industries Combine (OHIC)", ["SAME_NAME"]],
  ])("%s", (_what, partner, listed, reasons) => {
    expect(matchNames(partner, listed).score).toBeGreaterThanOrEqual(hitThreshold);
    expect(codes(partner, listed)).toEqual(expect.arrayContaining(reasons));
  });
});

describe("names that raise none", () => {
  it.each([
    ["words that many have", "Orlan Technology Trading", "Kestrel Technology Trading"],
    ["one telling word of two", "Orlan Meridian", "Orlan Kestrel"],
    ["the same place in brackets", "Orlan (Singapore)", "Kestrel (Singapore)"],
    ["short words that differ by a letter", "ABC Shipping", "ABD Shipping"],
    ["nothing in common", "Orlan", "Kestrel"],
  ])("%s", (_what, partner, listed) => {
    expect(matchNames(partner, listed).score).toBeLessThan(hitThreshold);
  });

  it("names without a letter", () => {
    expect(matchNames("---", "Orlan")).toEqual({ score: 0, reasons: [] });
  });
});

describe("a match", () => {
  it("says with the words themselves why it scored so, and what speaks against it", () => {
    expect(matchNames("Orlan Optiks Europe", "Orlan Optics Works")).toEqual({
      score: expect.any(Number),
      reasons: [
        { code: "SHARED_WORDS", says: "Both have: orlan." },
        { code: "SIMILAR_SPELLING", says: '"optiks" is written much like "optics".' },
        { code: "UNMATCHED_WORDS", says: "Only the partner's name has: europe." },
        { code: "UNMATCHED_WORDS", says: "Only the listed name has: works." },
      ],
    });
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
    );
    const name = fc.array(word, { minLength: 1, maxLength: 5 }).map((words) => words.join(" "));
    fc.assert(
      fc.property(name, name, (one, other) => {
        const { score, reasons } = matchNames(one, other);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
        expect(reasons.length > 0 || score === 0).toBe(true);
        expect(matchNames(other, one).score).toBeCloseTo(score, 2);
        expect(matchNames(one, one).score).toBe(1);
      }),
    );
  });
});
