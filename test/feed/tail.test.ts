import { setMaxListeners } from "node:events";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { FeedEntry } from "../../src/feed/feed-entry.ts";
import { LedgerTail, type TailOptions } from "../../src/feed/tail.ts";

const never = new AbortController().signal;
setMaxListeners(0, never);
afterEach(() => void vi.useRealTimers());
const entry = (sequence: number): FeedEntry => ({
  sequence,
  id: `chg_${sequence}`,
  type: "ReleaseAdvanced",
  subjectType: "Release",
  subjectId: "rel_1",
  to: "LIMITED_PREVIEW",
  audience: ["public"],
  names: null,
  ties: {},
});

/** A ledger in memory, with what was asked of it, behind a tail that looks at it by itself only where that is told. */
function ledger(options: TailOptions | { pollMs: undefined } = {}) {
  const table: FeedEntry[] = [];
  const warnings: string[] = [];
  let asked = 0;
  let failure: Error | null = null;
  let held: Promise<void> | null = null;
  const source = {
    async query<Row>(text: string, values: readonly unknown[]): Promise<Row[]> {
      asked += 1;
      const read = text.includes("ledger_tail")
        ? [{ head: table.length }]
        : table.slice(Number(values[0]), Number(values[0]) + Number(values[1]));
      await held;
      if (failure) throw failure;
      return read as Row[];
    },
  };
  const tail = new LedgerTail(source, { warn: (_, message) => void warnings.push(message) }, {
    pollMs: 3_600_000,
    ...options,
  } as TailOptions);
  return {
    tail,
    warnings,
    append: (count = 1) => {
      for (let more = 0; more < count; more += 1) table.push(entry(table.length + 1));
    },
    get asked() {
      return asked;
    },
    fail: (error: Error | null) => {
      failure = error;
    },
    /** Lets nothing that is read from now on arrive, until the function it gives is called. */
    hold: () => {
      let release: () => void = () => {};
      held = new Promise((resolve) => {
        release = () => {
          held = null;
          resolve();
        };
      });
      return release;
    },
  };
}

const sequences = (entries: readonly FeedEntry[] | null) => entries?.map(({ sequence }) => sequence) ?? null;

describe("the tail of the ledger", () => {
  it("begins where the ledger ends, and leaves what was before to the table", async () => {
    const { tail, append } = ledger();
    expect(tail.entriesAfter(0)).toBeNull();
    append(3);
    expect(await tail.head()).toBe(3);
    expect(tail.entriesAfter(3)).toEqual([]);
    expect(tail.entriesAfter(2)).toBeNull();
    expect(tail.entriesAfter(0)).toBeNull();
  });

  it("wakes everyone who waits at a hint, reads once for all of them, and keeps what it read", async () => {
    const one = ledger();
    const { tail, append } = one;
    await tail.head();
    const waiting = Array.from({ length: 50 }, () => tail.next(0, never));
    expect(tail.following).toBe(50);
    append(2);
    const before = one.asked;
    tail.hint();
    await Promise.all(waiting);
    expect(one.asked).toBe(before + 1);
    expect(tail.following).toBe(0);
    expect(sequences(tail.entriesAfter(0))).toEqual([1, 2]);
    expect(sequences(tail.entriesAfter(1))).toEqual([2]);
    await tail.next(1, never);
    expect(one.asked).toBe(before + 1);
  });

  it("wakes whom an entry may concern alone, and tells how far there was nothing", async () => {
    const one = ledger();
    const { tail, append } = one;
    await tail.head();
    const woken: string[] = [];
    const wait = (name: string, from: number, wants: (entry: FeedEntry) => boolean, signal = never) =>
      tail.next(from, signal, wants).then((reached) => void woken.push(`${name} ${reached}`));
    const leaving = new AbortController();
    const all = [
      wait("third", 0, ({ sequence }) => sequence === 3),
      wait("any", 0, () => true),
      wait("behind the second", 2, () => true),
      wait("none", 0, () => false, leaving.signal),
    ];
    append(2);
    tail.hint();
    await all[1];
    expect(woken).toEqual(["any 0"]);
    expect(tail.following).toBe(3);
    append(2);
    tail.hint();
    await Promise.all(all.slice(0, 3));
    expect(woken.slice(1).sort()).toEqual(["behind the second 2", "third 2"]);
    // Whoever wants none of them has come past them.
    leaving.abort();
    await all[3];
    expect(woken.at(-1)).toBe("none 4");
    expect(tail.following).toBe(0);
  });

  it("heeds a hint that came while nobody waited", async () => {
    const { tail, append } = ledger();
    await tail.head();
    append();
    tail.hint();
    await tail.next(0, never);
    expect(sequences(tail.entriesAfter(0))).toEqual([1]);
  });

  it("looks again for a hint that came while it was reading", async () => {
    const { tail, append, hold } = ledger();
    await tail.head();
    const release = hold();
    const first = tail.next(0, never);
    tail.hint();
    append(1);
    tail.hint();
    release();
    await first;
    expect(sequences(tail.entriesAfter(0))).toEqual([1]);
  });

  it("looks at the table by itself four times a second while someone waits, and not while nobody does", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const one = ledger({ pollMs: undefined });
    await one.tail.head();
    const waiting = one.tail.next(0, never);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(one.asked).toBe(1 + 4);
    one.append();
    await vi.advanceTimersByTimeAsync(250);
    await waiting;
    expect(sequences(one.tail.entriesAfter(0))).toEqual([1]);
    const before = one.asked;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(one.asked).toBe(before);
  });

  it("looks once a second while hints of others arrive, at once when they begin to and when they no longer do", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    let told: { hint(): void; arrives(yes: boolean): void } | null = null;
    let stopped = 0;
    const hints = {
      start: (listening: typeof told) => {
        expect(told).toBeNull();
        told = listening;
      },
      stop: async () => {
        stopped += 1;
      },
    };
    const one = ledger({ pollMs: undefined, hints });
    await one.tail.head();
    expect(told).toBeNull();
    const waiting = one.tail.next(0, never);
    const asked = async (after: () => unknown): Promise<number> => {
      const before = one.asked;
      await after();
      await vi.advanceTimersByTimeAsync(0);
      return one.asked - before;
    };
    expect(await asked(() => told!.arrives(true))).toBe(1);
    expect(one.tail.hinted).toBe(true);
    expect(await asked(() => vi.advanceTimersByTimeAsync(3_000))).toBe(3);
    expect(await asked(() => told!.arrives(true))).toBe(0);
    expect(await asked(() => told!.hint())).toBe(1);
    expect(await asked(() => told!.arrives(false))).toBe(1);
    expect(await asked(() => vi.advanceTimersByTimeAsync(1_000))).toBe(4);
    one.append();
    told!.hint();
    await waiting;
    await one.tail.stop();
    expect(stopped).toBe(1);
  });

  it("tells a watcher of every entry before anyone reads it, while nobody follows too", async () => {
    const one = ledger({ pollMs: 1 });
    const seen: number[] = [];
    await one.tail.head();
    const unwatch = one.tail.watch((entries) => void seen.push(...entries.map(({ sequence }) => sequence)));
    one.append(2);
    one.tail.hint();
    await vi.waitFor(() => expect(seen).toEqual([1, 2]));
    one.append();
    await vi.waitFor(() => expect(seen).toEqual([1, 2, 3]));
    unwatch();
    one.append();
    one.tail.hint();
    await one.tail.next(3, never);
    expect(seen).toEqual([1, 2, 3]);
    await one.tail.stop();
  });

  it("gives at most 500 entries at once, and reads on until the end", async () => {
    const one = ledger();
    await one.tail.head();
    const waiting = one.tail.next(0, never);
    one.append(1_700);
    const before = one.asked;
    one.tail.hint();
    await waiting;
    await expect.poll(() => one.tail.entriesAfter(1_699)?.length).toBe(1);
    expect(one.asked - before).toBe(4);
    expect(sequences(one.tail.entriesAfter(0))).toEqual(Array.from({ length: 500 }, (_, index) => index + 1));
    expect(sequences(one.tail.entriesAfter(1_400))?.length).toBe(300);
  });

  it("keeps the last entries alone: of those before it says that only the table has them", async () => {
    const one = ledger({ kept: 10 });
    await one.tail.head();
    for (let last = 1; last <= 100; last += 1) {
      const waiting = one.tail.next(last - 1, never);
      one.append();
      one.tail.hint();
      await waiting;
      const kept = Math.min(last, 10);
      expect(sequences(one.tail.entriesAfter(last - kept))?.slice(-kept)).toEqual(
        Array.from({ length: kept }, (_, index) => last - kept + index + 1),
      );
      const known = Array.from({ length: last }, (_, place) => one.tail.entriesAfter(place)?.length ?? null);
      // From some place on everything is known, without a gap; before it nothing is.
      const first = known.findIndex((count) => count !== null);
      expect(known.slice(first)).toEqual(Array.from({ length: last - first }, (_, index) => last - first - index));
      expect(last - first).toBeLessThanOrEqual(15);
    }
  });

  it("says once that the ledger can't be read, goes on trying, and says so again the next time", async () => {
    const { tail, append, fail, warnings } = ledger({ pollMs: 2 });
    await tail.head();
    for (const place of [0, 1]) {
      fail(new Error("connection refused"));
      const waiting = tail.next(place, never);
      append();
      for (let hints = 0; hints < 5; hints += 1) {
        tail.hint();
        await new Promise(setImmediate);
      }
      expect(warnings).toHaveLength(place + 1);
      expect(tail.following).toBe(1);
      fail(null);
      await waiting;
      expect(sequences(tail.entriesAfter(place))).toEqual([place + 1]);
    }
  });

  it("lets go of a reader that leaves, at once or while it waits", async () => {
    const { tail } = ledger();
    await tail.head();
    const left = new AbortController();
    const waiting = tail.next(0, left.signal);
    expect(tail.following).toBe(1);
    left.abort();
    await waiting;
    expect(tail.following).toBe(0);
    await tail.next(0, left.signal);
    expect(tail.following).toBe(0);
  });

  it("wakes everyone when it is stopped, and reads no more", async () => {
    const one = ledger({ pollMs: 1 });
    await one.tail.head();
    const waiting = [one.tail.next(0, never), one.tail.next(0, never)];
    one.tail.stop();
    await Promise.all(waiting);
    const before = one.asked;
    one.append();
    one.tail.hint();
    await one.tail.next(0, never);
    expect(one.asked).toBe(before);
    expect(one.tail.stopped).toBe(true);
  });

  it("that is stopped while it reads doesn't complain of the database that is closed under it", async () => {
    const { tail, hold, fail, warnings } = ledger();
    await tail.head();
    const release = hold();
    const waiting = tail.next(0, never);
    tail.hint();
    tail.stop();
    fail(new Error("the pool is closed"));
    release();
    await waiting;
    await new Promise(setImmediate);
    expect(warnings).toEqual([]);
  });
});
