import type { Log } from "./log.ts";

/** The least time between two lines about an outage, ms. */
const pause = 60_000;

/** Tells the log that the database is out of reach: once, and then once a minute how many errors it has cost since. */
export class OutageLog {
  readonly #log: Log;
  #toldAt = Number.NEGATIVE_INFINITY;
  #untold = 0;

  constructor(log: Log) {
    this.#log = log;
  }

  /** Takes note of one error that the outage caused. */
  note(detail: { readonly correlationId: string; readonly err: unknown }): void {
    const now = performance.now();
    if (now - this.#toldAt < pause) {
      this.#untold += 1;
      this.#log.debug(detail, "the database is still out of reach");
      return;
    }
    this.#log.error(
      { ...detail, sinceTheLastLine: this.#untold },
      "the database is out of reach: operations are refused",
    );
    this.#toldAt = now;
    this.#untold = 0;
  }
}
