import fc from "fast-check";
import type { ExecutionResult } from "graphql";
import { describe, expect, it } from "vitest";
import { Crowds, type OpenedSteps, type Step, type Steps } from "../../src/gateway/crowd.ts";
import { endable } from "../../src/graph/endable.ts";
import { hasReached, type LedgerPosition } from "../../src/ledger/cursor.ts";

const at = (sequence: number): LedgerPosition => ({ sequence, id: null });
const numberOf = ({ data }: ExecutionResult) => (data as { number: number }).number;
const soon = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A feed that a test appends to, and every reading of it in sight. */
class Feed {
  #length = 0;
  readonly #waiting = new Set<() => void>();
  /** How many results were computed, for one reader and for all together. */
  readonly computed = { alone: 0, together: 0 };
  reading = 0;
  opened = 0;
  /** What reading for all together comes to from now on. */
  common: "reads" | "is refused" | "throws" = "reads";
  /** How often reading for all together was begun or taken up. */
  taken = 0;
  refused = false;
  #breaking = false;

  append(count: number): void {
    this.#length += count;
    this.#wake();
  }

  /** Has what is read for all together break off. */
  break(): void {
    this.#breaking = true;
    this.#wake();
    this.#breaking = false;
  }

  get head(): LedgerPosition {
    return at(this.#length);
  }

  steps(behind: LedgerPosition, who: "alone" | "together"): Steps {
    let place = behind;
    let end: LedgerPosition | null = null;
    const run = async function* (this: Feed, ended: AbortSignal): AsyncGenerator<Step, void, void> {
      this.reading += 1;
      try {
        while (!ended.aborted && !(end !== null && hasReached(place, end))) {
          if (place.sequence === this.#length) {
            if (await this.#next(ended)) throw new Error("the database is gone");
            continue;
          }
          await soon();
          if (ended.aborted) return;
          const next = at(place.sequence + 1);
          this.computed[who] += 1;
          yield { place: next, result: { data: { number: next.sequence } }, isEnd: false };
          place = next;
        }
      } finally {
        this.reading -= 1;
      }
    }.bind(this);
    return {
      ...endable(run),
      get place() {
        return place;
      },
      endAt: (given) => {
        end = given;
      },
    };
  }

  ways(key: string) {
    return {
      key,
      alone: async (behind: LedgerPosition): Promise<OpenedSteps> => {
        this.opened += 1;
        await soon();
        return this.steps(behind, "alone");
      },
      together: async (behind: LedgerPosition | null): Promise<OpenedSteps> => {
        await soon();
        this.taken += 1;
        if (this.common === "throws") throw new Error("the database is gone");
        if (this.common === "is refused") return { errors: [] };
        return this.steps(behind ?? this.head, "together");
      },
      refusal: async () => (this.refused ? { data: { number: -1 } } : null),
    };
  }

  #next(ended: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#waiting.delete(wake);
        ended.removeEventListener("abort", wake);
        resolve(this.#breaking && !ended.aborted);
      };
      this.#waiting.add(wake);
      ended.addEventListener("abort", wake);
    });
  }

  #wake(): void {
    for (const wake of [...this.#waiting]) wake();
  }
}

/** Reads what comes, as fast as it is let. */
class Reader {
  readonly got: number[] = [];
  readonly results: ExecutionResult[] = [];
  readonly #results: AsyncIterableIterator<ExecutionResult, void>;
  #held: Promise<void> = Promise.resolve();
  #release: () => void = () => undefined;
  readonly over: Promise<void>;

  constructor(results: AsyncIterableIterator<ExecutionResult, void>) {
    this.#results = results;
    this.over = this.#read();
  }

  hold(): void {
    this.go();
    this.#held = new Promise((resolve) => {
      this.#release = resolve;
    });
  }

  go(): void {
    this.#release();
  }

  async stop(): Promise<void> {
    this.go();
    await this.#results.return?.();
    await this.over;
  }

  async #read(): Promise<void> {
    for await (const result of this.#results) {
      this.results.push(result);
      this.got.push(numberOf(result));
      await this.#held;
    }
  }
}

const join = (crowds: Crowds, feed: Feed, key = "same", behind = feed.head) =>
  new Reader(crowds.follow(feed.steps(behind, "alone"), feed.ways(key)));

const upTo = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, index) => first + index);

describe("those who follow the same", () => {
  it("are read for together from the second on, and share what they get", async () => {
    const crowds = new Crowds();
    const feed = new Feed();
    const readers = Array.from({ length: 10 }, () => join(crowds, feed));
    await expect.poll(() => feed.opened + feed.reading).toBeGreaterThan(0);
    feed.append(1);
    for (const { got } of readers) await expect.poll(() => got).toEqual([1]);
    const { alone, together } = { ...feed.computed };
    feed.append(20);
    for (const { got } of readers) await expect.poll(() => got).toEqual(upTo(1, 21));
    expect(feed.computed.together - together).toBe(20);
    expect(feed.computed.alone).toBe(alone);
    const last = readers.map(({ results }) => results.at(-1));
    expect(new Set(last).size).toBe(1);
    for (const reader of readers) await reader.stop();
    expect(crowds.size).toBe(0);
    await expect.poll(() => feed.reading).toBe(0);
  });

  it("are each read for alone where they follow something else", async () => {
    const crowds = new Crowds();
    const feed = new Feed();
    const readers = ["one", "two"].map((key) => join(crowds, feed, key));
    feed.append(5);
    for (const { got } of readers) await expect.poll(() => got).toEqual(upTo(1, 5));
    expect(feed.computed).toEqual({ alone: 10, together: 0 });
    for (const reader of readers) await reader.stop();
  });

  it("let one that has fallen behind read for itself, and have it back", async () => {
    const crowds = new Crowds();
    const feed = new Feed();
    const readers = [join(crowds, feed), join(crowds, feed), join(crowds, feed)];
    feed.append(1);
    for (const { got } of readers) await expect.poll(() => got).toEqual([1]);
    const [slow, ...others] = readers;
    slow!.hold();
    feed.append(500);
    for (const { got } of others) await expect.poll(() => got).toEqual(upTo(1, 501));
    expect(slow!.got.length).toBeLessThan(3);
    slow!.go();
    await expect.poll(() => slow!.got).toEqual(upTo(1, 501));
    const { alone } = feed.computed;
    await expect.poll(() => feed.reading).toBe(1);
    feed.append(3);
    for (const { got } of readers) await expect.poll(() => got).toEqual(upTo(1, 504));
    expect(feed.computed.alone).toBe(alone);
    for (const reader of readers) await reader.stop();
  });

  it("let one read for itself that is behind by more text than is kept, though by few results", async () => {
    const crowds = new Crowds(200);
    const feed = new Feed();
    const readers = [join(crowds, feed), join(crowds, feed)];
    feed.append(1);
    for (const { got } of readers) await expect.poll(() => got).toEqual([1]);
    await expect.poll(() => feed.reading).toBe(1);
    const [slow, quick] = readers;
    slow!.hold();
    feed.append(30);
    await expect.poll(() => quick!.got).toEqual(upTo(1, 31));
    expect(feed.opened).toBe(0);
    slow!.go();
    await expect.poll(() => slow!.got).toEqual(upTo(1, 31));
    expect(feed.opened).toBe(1);
    feed.append(2);
    for (const { got } of readers) await expect.poll(() => got).toEqual(upTo(1, 33));
    for (const reader of readers) await reader.stop();
    expect(crowds.size).toBe(0);
  });

  it.each(["is refused", "throws"] as const)("go on alone where reading together %s", async (common) => {
    const crowds = new Crowds();
    const feed = new Feed();
    feed.common = common;
    const readers = [join(crowds, feed), join(crowds, feed)];
    feed.append(4);
    for (const { got } of readers) await expect.poll(() => got).toEqual(upTo(1, 4));
    for (const reader of readers) await reader.stop();
    expect(crowds.size).toBe(0);
  });

  it("don't notice that reading together breaks off, where it can be taken up again", async () => {
    const crowds = new Crowds();
    const feed = new Feed();
    const readers = [join(crowds, feed), join(crowds, feed), join(crowds, feed)];
    feed.append(2);
    for (const { got } of readers) await expect.poll(() => got).toEqual([1, 2]);
    await expect.poll(() => feed.reading).toBe(1);
    const { alone } = feed.computed;
    feed.break();
    feed.append(3);
    for (const { got } of readers) await expect.poll(() => got).toEqual(upTo(1, 5));
    expect(feed.computed.alone).toBe(alone);
    expect(feed.opened).toBe(0);
    expect(feed.taken).toBe(2);
    for (const reader of readers) await reader.stop();
    expect(crowds.size).toBe(0);
    await expect.poll(() => feed.reading).toBe(0);
  });

  it("go on alone where it can't, and together again soon after", async () => {
    const crowds = new Crowds();
    const feed = new Feed();
    const readers = [join(crowds, feed), join(crowds, feed), join(crowds, feed)];
    feed.append(2);
    for (const { got } of readers) await expect.poll(() => got).toEqual([1, 2]);
    await expect.poll(() => feed.reading).toBe(1);
    feed.common = "throws";
    feed.break();
    feed.append(3);
    for (const { got } of readers) await expect.poll(() => got).toEqual(upTo(1, 5));
    expect(feed.computed.together).toBeLessThan(3);
    feed.common = "reads";
    for (const event of [6, 7]) {
      feed.append(1);
      for (const { got } of readers) await expect.poll(() => got).toEqual(upTo(1, event));
    }
    await expect.poll(() => feed.reading).toBe(1);
    const { alone } = feed.computed;
    feed.append(2);
    for (const { got } of readers) await expect.poll(() => got).toEqual(upTo(1, 9));
    expect(feed.computed.alone).toBe(alone);
    for (const reader of readers) await reader.stop();
    expect(crowds.size).toBe(0);
    await expect.poll(() => feed.reading).toBe(0);
  });

  it("are not run away from while none of them takes anything", async () => {
    const crowds = new Crowds();
    const feed = new Feed();
    const readers = [join(crowds, feed), join(crowds, feed)];
    feed.append(2);
    for (const { got } of readers) await expect.poll(() => got).toEqual([1, 2]);
    await expect.poll(() => feed.reading).toBe(1);
    for (const reader of readers) reader.hold();
    feed.append(1_000);
    for (let turn = 0; turn < 3_000; turn += 1) await soon();
    expect(feed.computed.together).toBeLessThan(100);
    for (const reader of readers) reader.go();
    for (const { got } of readers) await expect.poll(() => got).toEqual(upTo(1, 1_002));
    expect(feed.opened).toBe(0);
    for (const reader of readers) await reader.stop();
  });

  it("don't take in one that may not be served any more", async () => {
    const crowds = new Crowds();
    const feed = new Feed();
    const first = join(crowds, feed);
    feed.refused = true;
    const second = join(crowds, feed);
    await second.over;
    expect(second.got).toEqual([-1]);
    feed.refused = false;
    feed.append(2);
    await expect.poll(() => first.got).toEqual([1, 2]);
    await first.stop();
    expect(crowds.size).toBe(0);
  });

  it("leave nothing behind where one ends before it has begun", async () => {
    const crowds = new Crowds();
    const feed = new Feed();
    const results = crowds.follow(feed.steps(feed.head, "alone"), feed.ways("same"));
    await results.return?.();
    expect(crowds.size).toBe(0);
    expect(feed.reading).toBe(0);
  });

  type Deed =
    | { kind: "append"; count: number }
    | { kind: "join"; back: number }
    | { kind: "hold" | "go" | "stop"; who: number }
    | { kind: "wait"; turns: number };
  const deed: fc.Arbitrary<Deed> = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ kind: fc.constant("append" as const), count: fc.integer({ min: 1, max: 150 }) }),
    },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant("join" as const), back: fc.integer({ min: 0, max: 300 }) }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant("hold" as const), who: fc.nat() }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant("go" as const), who: fc.nat() }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("stop" as const), who: fc.nat() }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant("wait" as const), turns: fc.integer({ min: 1, max: 40 }) }) },
  );
  it("each get everything behind their own place, once and in order, whatever the others do", async () => {
    await fc.assert(fc.asyncProperty(fc.array(deed, { minLength: 5, maxLength: 40 }), play), { numRuns: 150 });
  });

  async function play(deeds: readonly Deed[]): Promise<void> {
    const crowds = new Crowds();
    const feed = new Feed();
    let members: { reader: Reader; from: number }[] = [];
    const one = (who: number) => members[who % Math.max(1, members.length)];
    for (const deed of deeds) {
      if (deed.kind === "append") feed.append(deed.count);
      else if (deed.kind === "join") {
        const from = Math.max(0, feed.head.sequence - deed.back);
        members.push({ reader: join(crowds, feed, "same", at(from)), from });
      } else if (deed.kind === "wait") for (let turn = 0; turn < deed.turns; turn += 1) await soon();
      else if (deed.kind === "hold") one(deed.who)?.reader.hold();
      else if (deed.kind === "go") one(deed.who)?.reader.go();
      else {
        const stopped = one(deed.who);
        await stopped?.reader.stop();
        if (stopped)
          expect(stopped.reader.got).toEqual(upTo(stopped.from + 1, stopped.from + stopped.reader.got.length));
        members = members.filter((member) => member !== stopped);
      }
    }
    for (const { reader, from } of members) {
      reader.go();
      for (let turn = 0; turn < 20_000 && reader.got.length < feed.head.sequence - from; turn += 1) await soon();
      expect(reader.got).toEqual(upTo(from + 1, feed.head.sequence));
    }
    for (const { reader } of members) await reader.stop();
    expect(crowds.size).toBe(0);
  }
});
