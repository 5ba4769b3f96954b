import { deadlineAfter, type Stop } from "./clock.ts";
import type { PolicyClock } from "./policy.ts";

/**
 * A deadline as a replay up to `asOf` sees it: one that was over before a stop that lasts began stands. Null where it
 * isn't over by then: nobody knows when it will be.
 */
export function deadlineAsOf(
  clock: PolicyClock,
  from: Date,
  days: number,
  stops: readonly Stop[],
  asOf: Date,
): Date | null {
  const lasting = stops.filter((stop) => stop.to === null).map((stop) => stop.from);
  if (lasting.length === 0) return deadlineAfter(clock, from, days, stops);
  const ended = stops.map((stop) => ({ from: stop.from, to: stop.to ?? asOf }));
  const deadline = deadlineAfter(clock, from, days, ended);
  return deadline !== null && lasting.every((began) => deadline < began) ? deadline : null;
}
