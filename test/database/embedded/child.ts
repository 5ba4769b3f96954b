import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** A process of its own that runs a few lines of JavaScript against the build, and prints JSON lines. */
export interface Child {
  readonly pid: number;
  /** The next line that it printed; rejects with what it wrote to its error output when it ends before that. */
  line(): Promise<unknown>;
  /** Ends it without any chance to clean up, and waits for that. */
  kill(): Promise<void>;
  /** Closes its input, at which the scripts here clean up and end. */
  finish(): Promise<void>;
}

/** `script` is the body of an async function; `say(value)` prints a line, `asked` resolves when it should end. */
export function runChild(script: string): Child {
  const source = `
    const say = (value) => process.stdout.write(JSON.stringify(value) + "\\n");
    const asked = new Promise((resolve) => process.stdin.on("end", resolve).resume());
    ${script}
    process.exit(0);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", source], { stdio: "pipe" });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => {
    errors += chunk;
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  return {
    pid: child.pid as number,
    line: async () => {
      const { value, done } = await lines.next();
      if (done === true) throw new Error(`The process ended: ${errors}`);
      return JSON.parse(value);
    },
    kill: () => end(child, ended, "SIGKILL"),
    finish: async () => {
      child.stdin.end();
      await ended;
    },
  };
}

async function end(child: ChildProcess, ended: Promise<void>, signal: NodeJS.Signals): Promise<void> {
  child.kill(signal);
  await ended;
}

/** The built module of a source file, for a script's `import`. */
export function built(path: string): string {
  return JSON.stringify(new URL(`../../../dist/${path}`, import.meta.url).href);
}
