import { vi } from "vitest";

/** Waits until what `holds` expects is so, for as long as a busy machine may take. Gives what it gives. */
export const soon = <Value>(holds: () => Value | Promise<Value>): Promise<Value> =>
  vi.waitFor(holds, { timeout: 60_000, interval: 20 });
