import type { IncomingMessage } from "node:http";
import { GraphQLError } from "graphql";
import type { Lease } from "./byte-budget.ts";
import { refused } from "./error-codes.ts";

/** How long a client may go on sending what has been refused, ms, before its connection is cut. */
const longestDiscard = 2_000;

/** The operation that a POST carries, as JSON in UTF-8. */
export type Body = Readonly<Record<string, unknown>> & { readonly query: string };

/** What one request may hold. */
export interface Allowance {
  /** The longest body, in bytes. */
  readonly limit: number;
  /** Takes room for a large body; whoever answers the request ends it. */
  readonly lease: Lease;
}

/**
 * Reads one operation, holding at most `limit` bytes. Throws UNSUPPORTED_MEDIA_TYPE, PAYLOAD_TOO_LARGE, BUSY where there
 * is no room for a large one in time, or BAD_REQUEST for what isn't one JSON object with a `query`.
 */
export async function readOperation(request: IncomingMessage, allowance: Allowance): Promise<Body> {
  refuseOtherMedia(request);
  const bytes = await readBytes(request, allowance);
  const body = parseJson(bytes);
  if (Array.isArray(body)) throw refused("BAD_REQUEST", "Batches are off. Send one operation in each request.");
  if (typeof body !== "object" || body === null) throw refused("BAD_REQUEST", "Send a JSON object with a `query`.");
  const { query } = body as Record<string, unknown>;
  if (typeof query !== "string" || query === "") {
    throw refused("BAD_REQUEST", "Send the operation's text as `query`: a string that isn't empty.");
  }
  return body as Body;
}

function refuseOtherMedia({ headers }: IncomingMessage): void {
  const [type = "", ...parameters] = (headers["content-type"] ?? "")
    .toLowerCase()
    .split(";")
    .map((part) => part.trim());
  const charset = parameters
    .find((parameter) => parameter.startsWith("charset="))
    ?.slice(8)
    .replaceAll('"', "");
  if (type !== "application/json" || (charset !== undefined && charset !== "utf-8" && charset !== "utf8")) {
    throw refused("UNSUPPORTED_MEDIA_TYPE", "Send `content-type: application/json`, in UTF-8.");
  }
  if (headers["content-encoding"] !== undefined && headers["content-encoding"] !== "identity") {
    throw refused("UNSUPPORTED_MEDIA_TYPE", "Send the body without a content-encoding.");
  }
}

/** A body that is no longer than this is read at once; a longer one only as far as there is room for it. */
const smallBody = 65_536;

/** Tells who waits for room that the client has left. Made where somebody waits: to end one costs a trace of the stack. */
function leaving(request: IncomingMessage): AbortSignal {
  const gone = new AbortController();
  if (request.closed) gone.abort();
  else request.once("close", () => gone.abort());
  return gone.signal;
}

async function readBytes(request: IncomingMessage, { limit, lease }: Allowance): Promise<Buffer> {
  try {
    const stated = Number(request.headers["content-length"] ?? 0);
    if (stated > limit) throw tooLarge(limit);
    if (stated > smallBody) await lease.take(stated, leaving(request));
    return await collect(request, limit, async (size) => {
      if (size > smallBody && !lease.held) await lease.take(limit, leaving(request));
    });
  } catch (error) {
    discard(request);
    throw error;
  }
}

/** Everything that arrives, up to the limit; `makeRoom` is waited for before more is read. */
async function collect(
  request: IncomingMessage,
  limit: number,
  makeRoom: (size: number) => Promise<void>,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += chunk.byteLength;
      if (size > limit) throw tooLarge(limit);
      chunks.push(chunk);
      await makeRoom(size);
    }
  } catch (error) {
    if (error instanceof GraphQLError) throw error;
    throw refused("BAD_REQUEST", "The request ended before its body did.");
  }
  return Buffer.concat(chunks);
}

const tooLarge = (limit: number): GraphQLError =>
  refused("PAYLOAD_TOO_LARGE", `Send at most ${limit} bytes.`, { limit: "bytes", allowed: limit });

/** Reads on and keeps nothing, so that the client hears the refusal; one that goes on regardless is cut off. */
function discard(request: IncomingMessage): void {
  request.resume();
  const cut = setTimeout(() => request.destroy(), longestDiscard);
  request.once("close", () => clearTimeout(cut));
}

const strictly = new TextDecoder("utf-8", { fatal: true });

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(strictly.decode(bytes));
  } catch {
    throw refused("BAD_REQUEST", "The body is not JSON in UTF-8.");
  }
}
