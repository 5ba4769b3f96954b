import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import pg from "pg";
import type { Contender, RunningContender, Surroundings } from "./contenders.ts";
import { countingProxy } from "./counting-proxy.ts";
import type { LoadEvent, LoadOrder, LoadResult } from "./load.ts";
import type { Options } from "./options.ts";
import { cpuMs, memoryMb } from "./processes.ts";
import type { BenchQuery } from "./queries.ts";
import { requestFor, withContender } from "./running.ts";
import { type Answer, ask, refuseDifference } from "./verify.ts";

/** What one contender came to on one query. */
export interface Measurement extends Omit<LoadResult, "wrong"> {
  /** Processor time of all its processes, ms a request. */
  readonly cpuPerRequest: number;
  /** Processor time of its connections in PostgreSQL, ms a request; null where PostgreSQL is on another machine. */
  readonly databaseCpuPerRequest: number | null;
  /** Memory of all its processes after the load, MB. */
  readonly memory: number;
}

const counted = 10;

/**
 * A contender's answer, and how many statements it runs for one, counted on their way to the database once it is warm.
 */
export async function answerAndStatements(
  contender: Contender,
  around: Surroundings,
  query: BenchQuery,
  token: string,
): Promise<{ answer: Answer; statements: number }> {
  const proxy = await countingProxy(around.databaseUrl);
  try {
    const through = { ...around, databaseUrl: proxy.url };
    return await withContender(contender, through, { query, token }, async (running, answer) => {
      const request = requestFor(contender, running, query, token);
      await ask(request);
      const before = proxy.statements();
      for (let time = 0; time < counted; time += 1) await ask(request);
      return { answer, statements: (proxy.statements() - before) / counted };
    });
  } finally {
    proxy.stop();
  }
}

/** Measures a contender that is started for it: warmed up, then under load for the seconds given. */
export async function measure(
  contender: Contender,
  around: Surroundings,
  { query, token, expected }: { query: BenchQuery; token: string; expected: Answer },
  { seconds, warmUp, connections }: Options,
): Promise<Measurement> {
  return withContender(contender, around, { query, token }, async (running, answer) => {
    refuseDifference(answer, expected);
    const order = { ...requestFor(contender, running, query, token), expected: answer.text, connections };
    return underLoad(running, around.databaseUrl, { ...order, seconds, warmUp });
  });
}

async function underLoad({ processes }: RunningContender, databaseUrl: string, order: LoadOrder): Promise<Measurement> {
  const pids = processes.map(({ pid }) => pid);
  let backends: number[] = [];
  const taken = () => ({ own: cpuMs(pids), database: cpuMs(backends) });
  let begin = taken();
  let end = taken();
  const { wrong, ...result } = await load(order, async (at) => {
    if (at === "begin") {
      backends = await backendPids(databaseUrl);
      begin = taken();
    } else end = taken();
  });
  if (wrong > 0) throw new Error(`${wrong} of its answers under load were wrong or missing`);
  if (result.requests === 0) throw new Error("gave no answer under load");
  return {
    ...result,
    cpuPerRequest: (end.own - begin.own) / result.requests,
    databaseCpuPerRequest: begin.database > 0 ? (end.database - begin.database) / result.requests : null,
    memory: memoryMb(pids),
  };
}

/** PostgreSQL's processes for the connections that the warm-up has opened. */
async function backendPids(url: string): Promise<number[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ pid: number }>(
    "select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
  );
  await client.end();
  return rows.map(({ pid }) => pid);
}

/** Runs the load in a process of its own, so that it and the run don't wait for each other; tells when counting goes on. */
export async function load(order: LoadOrder, noted: (at: "begin" | "end") => unknown = () => {}): Promise<LoadResult> {
  const program = new URL("load.ts", import.meta.url).pathname;
  const child = spawn(process.execPath, [program], { stdio: ["pipe", "pipe", "inherit"] });
  const closed = new Promise<number | null>((resolve) => child.once("close", resolve));
  child.stdin.end(JSON.stringify(order));
  let result: LoadResult | null = null;
  for await (const line of createInterface({ input: child.stdout })) {
    const event = JSON.parse(line) as LoadEvent;
    if (event.at === "result") result = event.result;
    else await noted(event.at);
  }
  const code = await closed;
  if (result === null) throw new Error(`the load ended with ${code}`);
  return result;
}
