/** How often a part of them has its turn, ms. */
const stepMs = 50;

/**
 * Does something to each of many, spread evenly over a time in ms; at once where that is 0. So those whom a stopping
 * server sends away don't all come to another at one moment.
 */
export async function spread<Item>(items: readonly Item[], overMs: number, act: (item: Item) => void): Promise<void> {
  const steps = Math.max(1, Math.floor(overMs / stepMs));
  for (let step = 0; step < steps; step += 1) {
    if (step > 0) await new Promise((resolve) => setTimeout(resolve, stepMs));
    const [from, to] = [step, step + 1].map((part) => Math.round((items.length * part) / steps));
    for (const item of items.slice(from, to)) act(item);
  }
}
