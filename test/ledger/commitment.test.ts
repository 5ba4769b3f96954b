import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonical } from "../../src/ledger/canonical.ts";
import { commitment, fingerprint, newSalt } from "../../src/ledger/commitment.ts";

describe("the canonical form", () => {
  it("is RFC 8785's own example", () => {
    const example = {
      numbers: [Number("333333333.33333329"), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000f\nA\'B"\\\\"/',
      literals: [null, true, false],
    };
    expect(canonical(example)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it("sorts names by their UTF-16 code units, as RFC 8785 asks", () => {
    const names = ["\u20ac", "\r", "\ufb33", "1", "\u{1f600}", "\u0080", "\u00f6"];
    const sorted = ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\u{1f600}", "\ufb33"];
    const text = canonical(Object.fromEntries(names.map((name) => [name, 0])));
    expect(Object.keys(JSON.parse(text))).toEqual(["1", ...sorted.filter((name) => name !== "1")]);
    expect(text).toBe(`{${sorted.map((name) => `${JSON.stringify(name)}:0`).join(",")}}`);
  });

  it("takes a date as RFC 3339, and leaves out what is undefined", () => {
    expect(canonical({ b: undefined, a: new Date("2026-06-09T14:00:00Z") })).toBe('{"a":"2026-06-09T14:00:00.000Z"}');
  });

  it("is what the package canonicalize writes, for any JSON", () => {
    const key = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("1", "10", "2", "__proto__", "\u20ac", "\r"));
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: "small" },
        fc.string({ unit: "binary" }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.integer(),
        fc.constantFrom(null, true, false),
        fc.array(tie("tree")),
        fc.dictionary(key, tie("tree"), { noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(tree, (value) => {
        expect(canonical(value)).toBe(canonicalize(value as object));
      }),
    );
  });

  it.each([
    ["undefined", undefined],
    ["a function", () => 1],
    ["a BigInt", 1n],
    ["a number that is none", Number.NaN],
    ["infinity", [Number.POSITIVE_INFINITY]],
  ])("throws for %s", (_what, value) => {
    expect(() => canonical(value)).toThrow();
  });
});

describe("a commitment", () => {
  const sha256 = (text: string): string => createHash("sha256").update(text).digest("base64url");

  it("is the SHA-256 of salt, name and value in canonical form", () => {
    expect(commitment("salt", "subject", { b: 1, a: null })).toBe(sha256('["salt","subject",{"a":null,"b":1}]'));
  });

  it("differs by salt, by name and by value", () => {
    const all = [
      commitment("one", "type", "PartnerAdmitted"),
      commitment("two", "type", "PartnerAdmitted"),
      commitment("one", "subject", "PartnerAdmitted"),
      commitment("one", "type", "PartnerBarred"),
    ];
    expect(new Set(all).size).toBe(4);
  });

  it("has salts of 128 bits that do not come again", () => {
    const salts = Array.from({ length: 1000 }, newSalt);
    expect(new Set(salts).size).toBe(1000);
    expect(salts.every((salt) => Buffer.from(salt, "base64url").length === 16)).toBe(true);
  });
});

it("takes the fingerprint of equal inputs as equal, whatever order their names come in", () => {
  expect(fingerprint({ a: 1, b: [2] })).toBe(fingerprint({ b: [2], a: 1 }));
  expect(fingerprint({ a: [1, 2] })).not.toBe(fingerprint({ a: [2, 1] }));
  expect(fingerprint({})).toMatch(/^[0-9a-f]{64}$/);
});
