import { refused } from "./error-codes.ts";

/** One request's share of the budget. */
export interface Lease {
  /** Whether it holds bytes already. */
  readonly held: boolean;
  /** Waits, in turn, until so many bytes are free. Throws BUSY where that takes too long or `signal` ends the wait. */
  take(bytes: number, signal: AbortSignal): Promise<void>;
  /** Gives back what it took. */
  end(): void;
}

interface Waiting {
  readonly bytes: number;
  readonly granted: () => void;
}

/**
 * How many bytes of large bodies the server holds at once, from the first byte of each to its answer: however many come,
 * memory stays bounded, and those that find no room aren't read until there is some. First come, first served.
 */
export class ByteBudget {
  #free: number;
  readonly #longestWait: number;
  readonly #queue: Waiting[] = [];

  /** `total` in bytes; a single lease may not take more. `longestWait` in ms. */
  constructor(total: number, longestWait = 10_000) {
    this.#free = total;
    this.#longestWait = longestWait;
  }

  /** A share that holds nothing yet. */
  lease(): Lease {
    let taken = 0;
    return {
      get held() {
        return taken > 0;
      },
      take: async (bytes, signal) => {
        await this.#grant(bytes, signal);
        taken += bytes;
      },
      end: () => {
        this.#free += taken;
        taken = 0;
        this.#serve();
      },
    };
  }

  #grant(bytes: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (outcome: () => void): void => {
        clearTimeout(timer);
        signal.removeEventListener("abort", leave);
        outcome();
      };
      const waiting: Waiting = { bytes, granted: () => settle(resolve) };
      const leave = (): void => {
        const place = this.#queue.indexOf(waiting);
        if (place < 0) return;
        this.#queue.splice(place, 1);
        settle(() => reject(refused("BUSY", "Too many large requests are under way. Try again shortly.")));
        this.#serve();
      };
      const timer = setTimeout(leave, this.#longestWait);
      signal.addEventListener("abort", leave, { once: true });
      this.#queue.push(waiting);
      if (signal.aborted) leave();
      else this.#serve();
    });
  }

  #serve(): void {
    for (let next = this.#queue[0]; next !== undefined && next.bytes <= this.#free; next = this.#queue[0]) {
      this.#queue.shift();
      this.#free -= next.bytes;
      next.granted();
    }
  }
}
