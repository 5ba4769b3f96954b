import { describe, expect, it } from "vitest";
import { isJurisdiction, jurisdictions } from "../../src/rules/jurisdictions.ts";

/** Codes that the runtime's region names know and ISO 3166-1 doesn't assign: reserved, user-assigned, Unicode's own. */
const notAssigned = new Set("AC CP CQ DG EA EU EZ IC QO TA UN XA XB XK ZZ".split(" "));

describe("the jurisdictions", () => {
  it("are the codes that ISO 3166-1 assigns, as the runtime's own region names know them", () => {
    const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
    const names = new Intl.DisplayNames(["en"], { type: "region" });
    const current = letters
      .flatMap((first) => letters.map((second) => first + second))
      // A withdrawn code has a name too, but stands for its successor.
      .filter((code) => names.of(code) !== code && new Intl.Locale(`und-${code}`).region === code)
      .filter((code) => !notAssigned.has(code));
    expect([...jurisdictions].sort()).toEqual(current);
    expect(jurisdictions.size).toBe(249);
  });

  it.each(["us", "USA", "UK", "XK", "EU", "SU", "", " US", "U"])("don't include %j", (code) => {
    expect(isJurisdiction(code)).toBe(false);
  });
});
