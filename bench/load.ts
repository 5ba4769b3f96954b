import autocannon, { type Options, type Result } from "autocannon";

/** What a load run is told, as JSON on its standard input. */
export interface LoadOrder {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** What every answer must be, to the letter. */
  readonly expected: string;
  readonly connections: number;
  /** How long the load goes on before anything counts, and how long it counts then; longer where answers are slow. */
  readonly warmUp: number;
  readonly seconds: number;
}

/** What it found. */
export interface LoadResult {
  readonly requests: number;
  readonly seconds: number;
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Answers that weren't the expected one, and requests without an answer: of the warm-up too. */
  readonly wrong: number;
}

/** What it says, a line of JSON each: when the counting begins and ends, and at last what was found. */
export type LoadEvent =
  | { readonly at: "begin" }
  | { readonly at: "end" }
  | { readonly at: "result"; readonly result: LoadResult };

/** The load never pauses between warm-up and counting, so that slow answers are not lost at its ends. */
if (import.meta.main) {
  const order = await readOrder();
  const { expected, seconds, warmUp, connections, ...request } = order;
  const warm = { count: 0, enough: connections };
  const times: number[] = [];
  let counting = false;
  const ended = Promise.withResolvers<Result>();
  const asked: Options = {
    ...request,
    connections,
    method: "POST",
    duration: 10 * (warmUp + seconds) + 180,
    timeout: 120,
    expectBody: expected,
  };
  const load = autocannon(asked, (error, found) => (error ? ended.reject(error) : ended.resolve(found)));
  load.on("response", (_, __, ___, ms) => {
    if (counting) times.push(ms);
    else warm.count += 1;
  });
  await until(warmUp, () => warm.count >= warm.enough);
  counting = true;
  const begun = performance.now();
  say({ at: "begin" });
  await until(seconds, () => times.length >= connections);
  const counted = (performance.now() - begun) / 1000;
  counting = false;
  say({ at: "end" });
  load.stop();
  const { non2xx, errors, timeouts, mismatches } = await ended.promise;
  times.sort((a, b) => a - b);
  const result: LoadResult = {
    requests: times.length,
    seconds: counted,
    perSecond: times.length / counted,
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
    wrong: non2xx + errors + timeouts + mismatches,
  };
  say({ at: "result", result });
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function say(event: LoadEvent): void {
  process.stdout.write(`${JSON.stringify(event)}\n`);
}

async function readOrder(): Promise<LoadOrder> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString("utf8")) as LoadOrder;
}

/** Waits for so many seconds, and on until there is enough, for at most ten times as long and a minute. */
async function until(seconds: number, enough: () => boolean): Promise<void> {
  const begun = performance.now();
  const passed = (): number => (performance.now() - begun) / 1000;
  while (passed() < seconds || (!enough() && passed() < 10 * seconds + 60)) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
