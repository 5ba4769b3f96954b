import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { isLoopback } from "../identity/loopback.ts";
import { answer } from "./answers.ts";
import { refused } from "./error-codes.ts";
import type { Meter } from "./meter.ts";

export interface MetricsRoute {
  readonly meter: Meter;
  /** What a scraper proves itself with; null, and nobody is answered from outside a development server. */
  readonly token: string | null;
  /** Whether this is a development server, which only this machine reaches. */
  readonly development: boolean;
}

const forwarding = ["forwarded", "x-forwarded-for", "via"];

/**
 * Answers a scraper that proves itself; on a development server without a token, this machine and not what a proxy on it
 * brings from elsewhere. Throws NOT_FOUND to anyone else: there is nothing here for them.
 */
export async function answerMetrics(
  { meter, token, development }: MetricsRoute,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!(token === null ? development && isLocal(request) : proves(request, token))) {
    throw refused("NOT_FOUND", "There is nothing here. The graph is at /graphql.");
  }
  answer(response, 200, await meter.text(), { "content-type": meter.contentType });
}

const isLocal = ({ socket, headers }: IncomingMessage): boolean =>
  isLoopback(socket.remoteAddress ?? "") && forwarding.every((name) => headers[name] === undefined);

function proves({ headers }: IncomingMessage, token: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(headers.authorization ?? ""), digest(`Bearer ${token}`));
}
