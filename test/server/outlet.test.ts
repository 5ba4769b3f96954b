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
  it("is written while there is room, and then in line, each once another has left", async () => {
    const { send, take, written, gone } = outlet();
    for (const text of ["a", "b", "c", "d", "e"]) send(text);
    await turn();
    expect([written, gone]).toEqual([
      ["a", "b"],
      ["a", "b"],
    ]);
    take();
    await turn();
    expect([written, gone]).toEqual([
      ["a", "b", "c"],
      ["a", "b", "c"],
    ]);
    take();
    take();
    await turn();
    expect(written).toEqual(["a", "b", "c", "d", "e"]);
    expect(gone).toEqual(written);
  });

  it("is never more than its bound and one message, whatever their sizes", async () => {
    const { send, take, written } = outlet();
    send("123456789");
    send("123456789012345");
    send("1");
    await turn();
    expect(written).toHaveLength(2);
    take();
    await turn();
    expect(written).toHaveLength(2);
    take();
    await turn();
    expect(written).toHaveLength(3);
  });

  it("is no more once its reader was slow, and whoever waits is let go of with the connection", async () => {
    const at = outlet();
    for (const text of ["a", "b", "c"]) at.send(text);
    await vi.advanceTimersByTimeAsync(999);
    expect(at.slow).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(at.slow).toBe(1);
    at.take();
    at.send("d");
    await turn();
    expect([at.written, at.gone]).toEqual([
      ["a", "b"],
      ["a", "b"],
    ]);
    at.outlet.end();
    await turn();
    expect(at.gone).toEqual(["a", "b", "c", "d"]);
    expect(at.written).toEqual(["a", "b"]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(at.slow).toBe(1);
  });

  it("keeps its reader from being slow by each message that leaves", async () => {
    const at = outlet();
    for (const text of ["a", "b", "c", "d"]) at.send(text);
    for (let times = 0; times < 2; times += 1) {
      await vi.advanceTimersByTimeAsync(900);
      at.take();
    }
    await vi.advanceTimersByTimeAsync(900);
    expect([at.slow, at.written.length]).toEqual([0, 4]);
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
