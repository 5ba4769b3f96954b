import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";

/** A program of ours that runs until it is stopped. */
export interface RunningProcess {
  readonly pid: number;
  /** What it has written to its standard error, the latest part. */
  readonly errors: () => string;
  readonly ended: () => boolean;
  /** SIGTERM, then SIGKILL after ten seconds. */
  stop(): Promise<void>;
}

const running = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** Starts Node, the one that runs this, with a program. */
export function startNode(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  node: string = process.execPath,
): RunningProcess {
  const child = spawn(node, args, {
    env: { ...process.env, NODE_ENV: "production", ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  running.add(child);
  let errors = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    errors = `${errors}${chunk}`.slice(-4_000);
  });
  const exit = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  void exit.then(() => running.delete(child));
  const ended = (): boolean => child.exitCode !== null || child.signalCode !== null;
  return {
    pid: child.pid ?? 0,
    errors: () => errors,
    ended,
    stop: async () => {
      if (ended()) return;
      child.kill("SIGTERM");
      const late = setTimeout(() => child.kill("SIGKILL"), 10_000);
      await exit;
      clearTimeout(late);
    },
  };
}

/** A port that the system has free now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Linux counts a process's time in hundredths of a second. */
const ticksPerSecond = 100;

/** The processor time that processes have taken so far, in ms, all their threads included; null where there is no /proc. */
export function cpuMs(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => {
    const stat = read(`/proc/${pid}/stat`);
    // The name stands in parentheses and may hold anything; user and system time are the 12th and 13th fields after it.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return sum + ((Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * 1000) / ticksPerSecond;
  }, 0);
}

/** The memory that processes hold now (`VmRSS`), or held at most (`VmHWM`), in MB. */
export function memoryMb(pids: readonly number[], line: "VmRSS" | "VmHWM" = "VmRSS"): number {
  return pids.reduce((sum, pid) => {
    const kb = new RegExp(`^${line}:\\s+(\\d+) kB`, "m").exec(read(`/proc/${pid}/status`))?.[1];
    return sum + Number(kb ?? 0) / 1024;
  }, 0);
}

/** A process and all that it has started. */
export function withDescendants(pid: number): number[] {
  const children = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      const stat = read(`/proc/${name}/stat`);
      return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]) === pid;
    });
  return [pid, ...children.flatMap((child) => withDescendants(Number(child)))];
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
