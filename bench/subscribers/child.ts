import { type ChildProcess, fork } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";

/** A program of the run in a process of its own, which is told things and says others. */
export interface Child<Order, Said extends { readonly at: string }> {
  tell(order: Order): void;
  /** The next that it says of a kind, or the last where nobody waited. Rejects when it ends, or after `withinMs`. */
  says<At extends Said["at"]>(at: At, withinMs: number): Promise<Extract<Said, { at: At }>>;
  stop(): void;
}

const running = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** Starts a program of this folder. */
export function startChild<Order extends object, Said extends { readonly at: string }>(
  program: string,
): Child<Order, Said> {
  const child = fork(new URL(`${program}.ts`, import.meta.url), {
    serialization: "advanced",
    env: { ...process.env, NODE_ENV: "production" },
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  running.add(child);
  const said = new Map<string, Said>();
  const waiting = new Map<string, (one: Said) => void>();
  const ended = Promise.withResolvers<never>();
  ended.promise.catch(() => {});
  child.on("message", (message) => {
    const one = message as Said;
    const waits = waiting.get(one.at);
    waiting.delete(one.at);
    if (waits) waits(one);
    else said.set(one.at, one);
  });
  child.once("exit", (code, signal) => {
    running.delete(child);
    ended.reject(new Error(`${program} ended with ${code ?? signal}`));
  });
  return {
    tell: (order) => void child.send(order),
    says: async <At extends Said["at"]>(at: At, withinMs: number) => {
      const known = said.get(at);
      said.delete(at);
      const next = known ? known : new Promise<Said>((resolve) => waiting.set(at, resolve));
      const bound = new AbortController();
      const late = pause(withinMs, null, { ref: false, signal: bound.signal }).then(() => {
        throw new Error(`${program} didn't come to "${at}" within ${withinMs / 1000} s`);
      });
      late.catch(() => {});
      try {
        return (await Promise.race([next, ended.promise, late])) as Extract<Said, { at: At }>;
      } finally {
        bound.abort();
      }
    },
    stop: () => void child.kill("SIGTERM"),
  };
}

/** In the child: hears what it is told, and ends with the run. */
export function obey<Order>(hear: (order: Order) => unknown): void {
  process.on("disconnect", () => process.exit());
  process.on("message", async (order) => {
    try {
      await hear(order as Order);
    } catch (error) {
      console.error(error);
      process.exit(1);
    }
  });
}

/** In the child: says something to the run. */
export function say<Said extends object>(said: Said): void {
  process.send?.(said);
}
