import { describe, expect, it } from "vitest";
import { type Lifecycle, reachableFrom, step, terminalStates } from "../../../src/rules/lifecycle.ts";

/** What a lifecycle must do: where it starts, and every pair that is allowed, as "action → STATE", by state. */
export interface Expected<S extends string> {
  readonly start: S;
  readonly terminal: readonly S[];
  readonly allowed: Readonly<Record<S, readonly string[]>>;
}

/** Tries every state × action pair of a lifecycle against `expected`, and that each state can be reached. */
export function describeEveryPair<S extends string, A extends string>(
  name: string,
  lifecycle: Lifecycle<S, A>,
  states: readonly S[],
  actions: readonly A[],
  expected: Expected<S>,
): void {
  describe(name, () => {
    it.each(states)("from %s allows what it should and refuses every other action", (state) => {
      const found: string[] = [];
      for (const action of actions) {
        const result = step(lifecycle, state, action);
        if (result.blocked === undefined) found.push(`${action} → ${result.to}`);
        else expect(result.blocked).toMatchObject({ from: state, attempted: action });
      }
      expect(found.sort()).toEqual([...expected.allowed[state]].sort());
    });

    it.each(states)("from %s names the allowed actions when it refuses one", (state) => {
      const allowed = expected.allowed[state].map((pair) => pair.split(" ")[0]);
      const refused = actions.filter((action) => !allowed.includes(action));
      expect(refused.length + allowed.length).toBe(actions.length);
      for (const action of refused) {
        expect([...(step(lifecycle, state, action).blocked?.allowed ?? [])].sort()).toEqual([...allowed].sort());
      }
    });

    it(`reaches every state from ${expected.start}`, () => {
      expect([...reachableFrom(lifecycle, expected.start)].sort()).toEqual([...states].sort());
    });

    it("ends where nothing is allowed any more", () => {
      expect(terminalStates(lifecycle).sort()).toEqual([...expected.terminal].sort());
    });

    it("has no states but those of the vocabulary", () => {
      expect(Object.keys(lifecycle).sort()).toEqual([...states].sort());
    });
  });
}
