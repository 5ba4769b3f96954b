import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { firstDay, storyCalendar } from "../../src/demonstration/calendar.ts";
import { deadlineAfter } from "../../src/rules/clock.ts";
import { expeditedPreview as policy } from "../../src/rules/policies/expedited-preview.ts";

const moments = fc.date({ min: new Date("2026-06-01"), max: new Date("2034-12-31"), noInvalidDate: true });
const minutes = fc.integer({ min: 0, max: 480 });

describe("the story's calendar", () => {
  it("counts business days back, past weekends and holidays", () => {
    const at = storyCalendar(policy, new Date("2026-07-07T16:00:00Z"));
    // 3 July 2026 is the day on which Independence Day is kept.
    expect([1, 2, 3].map((daysAgo) => at(daysAgo, 0).toISOString())).toEqual([
      "2026-07-06T13:00:00.000Z",
      "2026-07-02T13:00:00.000Z",
      "2026-07-01T13:00:00.000Z",
    ]);
  });

  it("never gives a moment that is still to come, and none of one day after one of the next", () => {
    fc.assert(
      fc.property(moments, fc.integer({ min: 0, max: firstDay - 1 }), minutes, minutes, (told, daysAgo, one, other) => {
        const at = storyCalendar(policy, told);
        expect(at(daysAgo, one) <= told).toBe(true);
        expect(at(daysAgo + 1, one) < at(daysAgo, other)).toBe(true);
      }),
    );
  });

  it("gives what is under way the same place before and after its deadline on whatever day the story is told", () => {
    fc.assert(
      fc.property(moments, minutes, (told, minute) => {
        const at = storyCalendar(policy, told);
        const due = (daysAgo: number, days: number) => deadlineAfter(policy, at(daysAgo, minute), days) as Date;
        const { position, intentToDeny } = policy.clocks;
        expect(due(17, intentToDeny) < told).toBe(true);
        expect(due(6, intentToDeny) > told).toBe(true);
        expect(due(8, position) < told).toBe(true);
        expect(due(1, position) > told).toBe(true);
      }),
    );
  });

  it("begins about 45 days before", () => {
    fc.assert(
      fc.property(moments, (told) => {
        const days = (told.getTime() - storyCalendar(policy, told)(firstDay, 0).getTime()) / 86_400_000;
        expect(days).toBeGreaterThan(43);
        expect(days).toBeLessThan(53);
      }),
    );
  });

  it.each([
    [firstDay + 1, 0],
    [1, 481],
    [1, -1],
  ])("has no %i days ago with minute %i", (daysAgo, minute) => {
    expect(() => storyCalendar(policy, new Date())(daysAgo, minute)).toThrow(RangeError);
  });
});
