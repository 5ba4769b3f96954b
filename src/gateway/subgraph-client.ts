import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from "node:http";
import { Agent as HttpsAgent, request as requestHttps } from "node:https";

/** An upstream answer, its shape checked; what is in it isn't trusted. */
export interface SubgraphAnswer {
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors: readonly SubgraphAnswerError[];
  /** The place in the feed of what a stream sent. */
  readonly cursor?: string | null;
  /** Whether the stream ends behind it. */
  readonly last?: boolean;
}

export interface SubgraphAnswerError {
  readonly message: string;
  readonly path: readonly (string | number)[] | null;
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** A subgraph gave no answer, or none that can be read. The message is for the log, never for a client. */
export class SubgraphUnavailable extends Error {}

export interface SubgraphClientOptions {
  readonly url: string;
  /** How long one answer may take, in milliseconds. */
  readonly timeoutMs: number;
  /** How long one answer may be, in bytes. */
  readonly maxBytes: number;
}

/**
 * Sends operations to one subgraph over kept-alive connections; follows no redirect and takes no more than it was told.
 * `send` throws SubgraphUnavailable.
 */
export class SubgraphClient {
  readonly #options: SubgraphClientOptions;
  readonly #url: URL;
  readonly #agent: HttpAgent | HttpsAgent;

  constructor(options: SubgraphClientOptions) {
    this.#options = options;
    this.#url = new URL(options.url);
    if (this.#url.protocol !== "http:" && this.#url.protocol !== "https:") {
      throw new Error(`A subgraph's url must be http or https: ${options.url}`);
    }
    const keep = { keepAlive: true, maxSockets: 64, maxFreeSockets: 16 };
    this.#agent = this.#url.protocol === "https:" ? new HttpsAgent(keep) : new HttpAgent(keep);
  }

  async send(body: object, headers: Readonly<Record<string, string>>): Promise<SubgraphAnswer> {
    return answerOf(await this.#post(JSON.stringify(body), headers));
  }

  close(): void {
    this.#agent.destroy();
  }

  #post(body: string, headers: Readonly<Record<string, string>>): Promise<string> {
    const { timeoutMs, maxBytes } = this.#options;
    return new Promise((resolve, reject) => {
      const fail = (reason: string, cause?: unknown): void => reject(new SubgraphUnavailable(reason, { cause }));
      const send = this.#url.protocol === "https:" ? requestHttps : requestHttp;
      const request = send(this.#url, {
        method: "POST",
        agent: this.#agent,
        signal: AbortSignal.timeout(timeoutMs),
        headers: {
          ...headers,
          "content-type": "application/json",
          accept: "application/json",
          "content-length": Buffer.byteLength(body),
        },
      });
      request.on("error", (error) => {
        fail(
          error.name === "TimeoutError" || error.name === "AbortError" ? `no answer in ${timeoutMs} ms` : error.message,
          error,
        );
      });
      request.on("response", (response) => {
        response.on("error", (error) => fail(error.message, error));
        response.on("close", () => fail("the answer broke off"));
        if (!isJson(response)) {
          response.destroy();
          fail(`answered ${response.statusCode} with ${response.headers["content-type"] ?? "no content type"}`);
          return;
        }
        const chunks: Buffer[] = [];
        let bytes = 0;
        response.on("data", (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes <= maxBytes) chunks.push(chunk);
          else {
            response.destroy();
            fail(`answered more than ${maxBytes} bytes`);
          }
        });
        response.on("end", () => resolve(Buffer.concat(chunks).toString("utf8")));
      });
      request.end(body);
    });
  }
}

/** Whether an answer says that it is JSON. */
export function isJson({ headers }: IncomingMessage): boolean {
  return /^application\/(graphql-response\+)?json\b/i.test(headers["content-type"] ?? "");
}

/** Reads an answer. Throws SubgraphUnavailable for what is none. */
export function answerOf(text: string): SubgraphAnswer {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (cause) {
    throw new SubgraphUnavailable("answered no JSON", { cause });
  }
  const { data = null, errors = [], extensions } = isRecord(body) ? body : { data: false };
  if ((data !== null && !isRecord(data)) || !Array.isArray(errors) || (data === null && errors.length === 0)) {
    throw new SubgraphUnavailable("answered no GraphQL result");
  }
  const cursor = isRecord(extensions) && typeof extensions.cursor === "string" ? extensions.cursor : null;
  return { data, errors: errors.map(errorOf), cursor, last: isRecord(extensions) && extensions.last === true };
}

function errorOf(error: unknown): SubgraphAnswerError {
  const { message, path, extensions } = isRecord(error) ? error : {};
  const steps =
    Array.isArray(path) && path.every((step) => typeof step === "string" || Number.isInteger(step)) ? path : null;
  return {
    message: typeof message === "string" ? message : "",
    path: steps && steps.length > 0 ? steps : null,
    extensions: isRecord(extensions) ? extensions : {},
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
