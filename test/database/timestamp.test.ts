import fc from "fast-check";
import pg from "pg";
import { describe, expect, it } from "vitest";
import { utcTimestamp } from "../../src/database/timestamp.ts";

const theirs = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ, "text") as (text: string) => unknown;

/** A moment as PostgreSQL writes it in UTC: with as many digits of a fraction as it takes. */
const written = (at: Date, micros = ""): string => {
  const [day, time] = at.toISOString().replace("Z", "").split("T") as [string, string];
  return `${day} ${`${time}${micros}`.replace(/\.?0+$/, (end) => (time.includes(".") ? "" : end))}+00`;
};

describe("a timestamp in UTC", () => {
  it("is read as pg reads it, to the millisecond", () => {
    const moments = fc.date({ min: new Date("0100-01-01T00:00:00Z"), max: new Date("9999-12-31T23:59:59.999Z") });
    fc.assert(
      fc.property(moments, fc.constantFrom("", "000", "999", "5"), (at, micros) => {
        fc.pre(!Number.isNaN(at.getTime()));
        const text = written(at, micros);
        expect(utcTimestamp(text)).toEqual(theirs(text));
        expect(utcTimestamp(text)?.getTime()).toBe(at.getTime());
      }),
    );
  });

  it.each([
    "2026-11-22 03:30:00+01",
    "2026-11-22 03:30:00-05",
    "2026-11-22 03:30:00+05:30",
    "infinity",
    "-infinity",
    "0044-03-15 12:00:00+00 BC",
    "0044-03-15 12:00:00+00",
    "12026-11-22 03:30:00+00",
    "2026-11-22T03:30:00+00",
    "2026-11-22 03:30:0x+00",
    "2026-11-22 03:30:00,5+00",
    "",
  ])("is left to pg where it is another text: %s", (text) => {
    expect(utcTimestamp(text)).toBeNull();
  });
});
