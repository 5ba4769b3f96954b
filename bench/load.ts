import autocannon from "autocannon";

/** What a load run is told, as JSON on its standard input. */
export interface LoadOrder {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** What every answer must be, to the letter. */
  readonly expected: string;
  readonly connections: number;
  readonly seconds: number;
}

/** What it found, as JSON on its standard output. */
export interface LoadResult {
  readonly requests: number;
  readonly seconds: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** Answers that weren't the expected one, and requests without an answer. */
  readonly wrong: number;
}

if (import.meta.main) {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  const { expected, seconds, ...order } = JSON.parse(Buffer.concat(chunks).toString("utf8")) as LoadOrder;
  const found = await autocannon({ ...order, method: "POST", duration: seconds, timeout: 60, expectBody: expected });
  const result: LoadResult = {
    requests: found["2xx"],
    seconds: found.duration,
    perSecond: found["2xx"] / found.duration,
    p50: found.latency.p50,
    p99: found.latency.p99,
    wrong: found.non2xx + found.errors + found.timeouts + found.mismatches,
  };
  console.log(JSON.stringify(result));
}
