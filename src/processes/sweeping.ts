import { setTimeout } from "node:timers/promises";
import type { Services } from "../context.ts";
import { sweep } from "../decisions/clocks/sweep.ts";
import type { Log } from "../server/log.ts";

/** Sweeps that go on until they are stopped. */
export interface Sweeping {
  /** Ends them, once the one under way has come to its next step. */
  stop(): Promise<void>;
}

/**
 * Sweeps every `seconds`, one sweep at a time; a sweep that found work is followed by the next at once, so that a
 * backlog is worked off. What fails is logged, and tried again by the next. With 0 seconds nothing is swept here.
 */
export function startSweeping(services: Services, seconds: number, log: Log): Sweeping {
  const stopping = new AbortController();
  if (seconds === 0) return { stop: async () => {} };
  const going = (async () => {
    while (!stopping.signal.aborted) {
      const found = await sweepOnce(services, log, stopping.signal);
      await setTimeout(found ? 100 : seconds * 1_000, undefined, { signal: stopping.signal }).catch(() => {});
    }
  })();
  return {
    stop: async () => {
      stopping.abort();
      await going;
    },
  };
}

async function sweepOnce(services: Services, log: Log, signal: AbortSignal): Promise<boolean> {
  try {
    const { done, failed } = await sweep(services, signal);
    if (done > 0) log.info({ done }, "what fell due is done");
    for (const { id, error } of failed)
      log.error({ err: error, id }, "what fell due isn't done: the next sweep tries again");
    return done > 0;
  } catch (error) {
    log.error({ err: error }, "what falls due can't be read: the next sweep tries again");
    return false;
  }
}
