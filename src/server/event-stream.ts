import type { IncomingMessage, ServerResponse } from "node:http";
import type { FormattedExecutionResult } from "graphql";
import type { Verifier } from "../identity/tokens.ts";
import { answerJson } from "./answers.ts";
import { readOperation } from "./body.ts";
import type { ByteBudget } from "./byte-budget.ts";
import { refused, statusOf } from "./error-codes.ts";
import type { MaskedRequest } from "./masking.ts";
import { isOpen, type Opened, type SentSubscription, type Subscriptions } from "./subscriptions.ts";

export interface EventStreamSettings {
  readonly subscriptions: Subscriptions;
  readonly verifier: Verifier;
  /** Room for the large bodies of all requests under way. */
  readonly bodies: ByteBudget;
  /** How often a silent stream shows that it lives, ms; 12,000 unless told. */
  readonly keepAliveMs?: number;
}

/** The longest body, bytes: that of a message over WebSocket, and more for what a gateway adds. */
const longestBody = 131_072;

/**
 * Answers one subscription by server-sent events: the GraphQL over SSE protocol, one connection for each. An event's
 * `id` is its cursor: a reader that reconnects with it as `Last-Event-ID`, as browsers do, goes on behind it. What is
 * refused is one `next` with the errors and `complete`, or plain JSON with its own status
 * for a client that takes `application/json` as well. Throws the refusal of a request that carries no subscription.
 */
export async function answerEvents(
  { subscriptions, verifier, bodies, keepAliveMs = 12_000 }: EventStreamSettings,
  request: IncomingMessage,
  response: ServerResponse,
  masked: MaskedRequest,
  noted: Record<string, unknown>,
): Promise<void> {
  const { authorization, accept = "" } = request.headers;
  if (!/text\/event-stream|\*\/\*/.test(accept)) {
    throw refused("NOT_ACCEPTABLE", "This is a stream of events: send `accept: text/event-stream`.");
  }
  const sent = request.method === "POST" ? await fromBody(request, bodies) : fromAddress(request.url ?? "");
  const actor = await verifier.verify(authorization);
  noted.subject = actor.subject;
  const last = request.headers["last-event-id"];
  const resumed = typeof last === "string" && last !== "" ? { ...sent, resumeAfter: last } : sent;
  const opened = await subscriptions.open(resumed, { actor, authorization, masked });
  if (!isOpen(opened) && accept.includes("application/json")) {
    answerJson(response, statusOf(opened.errors[0]?.extensions?.code), opened);
    return;
  }
  await send(opened, response, keepAliveMs);
}

/** A subscription is small: its body holds no room while its events come. */
async function fromBody(request: IncomingMessage, bodies: ByteBudget): Promise<SentSubscription> {
  const lease = bodies.lease();
  try {
    return await readOperation(request, { limit: longestBody, lease });
  } finally {
    lease.end();
  }
}

/** What an EventSource can send: everything in the address. */
function fromAddress(url: string): SentSubscription {
  const asked = new URL(url, "http://local").searchParams;
  const query = asked.get("query");
  if (!query) throw refused("BAD_REQUEST", "Send the subscription's text as `query`.");
  const given = asked.get("variables");
  let variables: unknown = null;
  try {
    if (given !== null) variables = JSON.parse(given);
  } catch {
    throw refused("BAD_REQUEST", "`variables` is not JSON.");
  }
  return { query, operationName: asked.get("operationName"), variables };
}

async function send(opened: Opened, response: ServerResponse, keepAliveMs: number): Promise<void> {
  response.writeHead(200, {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-cache, no-store, no-transform",
    "x-accel-buffering": "no",
    "x-content-type-options": "nosniff",
  });
  // Shows at once that the stream is open, though nothing has happened yet.
  response.write(":\n\n");
  const alive = keptAlive(response, keepAliveMs);
  const results = isOpen(opened) ? opened : null;
  // Whoever left while it was opened has closed already.
  if (response.closed) await results?.return?.();
  else response.once("close", () => void results?.return?.());
  try {
    if (results) for await (const result of results) await written(response, nextEvent(result));
    else await written(response, nextEvent(opened as FormattedExecutionResult));
    await written(response, "event: complete\ndata:\n\n");
  } finally {
    clearInterval(alive);
    response.end();
  }
}

/** Cuts a reader that hasn't taken one sign of life, and what was sent before it, until the next one is due. */
function keptAlive(response: ServerResponse, everyMs: number): NodeJS.Timeout {
  let taken = true;
  return setInterval(() => {
    if (!taken) response.destroy();
    taken = false;
    response.write(":\n\n", () => {
      taken = true;
    });
  }, everyMs);
}

function nextEvent(result: FormattedExecutionResult): string {
  const cursor = result.extensions?.cursor;
  const id = typeof cursor === "string" ? `id: ${cursor}\n` : "";
  return `event: next\n${id}data: ${JSON.stringify(result)}\n\n`;
}

/** Resolves once the text has left, so that a slow reader holds up nobody but itself. */
function written(response: ServerResponse, text: string): Promise<void> {
  return new Promise((resolve) => {
    if (response.destroyed || response.writableEnded) resolve();
    else response.write(text, () => resolve());
  });
}
