import { Agent as HttpAgent, request as httpRequest, type IncomingMessage, type RequestOptions } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { isIPv6, type LookupFunction } from "node:net";
import type { Answered, WebhookOutcome } from "../rules/webhook-retries.ts";
import { isAddress, isLoopbackAddress, isPublicAddress } from "./addresses.ts";
import { addressFault, hostOf } from "./destination.ts";
import { isWithin } from "./forbidden.ts";
import { resolveName } from "./resolve.ts";
import type { Reach, WebhookSettings } from "./settings.ts";

/** What came of one attempt. */
export type Reply = Answered;

/** What is sent, and how long that may take from the first look-up to the answer's head, ms. */
export interface Posting {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
  /** Ends it early. */
  readonly signal: AbortSignal;
}

/** An answer's head is read up to so many bytes, and of its body nothing. */
const longestHead = 8_192;

/**
 * Posts to a receiver that is nobody's to trust. Its name is looked up once, every address that it stands for is checked, and the
 * connection goes to these and no other: what the name says later counts for nothing. No redirect is followed, no proxy asked,
 * no connection kept, and of the answer its head alone is read. Never throws, but for the signal's own end.
 */
export async function post(settings: Reach & Pick<WebhookSettings, "resolve">, posting: Posting): Promise<Reply> {
  const timeout = AbortSignal.timeout(posting.timeoutMs);
  const signal = AbortSignal.any([timeout, posting.signal]);
  try {
    if (addressFault(posting.url, settings) !== null) return noAnswer("ADDRESS_FORBIDDEN");
    const url = new URL(posting.url);
    const addresses = await unless(signal, addressesOf(settings, hostOf(url), signal));
    if (addresses === null) return noAnswer(timeout.aborted ? "TIMED_OUT" : "NAME_UNKNOWN");
    if (!addresses.every(allowedBy(settings, url))) return noAnswer("ADDRESS_FORBIDDEN");
    return replyFrom(await unless(signal, answerOf(url, addresses, posting, signal)));
  } catch (error) {
    if (posting.signal.aborted) throw error;
    return noAnswer(timeout.aborted ? "TIMED_OUT" : failureOf(error));
  }
}

/** What the work gives; rejects as soon as the signal ends, whether the work heeds it or not. */
async function unless<Value>(signal: AbortSignal, work: Promise<Value>): Promise<Value> {
  let end = (): void => undefined;
  const ended = new Promise<never>((_resolve, reject) => {
    end = () => reject(signal.reason);
  });
  signal.addEventListener("abort", end, { once: true });
  if (signal.aborted) end();
  try {
    return await Promise.race([work, ended]);
  } finally {
    signal.removeEventListener("abort", end);
  }
}

const noAnswer = (outcome: WebhookOutcome): Reply => ({ outcome, status: null, retryAfter: null });

/** Which addresses may be connected to: public ones over https, and for development this machine's own, unless forbidden. */
const allowedBy =
  ({ allowLoopback, forbidden = [] }: Reach, { protocol }: URL) =>
  (address: string): boolean =>
    !isWithin(address, forbidden) &&
    ((allowLoopback && isLoopbackAddress(address)) || (protocol === "https:" && isPublicAddress(address)));

/** The addresses of a host; null where its name has none. An address stands for itself. */
async function addressesOf(
  { allowLoopback, resolve = resolveName }: Pick<WebhookSettings, "allowLoopback" | "resolve">,
  host: string,
  signal: AbortSignal,
): Promise<readonly string[] | null> {
  if (isAddress(host)) return [host];
  if (allowLoopback && host === "localhost") return ["127.0.0.1"];
  try {
    const found = await resolve(host, signal);
    return found.length > 0 ? found : null;
  } catch {
    signal.throwIfAborted();
    return null;
  }
}

/** The head of the answer. Rejects where there is none. */
function answerOf(
  url: URL,
  addresses: readonly string[],
  { headers, body }: Posting,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const secure = url.protocol === "https:";
  const options: RequestOptions = {
    method: "POST",
    headers: {
      ...headers,
      "content-type": "application/json",
      "content-length": String(Buffer.byteLength(body)),
      "user-agent": "Countersign-Webhooks/1",
      connection: "close",
    },
    agent: secure
      ? new HttpsAgent({ keepAlive: false, maxCachedSessions: 0, rejectUnauthorized: true })
      : new HttpAgent({ keepAlive: false }),
    lookup: onlyThese(addresses),
    maxHeaderSize: longestHead,
    insecureHTTPParser: false,
    signal,
  };
  return new Promise((resolve, reject) => {
    const request = secure ? httpsRequest(url, options) : httpRequest(url, options);
    const take = (response: IncomingMessage): void => {
      // Whatever else it says is not read: the connection ends here.
      response.on("error", () => undefined);
      resolve(response);
      request.destroy();
    };
    request.on("error", reject);
    request.on("close", () => reject(new Error("The connection ended without an answer.")));
    request.on("response", take);
    // Without a listener Node ends the connection of one that would speak another protocol, and says nothing.
    request.on("upgrade", (response, socket) => {
      socket.destroy();
      take(response);
    });
    request.end(body);
  });
}

/** Gives the connection the addresses that were checked, whatever it asks for. */
const onlyThese =
  (addresses: readonly string[]): LookupFunction =>
  (_name, { all }, callback) => {
    const found = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
    const [first] = found as [(typeof found)[number]];
    if (all) callback(null, found);
    else callback(null, first.address, first.family);
  };

function replyFrom({ statusCode: status = 0, headers }: IncomingMessage): Reply {
  const answered = (outcome: WebhookOutcome, retryAfter: number | null = null): Reply => ({
    outcome,
    status,
    retryAfter,
  });
  if (status >= 200 && status < 300) return answered("ACKNOWLEDGED");
  if (status >= 300 && status < 400) return answered("REDIRECTED");
  if (status === 410) return answered("GONE");
  return answered("REFUSED", retryAfterOf(headers["retry-after"]));
}

/** `Retry-After` as ms: whole seconds or a date (RFC 9110, 10.2.3); null for anything else. */
function retryAfterOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000;
  const at = /GMT$/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - Date.now());
}

const tlsCodes =
  /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|ERROR_IN_CERT|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|EPROTO)/;

function failureOf(error: unknown): WebhookOutcome {
  const { code, errors } = error as { code?: unknown; errors?: unknown };
  const codes = [code, ...(Array.isArray(errors) ? errors.map((each: { code?: unknown }) => each.code) : [])];
  return codes.some((each) => tlsCodes.test(String(each))) ? "TLS_FAILED" : "UNREACHABLE";
}
