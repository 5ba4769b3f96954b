import type { FormattedExecutionResult } from "graphql";
import { CloseCode } from "graphql-ws";
import type { WebSocket } from "ws";

/** What a socket is closed with where graphql-ws has no code for it. */
export const closeCodes = {
  /** The server stops: its client finds another. */
  goingAway: 1001,
  /** Nothing is wrong with the client: it may come again. */
  tryAgainLater: 1013,
  /** An administrator has ended the connection: its client may open another. */
  disconnected: 4410,
  /** More waits for the reader than there is room for: its client may go on from its cursors. */
  slowReader: 4413,
} as const;

/** What is a socket's last word when a result says it, and the code that it closes with. */
const lastWords: ReadonlyMap<unknown, number> = new Map<unknown, number>([
  ["UNAUTHENTICATED", CloseCode.Forbidden],
  ["DISCONNECTED", closeCodes.disconnected],
]);

const longestReason = 120;
/** How long a client has to answer that its socket is closed, ms, unless told. */
const answeredWithin = 2_000;

/** Closes a socket behind a result that is its last word; others leave it open. */
export function closeForLast(socket: WebSocket, { errors = [] }: FormattedExecutionResult): void {
  const last = errors.find(({ extensions }) => lastWords.has(extensions?.code));
  if (last) closeFor(socket, lastWords.get(last.extensions?.code)!, last.message);
}

/** Closes a socket, and cuts it where its client doesn't answer: what still waits for it is let go of then. */
export function closeFor(socket: WebSocket, code: number, reason: string, withinMs = answeredWithin): void {
  // A close frame's reason holds 123 bytes.
  socket.close(
    code,
    Buffer.from(reason)
      .subarray(0, longestReason)
      .toString()
      .replace(/\uFFFD+$/, ""),
  );
  setTimeout(() => socket.terminate(), withinMs).unref();
}
