import { GraphQLError } from "graphql";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Outcome, Outcomes } from "../../src/gateway/outcomes.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }));
afterEach(() => void vi.useRealTimers());

/** Finds a new outcome each time it is asked. */
function source() {
  let asked = 0;
  return {
    find: async (begins: () => void): Promise<Outcome> => {
      begins();
      asked += 1;
      return { data: { number: asked } };
    },
    get asked() {
      return asked;
    },
  };
}

describe("the outcomes of events", () => {
  it("are found once for all who ask for the same within a second, and anew afterwards", async () => {
    const outcomes = new Outcomes();
    const [one, other] = [outcomes.reader(), outcomes.reader()];
    const { find } = source();
    const same = await Promise.all([one("a", find), other("a", find)]);
    expect(same).toEqual([{ data: { number: 1 } }, { data: { number: 1 } }]);
    expect(same[0]).toBe(same[1]);
    expect(await other("b", find)).toEqual({ data: { number: 2 } });
    vi.advanceTimersByTime(999);
    expect(await outcomes.reader()("a", find)).toBe(same[0]);
    vi.advanceTimersByTime(1);
    expect(await outcomes.reader()("a", find)).toEqual({ data: { number: 3 } });
  });

  it("are never older than what the same reader was given before", async () => {
    const outcomes = new Outcomes();
    const [one, other] = [outcomes.reader(), outcomes.reader()];
    const { find } = source();
    await one("second", find);
    vi.advanceTimersByTime(10);
    expect(await other("first", find)).toEqual({ data: { number: 2 } });
    // What the other one found of it was so before that.
    expect(await other("second", find)).toEqual({ data: { number: 3 } });
    expect(await one("second", find)).toEqual({ data: { number: 3 } });
  });

  it("are waited for, however long others have to wait for their turn", async () => {
    const outcomes = new Outcomes();
    const { find } = source();
    let turn = () => {};
    const waits = new Promise<void>((resolve) => {
      turn = resolve;
    });
    const first = outcomes.reader()("a", async (begins) => {
      await waits;
      begins();
      return { data: { number: "late" } };
    });
    for (let number = 0; number < 600; number += 1) await outcomes.reader()(`other ${number}`, find);
    vi.advanceTimersByTime(5_000);
    const second = outcomes.reader()("a", find);
    turn();
    expect(await first).toEqual({ data: { number: "late" } });
    expect(await second).toBe(await first);
    // Its second counts from when its computing began.
    vi.advanceTimersByTime(900);
    expect(await outcomes.reader()("a", find)).toBe(await first);
  });

  it.each<[string, () => Promise<Outcome>]>([
    ["a rejection", () => Promise.reject(new Error("The database is away."))],
    ["an error among the data", async () => ({ data: { number: null }, errors: [new GraphQLError("Not now.")] })],
    ["why nothing more follows", async () => new GraphQLError("Revoked.")],
  ])("are found anew behind %s", async (_, fails) => {
    const outcomes = new Outcomes();
    const one = source();
    await Promise.allSettled([outcomes.reader()("a", fails), outcomes.reader()("a", one.find)]);
    expect(one.asked).toBe(0);
    expect(await outcomes.reader()("a", one.find)).toEqual({ data: { number: 1 } });
  });

  it("are kept no longer than their second, and at most 501 of them", async () => {
    const outcomes = new Outcomes();
    const { find } = source();
    for (let number = 0; number < 600; number += 1) await outcomes.reader()(String(number), find);
    expect(outcomes.size).toBe(501);
    vi.advanceTimersByTime(2_000);
    expect(outcomes.size).toBe(0);
  });
});
