import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Outlet } from "../../src/server/outlet.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** An outlet with room for two messages or ten bytes, whose reader takes what a test has it take. */
function outlet() {
  const written: string[] = [];
  const leaving: (() => void)[] = [];
  let slow = 0;
  const made = new Outlet(
    { bytes: 10, messages: 2, patienceMs: 1_000 },
    (text, left) => {
      written.push(text);
      leaving.push(left);
    },
    () => {
      slow += 1;
    },
  );
  const gone: string[] = [];
  return {
    outlet: made,
    written,
    /** What was sent and needn't wait any more. */
    gone,
    send: (text: string) => void made.send(text).then(() => gone.push(text)),
    take: () => leaving.shift()?.(),
    get slow() {
      return slow;
    },
  };
}

/** Lets what was resolved go on. */
const turn = () => vi.advanceTimersByTimeAsync(0);

describe("what is sent to one connection", () => {
  it("is written at once, and waits at a bound until its reader has taken something", async () => {
    const { send, take, written, gone } = outlet();
    send("a");
    await turn();
    expect(gone).toEqual(["a"]);
    send("b");
    await turn();
    expect([written, gone]).toEqual([["a", "b"], ["a"]]);
    take();
    await turn();
    expect(gone).toEqual(["a", "b"]);
  });

  it("waits at its bytes as at its messages", async () => {
    const { send, take, gone } = outlet();
    send("12345678901");
    await turn();
    expect(gone).toEqual([]);
    take();
    await turn();
    expect(gone).toEqual(["12345678901"]);
  });

  it("is no more once its reader was slow, and whoever waits is let go of with the connection", async () => {
    const at = outlet();
    for (const text of ["a", "b"]) at.send(text);
    await vi.advanceTimersByTimeAsync(999);
    expect(at.slow).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(at.slow).toBe(1);
    at.take();
    at.send("c");
    await turn();
    expect([at.written, at.gone]).toEqual([["a", "b"], ["a"]]);
    at.outlet.end();
    await turn();
    expect(at.gone).toEqual(["a", "b", "c"]);
    expect(at.written).toEqual(["a", "b"]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(at.slow).toBe(1);
  });

  it("lets many go at once whose connection takes nothing any more", async () => {
    const gone: number[] = [];
    const made = new Outlet(
      { bytes: 1, messages: 1, patienceMs: 1_000 },
      (_, left) => left(),
      () => undefined,
    );
    for (let n = 0; n < 20_000; n += 1) void made.send("a").then(() => gone.push(n));
    await turn();
    expect(gone).toHaveLength(20_000);
  });

  it("keeps its reader from being slow by each message that leaves", async () => {
    const at = outlet();
    for (const text of ["a", "b"]) at.send(text);
    for (let times = 0; times < 3; times += 1) {
      await vi.advanceTimersByTimeAsync(900);
      at.take();
      at.send("c");
    }
    expect([at.slow, at.written.length]).toEqual([0, 5]);
  });

  it("shows that its reader lives while more waits than has left, and nothing where all has", () => {
    const { outlet: made, send, take } = outlet();
    send("a");
    expect(made.isTaking()).toBe(false);
    send("b");
    take();
    expect(made.isTaking()).toBe(true);
    expect(made.isTaking()).toBe(false);
    take();
    expect(made.isTaking()).toBe(false);
  });
});
