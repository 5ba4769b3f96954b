import type { IncomingMessage, ServerResponse } from "node:http";
import type { FormattedExecutionResult } from "graphql";
import { textOf } from "../gateway/shared-result.ts";
import type { Verifier } from "../identity/tokens.ts";
import { answerJson } from "./answers.ts";
import { readOperation } from "./body.ts";
import type { ByteBudget } from "./byte-budget.ts";
import { refused, statusOf } from "./error-codes.ts";
import type { Flushing } from "./flushing.ts";
import type { Heartbeat } from "./heartbeat.ts";
import type { MaskedRequest } from "./masking.ts";
import { boundsFrom, Outlet, type OutletBounds, slowReader, tooSlow } from "./outlet.ts";
import { CutOff, isOpen, type Opened, type SentSubscription, type Subscriptions } from "./subscriptions.ts";

export interface EventStreamSettings {
  readonly subscriptions: Subscriptions;
  readonly verifier: Verifier;
  /** Room for the large bodies of all requests under way. */
  readonly bodies: ByteBudget;
  /** Writes to the connections of all readers, whatever they are read over. */
  readonly flushing: Flushing;
  /** How often a stream shows that it lives. */
  readonly heartbeat: Heartbeat;
  /** How much may wait for a stream's reader. */
  readonly bounds?: OutletBounds;
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
  { subscriptions, verifier, bodies, flushing, heartbeat, bounds }: EventStreamSettings,
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
  const opened = await subscriptions.open(resumed, { actor, authorization, masked, over: "events" });
  if (!isOpen(opened) && accept.includes("application/json")) {
    answerJson(response, statusOf(opened.errors[0]?.extensions?.code), opened);
    return;
  }
  const slow = (): void => masked.log.info({ correlationId: masked.correlationId }, slowReader);
  await send(opened, response, { heartbeat, bounds: boundsFrom(bounds), flushing, slow });
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

interface Sending {
  readonly heartbeat: Heartbeat;
  readonly bounds: Required<OutletBounds>;
  readonly flushing: Flushing;
  readonly slow: () => void;
}

async function send(
  opened: Opened,
  response: ServerResponse,
  { heartbeat, bounds, flushing, slow }: Sending,
): Promise<void> {
  response.writeHead(200, {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-cache, no-store, no-transform",
    "x-accel-buffering": "no",
    "x-content-type-options": "nosniff",
  });
  // Shows at once that the stream is open, though nothing has happened yet.
  response.write(":\n\n");
  const results = isOpen(opened) ? opened : null;
  let cursor: string | null = null;
  const outlet = new Outlet(
    bounds,
    (text, left) => {
      if (response.socket) flushing.hold(response.socket);
      write(response, text, left);
    },
    () => {
      slow();
      response.end(`${nextEvent({ errors: [tooSlow(cursor)] })}${complete}`);
      setTimeout(() => response.destroy(), bounds.partingMs).unref();
      void results?.return?.();
    },
  );
  const rest = heartbeat.add(beatOf(response, outlet));
  response.once("close", () => {
    outlet.end();
    void results?.return?.();
  });
  try {
    // Whoever left while it was opened has closed already.
    if (response.closed) await results?.return?.();
    if (results) {
      for await (const result of results) {
        cursor = cursorOf(result) ?? cursor;
        await outlet.send(nextEvent(result));
      }
    } else await outlet.send(nextEvent(opened as FormattedExecutionResult));
    await outlet.send(complete);
  } catch (error) {
    // Not complete: whoever reads connects again, to another server, behind its last event.
    if (!(error instanceof CutOff)) throw error;
  } finally {
    rest();
    response.end();
  }
}

const complete = "event: complete\ndata:\n\n";

/** Cuts a reader that hasn't taken one sign of life, nor anything of what waits before it, until the next one is due. */
function beatOf(response: ServerResponse, outlet: Outlet): () => void {
  let taken = true;
  return () => {
    if (!outlet.isTaking() && !taken) response.destroy();
    if (response.destroyed || response.writableEnded) return;
    // One that waits behind events is enough.
    if (!taken) return;
    taken = false;
    response.write(":\n\n", () => {
      taken = true;
    });
  };
}

function cursorOf({ extensions }: FormattedExecutionResult): string | null {
  const cursor = extensions?.cursor;
  return typeof cursor === "string" ? cursor : null;
}

function nextEvent(result: FormattedExecutionResult): string {
  const cursor = cursorOf(result);
  return `event: next\n${cursor === null ? "" : `id: ${cursor}\n`}data: ${textOf(result)}\n\n`;
}

/** Writes a text, and calls back once it has left or can't any more. */
function write(response: ServerResponse, text: string, left: () => void): void {
  if (response.destroyed || response.writableEnded) left();
  else response.write(text, () => left());
}
