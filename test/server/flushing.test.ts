import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Flushing } from "../../src/server/flushing.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A connection that notes what leaves it as one write, and that takes so many ms to write. */
function connection(takesMs = 0) {
  let corked = 0;
  let held: string[] = [];
  const writes: string[][] = [];
  return {
    writes,
    write: (text: string) => void held.push(text),
    get corked() {
      return corked;
    },
    cork: () => {
      corked += 1;
    },
    uncork: () => {
      corked -= 1;
      if (corked > 0) return;
      writes.push(held);
      held = [];
      spent += takesMs;
    },
  };
}

/** What writing has taken, ms, beside the time that the timers know of. */
let spent = 0;
beforeEach(() => {
  spent = 0;
  const passed = performance.now.bind(performance);
  vi.spyOn(performance, "now").mockImplementation(() => passed() + spent);
});
afterEach(() => void vi.restoreAllMocks());

describe("writing to many connections", () => {
  it("writes at once what one was sent in a turn, in order", async () => {
    const flushing = new Flushing();
    const one = connection();
    for (const text of ["a", "b", "c"]) {
      flushing.hold(one);
      one.write(text);
    }
    expect(one.writes).toEqual([]);
    expect(one.corked).toBe(1);
    await vi.advanceTimersToNextTimerAsync();
    expect(one.writes).toEqual([["a", "b", "c"]]);
    expect(one.corked).toBe(0);
    flushing.hold(one);
    one.write("d");
    await vi.runAllTimersAsync();
    expect(one.writes).toEqual([["a", "b", "c"], ["d"]]);
  });

  it("rests for three times as long as it wrote, and writes then what came meanwhile", async () => {
    const flushing = new Flushing();
    const [one, other] = [connection(10), connection(10)];
    for (const each of [one, other]) {
      flushing.hold(each);
      each.write("a");
    }
    // Each takes longer than a stretch: the second has a turn of its own.
    for (let turn = 0; turn < 2; turn += 1) await vi.advanceTimersToNextTimerAsync();
    expect([one.writes, other.writes]).toEqual([[["a"]], [["a"]]]);
    for (const text of ["b", "c"]) {
      flushing.hold(one);
      one.write(text);
      await vi.advanceTimersByTimeAsync(29);
    }
    expect(one.writes).toEqual([["a"]]);
    await vi.advanceTimersByTimeAsync(2);
    expect(one.writes).toEqual([["a"], ["b", "c"]]);
  });

  it("leaves none held back, whatever comes while it writes", async () => {
    const flushing = new Flushing();
    const all = Array.from({ length: 20 }, () => connection(1));
    for (let round = 0; round < 50; round += 1) {
      for (const [number, each] of all.entries()) {
        if ((number + round) % 3 > 0) continue;
        flushing.hold(each);
        each.write(String(round));
      }
      await vi.advanceTimersByTimeAsync(round % 5);
    }
    await vi.runAllTimersAsync();
    for (const [number, each] of all.entries()) {
      expect(each.corked).toBe(0);
      const rounds = Array.from({ length: 50 }, (_, round) => round).filter((round) => (number + round) % 3 === 0);
      expect(each.writes.flat()).toEqual(rounds.map(String));
    }
  });
});
