import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Heartbeat } from "../../src/server/heartbeat.ts";

const everyMs = 12_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe("who shows that it lives", () => {
  it("does so once in the time, and in half of it at the earliest", () => {
    const heartbeat = new Heartbeat(everyMs);
    const beats: number[] = [];
    vi.advanceTimersByTime(345);
    const joined = Date.now();
    heartbeat.add(() => void beats.push(Date.now() - joined));
    vi.advanceTimersByTime(5 * everyMs);
    expect(beats.length).toBe(5);
    expect(beats[0]).toBeGreaterThanOrEqual(everyMs / 2);
    expect(beats.slice(1).map((beat, index) => beat - beats[index]!)).toEqual([everyMs, everyMs, everyMs, everyMs]);
  });

  it("doesn't do so with all the others who came with it", () => {
    const heartbeat = new Heartbeat(everyMs);
    const beats = new Map<number, number>();
    const times = Array.from({ length: 6_000 }, () => 0);
    times.forEach((_, number) => {
      heartbeat.add(() => {
        times[number]! += 1;
        beats.set(Date.now(), (beats.get(Date.now()) ?? 0) + 1);
      });
    });
    vi.advanceTimersByTime(3 * everyMs);
    expect(new Set(times)).toEqual(new Set([3]));
    expect(Math.max(...beats.values())).toBe(100);
  });

  it("does so in time where the process is held up for a moment again and again", () => {
    const heartbeat = new Heartbeat(everyMs);
    let beats = 0;
    heartbeat.add(() => {
      beats += 1;
    });
    for (let turns = 0; turns < 240; turns += 1) {
      // A turn that takes long: the clock has gone on, and the timer is called once.
      vi.spyOn(performance, "now").mockReturnValue((turns + 1) * 250);
      vi.advanceTimersToNextTimer();
    }
    expect(beats).toBe(5);
  });

  it("does so no more once it has left, whatever the others do meanwhile", () => {
    const heartbeat = new Heartbeat(100);
    const beats = { one: 0, other: 0 };
    const leave = heartbeat.add(() => {
      beats.one += 1;
      leave();
    });
    const otherLeaves = heartbeat.add(() => {
      beats.other += 1;
    });
    vi.advanceTimersByTime(1_000);
    expect(beats).toEqual({ one: 1, other: 10 });
    leave();
    expect(heartbeat.size).toBe(1);
    otherLeaves();
    expect([heartbeat.size, vi.getTimerCount()]).toEqual([0, 0]);
  });
});
