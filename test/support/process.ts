import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** A process of the built program, as an operator starts it. */
export interface RunningProcess {
  /** Where it answers, from its own "ready" line. */
  readonly url: string;
  /** Every line that it has printed. */
  readonly lines: readonly string[];
  readonly pid: number;
  /** Whether it still runs. */
  alive(): boolean;
  /** Sends the signal and waits for the end; gives the exit code. */
  end(signal?: NodeJS.Signals): Promise<number | null>;
}

/**
 * Starts `countersign <words>` with these variables alone (and PATH) on any free port, to stop without delay unless told,
 * and waits until it says that it is ready. Throws with what it said when it ends before that.
 */
export async function startProcess(
  words: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<RunningProcess> {
  const child = spawnProgram(words, env);
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const lines: string[] = [];
  const url = await readyUrl(child, ended, lines);
  return {
    url: url.replace(/\/graphql$/, ""),
    lines,
    pid: child.pid ?? 0,
    alive: () => child.exitCode === null && child.signalCode === null,
    end: (signal = "SIGTERM") => {
      child.kill(signal);
      return ended;
    },
  };
}

/** Runs `countersign <words>` to its end: its exit code, and what it printed for people. */
export async function runToEnd(
  words: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<{ code: number | null; stderr: string }> {
  const { code, stderr } = await runForText(words, env);
  return { code, stderr };
}

/** The same, with what it printed on standard output. */
export async function runForText(
  words: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawnProgram(words, env);
  const said = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream]?.on("data", (chunk: Buffer) => {
      said[stream] += chunk;
    });
  }
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, ...said };
}

function spawnProgram(words: readonly string[], env: Readonly<Record<string, string>>): ChildProcess {
  return spawn(process.execPath, ["dist/src/main.js", ...words], {
    env: { PATH: process.env.PATH, PORT: "0", DRAIN_DELAY_MS: "0", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

function readyUrl(child: ChildProcess, ended: Promise<number | null>, said: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on("line", (line) => {
        said.push(line);
        if (line.startsWith("{") && JSON.parse(line).msg === "ready") resolve(JSON.parse(line).url);
      });
    }
    void ended.then((code) => reject(new Error(`It ended with ${code} before it was ready:\n${said.join("\n")}`)));
  });
}
