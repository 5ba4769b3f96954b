import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { thisMachine } from "./machine.ts";
import { freePort, memoryMb, withDescendants } from "./processes.ts";

/**
 * `npm run start-up [-- --runs 3 --requests 1000]`: how long `npm start` takes from the command to the first answer, and
 * how much memory it holds, on an embedded database that it makes (cold) and on one that it finds (warm).
 */

const { values } = parseArgs({
  options: { runs: { type: "string", default: "3" }, requests: { type: "string", default: "1000" } },
});
const runs = Number(values.runs);
const requests = Number(values.requests);

/** What one start came to. */
interface Start {
  readonly kind: "cold" | "warm";
  /** From the command to the first answer of the graph, ms. */
  readonly firstAnswer: number;
  /** Memory of the server with its embedded database, MB: at the first answer, after the requests, and at most. */
  readonly memoryFirst: number;
  readonly memoryAfter: number;
  readonly memoryMost: number;
}

const question = JSON.stringify({
  query:
    "{ policies { nodes { key version title panel { agency seat } } } releases { nodes { id name phase standing } } }",
});

const found: Start[] = [];
for (let run = 0; run < runs; run += 1) {
  const folder = mkdtempSync(join(tmpdir(), "countersign-start-"));
  try {
    for (const kind of ["cold", "warm"] as const) {
      found.push(await start(kind, folder));
      console.log(line(found.at(-1) as Start));
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}
const text = `# Start and memory of \`npm start\`

${Object.entries(thisMachine("embedded"))
  .filter(([name]) => ["date", "processor", "cores", "system", "node", "countersign"].includes(name))
  .map(([name, value]) => `${name} ${value}`)
  .join(", ")}; the median of ${runs} starts, then ${requests} requests.

| | first answer s | memory at it MB | after the requests MB | at most MB |
|---|---:|---:|---:|---:|
${(["cold", "warm"] as const).map((kind) => line(middle(found.filter((each) => each.kind === kind)))).join("\n")}
`;
const results = new URL("results/", import.meta.url);
mkdirSync(results, { recursive: true });
writeFileSync(new URL("start-up.md", results), text);
console.log(`\n${text}`);

async function start(kind: Start["kind"], folder: string): Promise<Start> {
  const port = await freePort();
  const begun = performance.now();
  const child = spawn("npm", ["start"], {
    cwd: new URL("..", import.meta.url).pathname,
    env: { ...process.env, PORT: String(port), HOST: "127.0.0.1", DATA_DIR: join(folder, "data"), LOG_LEVEL: "error" },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  let server: number | undefined;
  try {
    while (!(await answers(port))) {
      if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}`);
      await pause(5);
    }
    const firstAnswer = performance.now() - begun;
    // npm and its shell stand before the server.
    server = withDescendants(child.pid ?? 0).at(-1) as number;
    const memoryFirst = memoryMb([server]);
    for (let request = 0; request < requests; request += 1) await answers(port);
    return { kind, firstAnswer, memoryFirst, memoryAfter: memoryMb([server]), memoryMost: memoryMb([server], "VmHWM") };
  } finally {
    if (server === undefined) child.kill("SIGTERM");
    else process.kill(server, "SIGTERM");
    await ended;
  }
}

/** Whether the graph answers the question without errors. */
async function answers(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: question,
    });
    const { data, errors } = (await response.json()) as { data?: unknown; errors?: unknown };
    return response.status === 200 && data != null && errors === undefined;
  } catch {
    return false;
  }
}

function middle(starts: readonly Start[]): Start {
  return [...starts].sort((a, b) => a.firstAnswer - b.firstAnswer)[Math.floor((starts.length - 1) / 2)] as Start;
}

function line({ kind, firstAnswer, memoryFirst, memoryAfter, memoryMost }: Start): string {
  const memory = [memoryFirst, memoryAfter, memoryMost].map((mb) => mb.toFixed(0)).join(" | ");
  return `| ${kind} | ${(firstAnswer / 1000).toFixed(2)} | ${memory} |`;
}
