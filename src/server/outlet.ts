import type { GraphQLFormattedError } from "graphql";
import { refused } from "./error-codes.ts";

/** How much may wait for the reader of one connection, and for how long. */
export interface OutletBounds {
  /** Bytes that were sent and haven't left. */
  readonly bytes: number;
  /** Events and other messages that were sent and haven't left. */
  readonly messages: number;
  /** How long a reader may leave either at its bound, ms. */
  readonly patienceMs: number;
  /** How long a reader that is too slow has to take what was sent, ms, before its connection is cut; 2,000 unless told. */
  readonly partingMs?: number;
}

/** Has one with everything told. */
export const boundsFrom = (bounds: OutletBounds = defaultBounds): Required<OutletBounds> => ({
  partingMs: 2_000,
  ...bounds,
});

/** What holds unless the configuration says otherwise: a busy minute of events, and a slow network's pause. */
export const defaultBounds: OutletBounds = { bytes: 262_144, messages: 128, patienceMs: 10_000 };

/** What sending gives while there is room: nothing to wait for. */
export const atOnce: Promise<void> = Promise.resolve();

/**
 * What is sent to one connection and hasn't left it yet, within bounds. While there is room, sending waits for nothing;
 * at a bound it waits until the reader takes something, and nothing is gathered meanwhile: the feed keeps the place. A
 * reader that leaves it there for too long is slow: it is told so once, and nothing more is sent to it.
 */
export class Outlet {
  readonly #bounds: OutletBounds;
  readonly #write: (text: string, left: () => void) => void;
  readonly #slow: () => void;
  #bytes = 0;
  #messages = 0;
  #patience: NodeJS.Timeout | undefined;
  #waiting: (() => void)[] = [];
  #closed = false;
  #over = false;
  #taken = false;

  /** `write` calls back when a text has left; `slow` is called once, for a reader that is too slow. */
  constructor(bounds: OutletBounds, write: (text: string, left: () => void) => void, slow: () => void) {
    this.#bounds = bounds;
    this.#write = write;
    this.#slow = slow;
  }

  /** Sends; resolves when there is room for more, or nothing more is to be sent. */
  send(text: string): Promise<void> {
    if (this.#over) return atOnce;
    if (!this.#closed) {
      const bytes = Buffer.byteLength(text);
      this.#bytes += bytes;
      this.#messages += 1;
      this.#write(text, () => this.#left(bytes));
      if (!this.#isFull) return atOnce;
      this.#patience ??= setTimeout(() => {
        this.#closed = true;
        this.#slow();
      }, this.#bounds.patienceMs).unref();
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /**
   * Whether the reader has taken something since this was asked last, of more that waits for it. Where nothing waits it
   * says nothing: what a connection took may have reached nobody.
   */
  isTaking(): boolean {
    const taking = this.#taken && this.#messages > 0;
    this.#taken = false;
    return taking;
  }

  /** Lets everyone go who waits to send: the connection is gone. */
  end(): void {
    this.#over = true;
    this.#closed = true;
    this.#letGo();
  }

  #left(bytes: number): void {
    this.#bytes -= bytes;
    this.#messages -= 1;
    this.#taken = true;
    if (!this.#isFull && !this.#closed) this.#letGo();
  }

  #letGo(): void {
    clearTimeout(this.#patience);
    this.#patience = undefined;
    for (const go of this.#waiting.splice(0)) go();
  }

  get #isFull(): boolean {
    return this.#bytes >= this.#bounds.bytes || this.#messages >= this.#bounds.messages;
  }
}

/** What the log says of one. */
export const slowReader = "a reader is too slow: it is closed with its cursor";

/** What a reader is told that is too slow: from which cursor to go on; null where it had no event yet. */
export function tooSlow(resumeFrom: string | null): GraphQLFormattedError {
  const from = resumeFrom === null ? "from where it began" : "from the cursor in `resumeFrom`";
  const { message, extensions } = refused(
    "SLOW_READER",
    `More waits to be read here than there is room for. Open it again, ${from}, and read faster.`,
    { resumeFrom },
  );
  const { http: _, ...shown } = extensions;
  return { message, extensions: shown };
}
