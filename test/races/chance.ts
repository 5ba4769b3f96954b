import { setTimeout as wait } from "node:timers/promises";

/** What a race leaves to chance. The same seed gives the same choices; how the machine interleaves them stays its own. */
export interface Chance {
  readonly seed: number;
  /** A whole number from 0 and below `limit`. */
  below(limit: number): number;
  pick<Choice>(choices: readonly Choice[]): Choice;
  shuffled<Item>(items: readonly Item[]): Item[];
  /** A pause of 0 to `most` milliseconds, so that who comes first differs from round to round. */
  pause(most: number): Promise<void>;
}

/** Chance from `RACE_SEED`, or from a seed of its own, which it prints. */
export function chance(race: string): Chance {
  const seed = Number(process.env.RACE_SEED ?? Math.floor(Math.random() * 2 ** 31));
  console.log(`${race}: RACE_SEED=${seed}`);
  const random = mulberry32(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  return {
    seed,
    below,
    pick: (choices) => choices[below(choices.length)]!,
    shuffled: (items) => {
      const left = [...items];
      return items.map(() => left.splice(below(left.length), 1)[0]!);
    },
    pause: (most) => wait(random() * most).then(() => {}),
  };
}

function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
