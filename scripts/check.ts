import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { delimiter, resolve } from "node:path";

/**
 * `npm run check [-- name…]`: builds, then runs every `check:*` script of package.json, as many at once as there are
 * lanes, and prints each one's name, outcome and seconds; of a failing one also the beginning of what it said. Exits 1
 * when any failed.
 */

interface Outcome {
  readonly name: string;
  readonly script: string;
  readonly failed: boolean;
  readonly output: string;
  readonly seconds: number;
}

const lanes = 2;
const linesShown = 60;
const prefix = "check:";
const path = [resolve("node_modules/.bin"), process.env.PATH].join(delimiter);

const manifest = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };
const every = Object.keys(manifest.scripts).filter((script) => script.startsWith(prefix));
const asked = process.argv.slice(2).map((name) => prefix + name);
const unknown = asked.filter((script) => !every.includes(script));
if (unknown.length > 0) {
  console.error(`No such check: ${unknown.join(", ")}. There are: ${every.join(", ")}.`);
  process.exit(1);
}

const started = performance.now();
const outcomes = [await run("build")];
report(outcomes[0]);
const queue = asked.length > 0 ? asked : [...every];
await Promise.all(Array.from({ length: lanes }, lane));

const failed = outcomes.filter((outcome) => outcome.failed).map((outcome) => outcome.name);
const verdict = failed.length > 0 ? `failed: ${failed.join(", ")}` : `all ${outcomes.length} passed`;
console.log(`check: ${verdict} (${seconds(started).toFixed(1)} s)`);
process.exitCode = failed.length > 0 ? 1 : 0;

async function lane(): Promise<void> {
  for (let script = queue.shift(); script !== undefined; script = queue.shift()) {
    const outcome = await run(script);
    outcomes.push(outcome);
    report(outcome);
  }
}

/** Runs one script of package.json in a shell, as npm would but without its start-up time. */
function run(script: string): Promise<Outcome> {
  const begun = performance.now();
  const child = spawn(manifest.scripts[script] as string, {
    shell: true,
    env: { ...process.env, PATH: path, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const collect = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  return new Promise((settle, fail) => {
    child.on("error", fail);
    child.on("close", (code) =>
      settle({ name: script.replace(prefix, ""), script, failed: code !== 0, output, seconds: seconds(begun) }),
    );
  });
}

function report(outcome: Outcome | undefined): void {
  if (!outcome) return;
  console.log(`${outcome.failed ? "FAILED" : "passed"}  ${outcome.name} (${outcome.seconds.toFixed(1)} s)`);
  if (outcome.failed) console.log(excerptOf(outcome));
}

/** The beginning of a failed check's output, and the command that shows the rest. */
function excerptOf({ script, output }: Outcome): string {
  const lines = output.trimEnd().split("\n");
  const rest = lines.length - linesShown;
  const shown = lines.slice(0, linesShown).map((line) => `    ${line}`);
  return [...shown, ...(rest > 0 ? [`    … ${rest} more lines: npm run ${script}`] : []), ""].join("\n");
}

function seconds(since: number): number {
  return (performance.now() - since) / 1000;
}
