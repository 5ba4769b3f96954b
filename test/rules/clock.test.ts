import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deadlineAfter, isStopped, type Stop } from "../../src/rules/clock.ts";
import { expeditedPreview } from "../../src/rules/policies/expedited-preview.ts";
import { usFederalHolidays } from "../../src/rules/policies/us-federal-holidays.ts";
import type { PolicyClock } from "../../src/rules/policy.ts";

const calendar: PolicyClock = {
  dayCount: "CALENDAR",
  timeZone: "America/New_York",
  cutOff: "17:00",
  holidays: usFederalHolidays,
};
const business: PolicyClock = { ...calendar, dayCount: "BUSINESS" };
const at = (iso: string) => new Date(iso);
const stop = (from: string, to: string | null): Stop => ({ from: at(from), to: to === null ? null : at(to) });
const due = (clock: PolicyClock, from: string, days: number, stops: Stop[] = []) =>
  deadlineAfter(clock, at(from), days, stops)?.toISOString() ?? null;
const hour = 3_600_000;
const time = (clock: PolicyClock, from: Date, days: number, stops: Stop[] = []) =>
  deadlineAfter(clock, from, days, stops)!.getTime();

describe("a deadline in calendar days", () => {
  it.each([
    ["falls on the n-th day at the cut-off", "2026-11-23T14:00:00Z", 9, "2026-12-02T22:00:00.000Z"],
    ["counts weekends and holidays", "2026-12-24T15:00:00Z", 1, "2026-12-25T22:00:00.000Z"],
    ["takes an event on the cut-off for that day's", "2026-11-23T22:00:00Z", 1, "2026-11-24T22:00:00.000Z"],
    ["takes an event after the cut-off for the next day's", "2026-11-23T22:00:00.001Z", 1, "2026-11-25T22:00:00.000Z"],
    ["goes by the policy's date, not by UTC's", "2026-11-24T02:00:00Z", 1, "2026-11-25T22:00:00.000Z"],
    ["keeps the local hour when the clocks go forward", "2026-03-07T15:00:00Z", 1, "2026-03-08T21:00:00.000Z"],
    ["keeps the local hour when the clocks go back", "2026-10-31T15:00:00Z", 1, "2026-11-01T22:00:00.000Z"],
    ["keeps the local hour across half a year", "2026-09-01T15:00:00Z", 90, "2026-11-30T22:00:00.000Z"],
    ["counts a leap day", "2028-02-28T15:00:00Z", 2, "2028-03-01T22:00:00.000Z"],
    ["counts on into the next year", "2026-12-31T15:00:00Z", 30, "2027-01-30T22:00:00.000Z"],
  ])("%s", (_rule, from, days, deadline) => {
    expect(due(calendar, from, days)).toBe(deadline);
  });

  it("goes by the zone that the policy names", () => {
    const tokyo = { ...calendar, timeZone: "Asia/Tokyo", cutOff: "09:30" };
    expect(due(tokyo, "2026-11-23T00:30:00Z", 1)).toBe("2026-11-24T00:30:00.000Z");
    expect(due(tokyo, "2026-11-23T00:31:00Z", 1)).toBe("2026-11-25T00:30:00.000Z");
  });

  it("falls after a cut-off that the change of the clocks leaves out, on the same day", () => {
    expect(due({ ...calendar, cutOff: "02:30" }, "2026-03-07T06:00:00Z", 1)).toBe("2026-03-08T07:30:00.000Z");
  });
});

describe("a deadline in business days", () => {
  it.each([
    ["skips the weekend", "2026-11-20T15:00:00Z", 1, "2026-11-23T22:00:00.000Z"],
    ["skips a holiday", "2026-11-25T15:00:00Z", 1, "2026-11-27T22:00:00.000Z"],
    ["skips a holiday on the day it is observed", "2026-07-02T15:00:00Z", 1, "2026-07-06T21:00:00.000Z"],
    ["counts Monday first after an event on a weekend", "2026-11-21T15:00:00Z", 1, "2026-11-23T22:00:00.000Z"],
    ["counts fifteen days around Thanksgiving", "2026-11-16T15:00:00Z", 15, "2026-12-08T22:00:00.000Z"],
  ])("%s", (_rule, from, days, deadline) => {
    expect(due(business, from, days)).toBe(deadline);
  });

  it("gives a partner no less time under the expedited policy than 20 and 45 calendar days, on any day of the week", () => {
    for (let hours = 0; hours < 28 * 24; hours += 12) {
      const from = new Date(at("2026-03-01T04:00:00Z").getTime() + hours * hour);
      for (const [days, least] of [
        [expeditedPreview.clocks.intentToDeny, 20],
        [expeditedPreview.clocks.appeal, 45],
      ] as const) {
        expect(time(expeditedPreview, from, days)).toBeGreaterThanOrEqual(time(calendar, from, least));
      }
    }
  });
});

describe("a clock that was stopped", () => {
  const from = "2026-11-02T15:00:00Z";

  it.each<[string, Stop[], string]>([
    ["a day longer for one night", [stop("2026-11-03T15:00:00Z", "2026-11-04T15:00:00Z")], "2026-11-08"],
    [
      "no longer for a stop within one day's hours",
      [stop("2026-11-03T14:00:00Z", "2026-11-03T21:59:59Z")],
      "2026-11-07",
    ],
    ["a day longer for a stop over the cut-off", [stop("2026-11-03T21:59:59Z", "2026-11-03T22:00:01Z")], "2026-11-08"],
    [
      "a day longer for a stop from the cut-off on",
      [stop("2026-11-03T22:00:00Z", "2026-11-03T23:00:00Z")],
      "2026-11-08",
    ],
    [
      "no longer for a stop that ends on the cut-off",
      [stop("2026-11-03T15:00:00Z", "2026-11-03T22:00:00Z")],
      "2026-11-07",
    ],
    [
      "once for two stops over the same days",
      [stop("2026-11-03T15:00:00Z", "2026-11-05T15:00:00Z"), stop("2026-11-04T15:00:00Z", "2026-11-06T15:00:00Z")],
      "2026-11-10",
    ],
    [
      "no longer for a stop that ended before it began",
      [stop("2026-10-20T15:00:00Z", "2026-11-01T15:00:00Z")],
      "2026-11-07",
    ],
    ["no longer for a stop after its end", [stop("2026-11-07T22:00:01Z", "2026-11-20T15:00:00Z")], "2026-11-07"],
    ["longer for a stop that began before it", [stop("2026-10-20T15:00:00Z", "2026-11-05T15:00:00Z")], "2026-11-09"],
  ])("runs %s", (_rule, stops, day) => {
    expect(due(calendar, from, 5, stops)).toBe(`${day}T22:00:00.000Z`);
  });

  it("has no deadline while a stop lasts, whatever else ended", () => {
    const ended = stop("2026-11-03T15:00:00Z", "2026-11-04T15:00:00Z");
    expect(due(calendar, from, 5, [ended, stop("2026-11-05T15:00:00Z", null)])).toBeNull();
  });

  it("spends no weekend on a stop that only covers one", () => {
    const weekend = [stop("2026-11-06T22:30:00Z", "2026-11-09T14:00:00Z")];
    expect(due(business, "2026-11-05T15:00:00Z", 2, weekend)).toBe("2026-11-09T22:00:00.000Z");
  });

  it("is stopped from a stop's first moment until just before its last", () => {
    const night = [stop("2026-11-03T15:00:00Z", "2026-11-04T15:00:00Z")];
    const moments = ["2026-11-03T14:59:59Z", "2026-11-03T15:00:00Z", "2026-11-04T14:59:59Z", "2026-11-04T15:00:00Z"];
    expect(moments.map((moment) => isStopped(night, at(moment)))).toEqual([false, true, true, false]);
    expect(isStopped([stop("2026-11-03T15:00:00Z", null)], at("2030-01-01T00:00:00Z"))).toBe(true);
  });
});

describe("what a clock can't count", () => {
  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])("refuses %s days", (days) => {
    expect(() => deadlineAfter(calendar, at("2026-11-23T14:00:00Z"), days)).toThrow(RangeError);
  });

  it("refuses a start that is no date", () => {
    expect(() => deadlineAfter(calendar, new Date("soon"), 1)).toThrow(RangeError);
  });
});

const moments = fc.date({ min: at("2026-01-01T00:00:00Z"), max: at("2028-12-31T00:00:00Z"), noInvalidDate: true });
const someDays = fc.integer({ min: 1, max: 40 });
const zones = fc.constantFrom("America/New_York", "UTC", "Asia/Kolkata", "Pacific/Auckland", "America/Los_Angeles");
const clocks: fc.Arbitrary<PolicyClock> = fc.record({
  dayCount: fc.constantFrom("CALENDAR", "BUSINESS"),
  timeZone: zones,
  cutOff: fc.constantFrom("00:00", "09:00", "17:00", "23:59"),
  holidays: fc.constant(usFederalHolidays),
});
const someStop: fc.Arbitrary<{ from: Date; to: Date }> = fc
  .tuple(moments, fc.integer({ min: 0, max: 40 * 24 }))
  .map(([from, hours]) => ({ from, to: new Date(from.getTime() + hours * hour) }));
const someStops = fc.array(someStop, { maxLength: 6 });

describe("whatever the clock, the start and the stops", () => {
  it("a later event never falls due earlier", () => {
    fc.assert(
      fc.property(
        clocks,
        moments,
        fc.integer({ min: 0, max: 10 * 24 }),
        someDays,
        someStops,
        (clock, from, hours, days, stops) => {
          const later = new Date(from.getTime() + hours * hour);
          expect(time(clock, later, days, stops)).toBeGreaterThanOrEqual(time(clock, from, days, stops));
        },
      ),
    );
  });

  it("more days always fall due later", () => {
    fc.assert(
      fc.property(clocks, moments, someDays, someStops, (clock, from, days, stops) => {
        expect(time(clock, from, days + 1, stops)).toBeGreaterThan(time(clock, from, days, stops));
      }),
    );
  });

  it("a further stop never brings a deadline nearer", () => {
    fc.assert(
      fc.property(clocks, moments, someDays, someStops, someStop, (clock, from, days, stops, further) => {
        const before = time(clock, from, days, stops);
        expect(time(clock, from, days, [...stops, further])).toBeGreaterThanOrEqual(before);
      }),
    );
  });

  it("stops count once, however they overlap, repeat or touch", () => {
    const parts = fc.array(
      fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
    );
    fc.assert(
      fc.property(clocks, moments, someDays, someStop, parts, (clock, from, days, whole, cuts) => {
        const length = whole.to.getTime() - whole.from.getTime();
        const point = (share: number) => new Date(whole.from.getTime() + Math.floor(share * length));
        const pieces = cuts.map(([a, b]) => ({ from: point(Math.min(a, b)), to: point(Math.max(a, b)) }));
        const middle = point(0.5);
        const touching = [
          { from: whole.from, to: middle },
          { from: middle, to: whole.to },
        ];
        expect(time(clock, from, days, [...pieces, ...touching, whole])).toBe(time(clock, from, days, [whole]));
        expect(time(clock, from, days, touching)).toBe(time(clock, from, days, [whole]));
      }),
    );
  });

  it("a stop over n cut-offs of a calendar clock costs n days", () => {
    fc.assert(
      fc.property(moments, someDays, fc.integer({ min: 0, max: 30 }), (from, days, nights) => {
        const utc: PolicyClock = { dayCount: "CALENDAR", timeZone: "UTC", cutOff: "12:00", holidays: [] };
        const end = time(utc, from, days);
        const justBefore = new Date(end - 1);
        const stops = [{ from: justBefore, to: new Date(justBefore.getTime() + nights * 24 * hour) }];
        expect(time(utc, from, days, stops)).toBe(end + nights * 24 * hour);
      }),
    );
  });

  it("the day is reached by the calendar, and the hour is the cut-off's, as the zone's own formatter says", () => {
    fc.assert(
      fc.property(zones, fc.constantFrom("09:00", "17:00"), moments, someDays, (timeZone, cutOff, from, days) => {
        const local = (date: Date) => {
          const format = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" });
          return format.format(date).split(" ") as [string, string];
        };
        const clock: PolicyClock = { dayCount: "CALENDAR", timeZone, cutOff, holidays: [] };
        const onTheCutOff = from.getUTCSeconds() + from.getUTCMilliseconds() === 0;
        const [startDay, startTime] = local(from);
        const late = startTime > cutOff || (startTime === cutOff && !onTheCutOff) ? 1 : 0;
        const [dueDay, dueTime] = local(deadlineAfter(clock, from, days)!);
        expect(dueTime).toBe(cutOff);
        expect((Date.parse(dueDay) - Date.parse(startDay)) / (24 * hour)).toBe(days + late);
      }),
    );
  });

  it("a business deadline falls on no weekend and on no holiday of its zone", () => {
    const holidays = new Set(usFederalHolidays.map((holiday) => holiday.date));
    fc.assert(
      fc.property(moments, someDays, someStops, (from, days, stops) => {
        const due = deadlineAfter(business, from, days, stops)!;
        const day = new Intl.DateTimeFormat("sv-SE", { timeZone: "America/New_York" }).format(due);
        expect([0, 6]).not.toContain(new Date(day).getUTCDay());
        expect(holidays).not.toContain(day);
      }),
    );
  });
});
