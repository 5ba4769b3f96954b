import { describe, expect, it } from "vitest";
import { usFederalHolidays } from "../../../src/rules/policies/us-federal-holidays.ts";

const day = (year: number, month: number, date: number) => new Date(Date.UTC(year, month - 1, date));
const plus = (date: Date, days: number) => new Date(date.getTime() + days * 86_400_000);

/** The n-th `weekday` (0 is Sunday) of a month; the last one when n is -1. */
function nth(year: number, month: number, weekday: number, n: number): Date {
  if (n < 0) {
    const last = day(year, month + 1, 0);
    return plus(last, -((last.getUTCDay() - weekday + 7) % 7));
  }
  const first = day(year, month, 1);
  return plus(first, ((weekday - first.getUTCDay() + 7) % 7) + (n - 1) * 7);
}

/** A date that falls on a weekend is kept on the nearest weekday: 5 U.S.C. 6103(b), Executive Order 11582. */
function kept(date: Date): Date {
  if (date.getUTCDay() === 6) return plus(date, -1);
  return date.getUTCDay() === 0 ? plus(date, 1) : date;
}

/** The holidays of one year by the rules of 5 U.S.C. 6103(a). */
function holidaysOf(year: number): Date[] {
  return [
    kept(day(year, 1, 1)),
    nth(year, 1, 1, 3),
    nth(year, 2, 1, 3),
    nth(year, 5, 1, -1),
    kept(day(year, 6, 19)),
    kept(day(year, 7, 4)),
    nth(year, 9, 1, 1),
    nth(year, 10, 1, 2),
    kept(day(year, 11, 11)),
    nth(year, 11, 4, 4),
    kept(day(year, 12, 25)),
  ];
}

describe("the federal holidays that the policies count out", () => {
  it("are those that the statute's rules give for 2026 to 2035", () => {
    // 2036 too: its New Year's Day could be kept on the last day of 2035.
    const derived = Array.from({ length: 11 }, (_, index) => 2026 + index)
      .flatMap(holidaysOf)
      .map((date) => date.toISOString().slice(0, 10))
      .filter((date) => date >= "2026-01-01" && date <= "2035-12-31")
      .sort();
    expect(usFederalHolidays.map((holiday) => holiday.date)).toEqual(derived);
  });

  it("are called observed exactly where the day isn't the holiday's own", () => {
    const own = new Set(["01-01", "06-19", "07-04", "11-11", "12-25"]);
    const fixed = /New Year|Juneteenth|Independence|Veterans|Christmas/;
    for (const { date, name } of usFederalHolidays) {
      expect([date, name.endsWith("(observed)")]).toEqual([date, fixed.test(name) && !own.has(date.slice(5))]);
    }
  });
});
