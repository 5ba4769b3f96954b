import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { describeOn } from "../support/describe-on.ts";
import { type Arena, openArena } from "./arena.ts";
import { play } from "./play.ts";
import type { Tally } from "./scene.ts";
import { sequence } from "./steps.ts";

/** How long a failing sequence is made smaller before it is told, ms. */
const shrinking = 120_000;

/**
 * Plays so many random sequences against the use cases, in lanes: each has a database of its own, so that one reckons
 * while the other's database does. `MODEL_SEED` plays those of an earlier run again, and with `MODEL_PATH` the one that
 * failed alone.
 */
export function modelOf(count: number): void {
  describeOn(["postgres"], `the model of the review, ${count} sequences`, () => {
    const replayed = process.env.MODEL_PATH;
    const lanes = replayed === undefined ? 2 : 1;
    let arenas: Arena[];
    beforeAll(async () => {
      arenas = [];
      for (let lane = 0; lane < lanes; lane += 1) arenas.push(await openArena());
    });
    afterAll(() => Promise.all(arenas.map((arena) => arena.close())));

    it("holds every invariant after every action", { timeout: 60_000 + count * 3_000 + shrinking }, async () => {
      const seed = Number(process.env.MODEL_SEED ?? Math.floor(Math.random() * 2 ** 31));
      console.log(`model: MODEL_SEED=${seed}`);
      const tally: Tally = new Map();
      let played = 0;
      let failed: { readonly lane: number; readonly at: number } | null = null;
      const runs = arenas.map((arena, lane) => {
        const property = fc.asyncProperty(sequence, async (drawn) => {
          // A path leads to one sequence, and fast-check goes on to those beside it.
          played += 1;
          if (replayed !== undefined && played > 1) return;
          // One failure is told. Made smaller for long enough, what is left passes, so that the smallest so far is it.
          if (failed && (failed.lane !== lane || Date.now() - failed.at > shrinking)) return;
          try {
            await play(arena, drawn, tally);
          } catch (error) {
            failed ??= { lane, at: Date.now() };
            throw error;
          }
        });
        const share = Math.floor(count / lanes) + (lane < count % lanes ? 1 : 0);
        const which = replayed === undefined ? { numRuns: share } : { numRuns: 1, path: replayed };
        return fc.check(property, { seed: seed + lane, ...which });
      });
      const done = await Promise.all(runs);
      console.log(`model: ${done.map(({ numRuns }) => numRuns).join(" + ")} sequences; done and not: ${told(tally)}`);
      expect(done.filter((run) => run.failed).map(storyOf)).toEqual([]);
    });
  });
}

/** How often each change was done, and how often refused or broken off. */
const told = (tally: Tally): string =>
  [...tally]
    .map(([mutation, [done, not]]) => `${mutation} ${done}/${not}`)
    .sort()
    .join(", ");

function storyOf<Drawn>({
  seed,
  counterexamplePath,
  numRuns,
  numShrinks,
  errorInstance,
}: fc.RunDetails<Drawn>): string {
  const story = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
  return `Sequence ${numRuns}, made smaller ${numShrinks} times.
Play it again with MODEL_SEED=${seed} MODEL_PATH=${counterexamplePath}

${story}`;
}
