import { describe, expect, it } from "vitest";
import { nextAttempt, restAfter, restsReceiver, retriedFor, retryDelays } from "../../src/rules/webhook-retries.ts";

const start = new Date("2026-06-09T14:00:00.000Z");
const hour = 3_600_000;
const later = (milliseconds: number): Date => new Date(start.getTime() + milliseconds);

/** Every attempt at an event that is never acknowledged, and fails at once: the time of each since the first, ms. */
function attemptsWith(chance: () => number): number[] {
  const times = [0];
  for (;;) {
    const at = later(times.at(-1) as number);
    const next = nextAttempt({ attempts: times.length, firstAt: start, at, retryAfter: null, chance: chance() });
    if (next === null) return times;
    times.push(next.getTime() - start.getTime());
  }
}

describe("the attempts at an event that nobody acknowledges", () => {
  it.each([
    ["the shortest delays", 0],
    ["the delays as listed", 0.5],
    ["the longest delays", 1],
  ])("follow each other by %s, and end after three days with a last one", (_what, chance) => {
    const times = attemptsWith(() => chance);
    expect(times.at(-1)).toBe(72 * hour);
    const delays = times.slice(1, -1).map((time, index) => time - (times[index] as number));
    for (const [index, delay] of delays.entries()) {
      const listed = retryDelays[Math.min(index, retryDelays.length - 1)] as number;
      expect(delay).toBe(Math.round(listed * (0.8 + 0.4 * chance)));
    }
  });

  it("are ten where chance is even, and never come together for two that failed together", () => {
    expect(attemptsWith(() => 0.5)).toHaveLength(10);
    expect(attemptsWith(() => 0.3)[2]).not.toBe(attemptsWith(() => 0.31)[2]);
  });

  it("wait as long as the receiver asks, for a day at most and never past the three days", () => {
    const failed = { attempts: 1, firstAt: start, at: start, chance: 0.5 };
    expect(nextAttempt({ ...failed, retryAfter: hour })).toEqual(later(hour));
    expect(nextAttempt({ ...failed, retryAfter: 1_000 })).toEqual(later(5_000));
    expect(nextAttempt({ ...failed, retryAfter: 1_000 * hour })).toEqual(later(24 * hour));
    expect(nextAttempt({ ...failed, at: later(60 * hour), retryAfter: 1_000 * hour })).toEqual(later(retriedFor));
    expect(nextAttempt({ ...failed, at: later(72 * hour), retryAfter: null })).toBeNull();
  });
});

describe("the rest of a receiver", () => {
  const rest = (inARow: number, retryAfter: number | null = null) => restAfter({ inARow, retryAfter, chance: 0.5 });

  it("grows with each in a row, to a quarter of an hour", () => {
    expect([1, 2, 3, 9, 500].map((inARow) => rest(inARow))).toEqual([5_000, 15_000, 45_000, 900_000, 900_000]);
  });

  it("is as long as the receiver asks, and a day at most", () => {
    expect([rest(1, hour), rest(2, 1_000), rest(1, 100 * hour)]).toEqual([hour, 15_000, 24 * hour]);
  });

  it.each([
    ["nobody answers", "TIMED_OUT", null, null, true],
    ["it is told to come slower", "REFUSED", 429, null, true],
    ["its gateway has nobody behind it", "REFUSED", 502, null, true],
    ["it is busy", "REFUSED", 503, null, true],
    ["it asks for time, whatever its status", "REFUSED", 500, 0, true],
    ["it can't take this event", "REFUSED", 500, null, false],
    ["it takes what is sent", "ACKNOWLEDGED", 204, null, false],
  ] as const)("comes where %s: %s %s", (_when, outcome, status, retryAfter, rests) => {
    expect(restsReceiver({ outcome, status, retryAfter })).toBe(rests);
  });
});
