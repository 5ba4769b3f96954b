import type { IncomingMessage } from "node:http";
import { refused } from "./error-codes.ts";

/** How long a client may go on sending what has been refused, ms, before its connection is cut. */
const longestDiscard = 2_000;

/** The operation that a POST carries, as JSON in UTF-8. */
export type Body = Readonly<Record<string, unknown>> & { readonly query: string };

/**
 * Reads one operation, holding at most `limit` bytes. Throws UNSUPPORTED_MEDIA_TYPE, PAYLOAD_TOO_LARGE, or BAD_REQUEST
 * for what isn't one JSON object with a `query`.
 */
export async function readOperation(request: IncomingMessage, limit: number): Promise<Body> {
  refuseOtherMedia(request);
  const bytes = await readBytes(request, limit);
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

function readBytes(request: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const refuse = (): void => {
      request.removeAllListeners("data");
      chunks.length = 0;
      discard(request);
      reject(refused("PAYLOAD_TOO_LARGE", `Send at most ${limit} bytes.`, { limit: "bytes", allowed: limit }));
    };
    if (Number(request.headers["content-length"] ?? 0) > limit) {
      refuse();
      return;
    }
    request.on("data", (chunk: Buffer) => {
      size += chunk.byteLength;
      if (size > limit) refuse();
      else chunks.push(chunk);
    });
    request.once("end", () => resolve(Buffer.concat(chunks)));
    request.once("error", () => reject(refused("BAD_REQUEST", "The request ended before its body did.")));
  });
}

/** Reads on and keeps nothing, so that the client hears the refusal; one that goes on regardless is cut off. */
function discard(request: IncomingMessage): void {
  request.resume();
  const cut = setTimeout(() => request.destroy(), longestDiscard);
  request.once("close", () => clearTimeout(cut));
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw refused("BAD_REQUEST", "The body is not JSON in UTF-8.");
  }
}
