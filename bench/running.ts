import { setTimeout as pause } from "node:timers/promises";
import type { Contender, RunningContender, Surroundings } from "./contenders.ts";
import type { BenchQuery } from "./queries.ts";
import { type Answer, type Ask, ask } from "./verify.ts";

const longestStart = 60_000;

/** The request for a query, as a contender takes it. */
export function requestFor(contender: Contender, { port }: RunningContender, query: BenchQuery, token: string): Ask {
  const document = contender.document(query);
  const { variables } = query;
  return {
    url: `http://127.0.0.1:${port}${contender.path(query)}`,
    headers: { "content-type": "application/json", accept: "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify(document === null ? { variables } : { query: document, variables }),
  };
}

/** Starts a contender, lets `use` have it once it answers the query, and stops it whatever happens. */
export async function withContender<Result>(
  contender: Contender,
  around: Surroundings,
  { query, token }: { query: BenchQuery; token: string },
  use: (running: RunningContender, first: Answer) => Promise<Result>,
): Promise<Result> {
  const running = await contender.start(around);
  try {
    const first = await firstAnswer(running, requestFor(contender, running, query, token));
    return await use(running, first);
  } catch (error) {
    const said = running.processes.map(({ errors }) => errors()).join("");
    throw new Error(`${contender.name}: ${(error as Error).message}${said ? `\n${said}` : ""}`, { cause: error });
  } finally {
    await Promise.all(running.processes.map((process) => process.stop()));
  }
}

async function firstAnswer(running: RunningContender, request: Ask): Promise<Answer> {
  const begun = performance.now();
  for (;;) {
    try {
      return await ask(request);
    } catch (error) {
      if (running.processes.some(({ ended }) => ended())) throw new Error("a process ended");
      if (performance.now() - begun > longestStart) throw error;
      await pause(100);
    }
  }
}
