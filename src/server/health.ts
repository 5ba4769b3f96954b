import type { Log } from "./log.ts";

/** Something that a ready server needs. `check` throws, or doesn't come back, when it isn't there. */
export interface ReadinessCheck {
  readonly name: string;
  check(): Promise<unknown>;
}

export interface Readiness {
  readonly ready: boolean;
  /** `ok` or `failed` for each check; why is in the log alone, once for each time that it changes. */
  readonly checks: Readonly<Record<string, "ok" | "failed">>;
}

const longestCheck = 2_000;

/** Asks all checks at once, each for at most two seconds. Questions that come meanwhile share the answer. */
export function readinessOf(checks: readonly ReadinessCheck[], log: Log): () => Promise<Readiness> {
  let underWay: Promise<Readiness> | null = null;
  const failing = new Set<string>();
  const outcome = async ({ name, check }: ReadinessCheck): Promise<[string, "ok" | "failed"]> => {
    try {
      await within(longestCheck, check());
      if (failing.delete(name)) log.info({ check: name }, `${name} is there again`);
      return [name, "ok"];
    } catch (error) {
      if (!failing.has(name)) log.warn({ check: name, err: error }, `not ready: waiting for ${name}`);
      failing.add(name);
      return [name, "failed"];
    }
  };
  const ask = async (): Promise<Readiness> => {
    const outcomes = await Promise.all(checks.map(outcome));
    return { ready: outcomes.every(([, found]) => found === "ok"), checks: Object.fromEntries(outcomes) };
  };
  return () => {
    underWay ??= ask().finally(() => {
      underWay = null;
    });
    return underWay;
  };
}

const pauseBetweenAsking = 500;

/** Asks until everything is there; false when `stopped` says so before that. */
export async function untilReady(ready: () => Promise<Readiness>, stopped: () => boolean): Promise<boolean> {
  while (!stopped()) {
    if ((await ready()).ready) return true;
    await new Promise((resolve) => setTimeout(resolve, pauseBetweenAsking));
  }
  return false;
}

async function within<Value>(milliseconds: number, work: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${milliseconds} ms`)), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
