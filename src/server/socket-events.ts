import type { FormattedExecutionResult } from "graphql";
import type { WebSocket } from "ws";
import { textOf } from "../gateway/shared-result.ts";
import { atOnce, boundsFrom, Outlet, type OutletBounds, tooSlow } from "./outlet.ts";
import { closeCodes, closeFor, closeForLast } from "./socket-closing.ts";

type Results = AsyncIterableIterator<FormattedExecutionResult, void>;

/**
 * How much may wait for a reader, bytes, whatever it is: one event of each of its subscriptions beyond their bounds, and
 * answers to its own messages, which wait for nobody's turn. Beyond it the socket is cut.
 */
const longestBacklog = 16_777_216;

/**
 * What a socket sends of its subscriptions: past graphql-ws, which would look at each message and write it anew, and
 * within bounds. A reader that is too slow hears of each subscription from which cursor to go on, and is closed.
 */
export class SocketEvents {
  readonly #socket: WebSocket;
  readonly #outlet: Outlet;
  /** By each open subscription's id the cursor of its last event; null where none has come. */
  readonly #places = new Map<string, string | null>();
  /** What is followed and hasn't ended. */
  readonly #open = new Set<Results>();
  #ended = false;

  /** `hold` is called before each event is written; `slow`, once, when the reader is too slow. */
  constructor(socket: WebSocket, bounds: OutletBounds, hold: () => void, slow: () => void) {
    this.#socket = socket;
    const whole = boundsFrom(bounds);
    this.#outlet = new Outlet(
      whole,
      (text, left) => {
        hold();
        write(socket, text, left);
      },
      () => {
        slow();
        this.#closeAsSlow(whole.partingMs);
      },
    );
  }

  /**
   * Sends the results of a subscription as they come. What it gives brings nothing, and ends as the subscription does;
   * `over` is called once nothing more of it is sent.
   */
  send(id: string, results: Results, over: () => void): AsyncIterableIterator<never, void> {
    const done = { done: true, value: undefined } as const;
    let sending: Promise<typeof done> | null = null;
    let stopped = false;
    const isOver = (): void => {
      this.#open.delete(results);
      over();
    };
    const sendAll = async (): Promise<typeof done> => {
      const before = `{"id":${JSON.stringify(id)},"type":"next","payload":`;
      try {
        for await (const result of results) {
          if (stopped) return done;
          const { cursor } = result.extensions ?? {};
          if (typeof cursor === "string") this.#places.set(id, cursor);
          // Errors beside data are of fields: an event's, and no word about who reads it.
          if (result.errors && !("data" in result)) setImmediate(closeForLast, this.#socket, result);
          const room = this.#outlet.send(`${before}${textOf(result)}}`);
          if (room !== atOnce) await room;
        }
        if (!stopped) this.#places.delete(id);
        return done;
      } finally {
        isOver();
      }
    };
    this.#places.set(id, null);
    this.#open.add(results);
    // Whoever left while it was opened has closed already.
    if (this.#ended) void results.return?.();
    return {
      [Symbol.asyncIterator]() {
        return this;
      },
      next: () => {
        sending ??= sendAll();
        return sending;
      },
      return: async () => {
        if (!stopped) this.#places.delete(id);
        stopped = true;
        void results.return?.();
        if (sending === null) isOver();
        return done;
      },
    };
  }

  /** Whether the reader has taken something since this was asked last, of more that waits for it. */
  isTaking(): boolean {
    return this.#outlet.isTaking();
  }

  /** Lets go of all that is followed, and of whoever waits to send: the socket is closed. */
  end(): void {
    this.#ended = true;
    this.#outlet.end();
    for (const results of this.#open) void results.return?.();
  }

  #closeAsSlow(partingMs: number): void {
    const places = [...this.#places];
    for (const [id, cursor] of places) {
      write(this.#socket, JSON.stringify({ id, type: "error", payload: [tooSlow(cursor)] }), () => undefined);
    }
    const only = places.length === 1 ? places[0]![1] : null;
    const from = only === null ? "" : `: go on from ${only}`;
    closeFor(this.#socket, closeCodes.slowReader, `Too slow a reader${from}`, partingMs);
  }
}

/** Sends an answer to what a client said. */
export const answer = (socket: WebSocket, text: string): void => write(socket, text, () => undefined);

/** Sends a message, and calls back once it has left or can't any more. */
function write(socket: WebSocket, text: string, left: () => void): void {
  if (socket.readyState === socket.OPEN) {
    socket.send(text, () => left());
    if (socket.bufferedAmount > longestBacklog) socket.terminate();
  } else left();
}
