/** Numbers from 0 up to 1 that are the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A seed of this run, or the one that FAULTS_SEED names; said, so that a failure's order of faults can be had again. */
export function seedOf(what: string): number {
  const seed = Number(process.env.FAULTS_SEED ?? (Math.random() * 2 ** 32) >>> 0);
  console.info(`${what}: FAULTS_SEED=${seed}`);
  return seed;
}
