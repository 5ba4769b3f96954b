import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { endable } from "../graph/endable.ts";
import { answerOf, isJson, type SubgraphAnswer, SubgraphUnavailable } from "./subgraph-client.ts";

export interface SubgraphStreamOptions {
  /** Where the subgraph streams events. */
  readonly url: URL;
  /** How long it may take to begin, and to be silent afterwards, ms; it sends a sign of life every 12 s. */
  readonly silenceMs: number;
  /** How long one event may be, in characters. */
  readonly longestEvent: number;
}

/** What a subgraph answers to a subscription: its one answer where it refuses it, or its events as they come. */
export type SubgraphStream = SubgraphAnswer | AsyncIterableIterator<SubgraphAnswer, void>;

/**
 * Opens a subscription of a subgraph over server-sent events (the GraphQL over SSE protocol, one connection for each).
 * Throws SubgraphUnavailable, at once or later from the iteration, where the stream can't be had or breaks off.
 */
export async function openStream(
  options: SubgraphStreamOptions,
  body: object,
  headers: Readonly<Record<string, string>>,
): Promise<SubgraphStream> {
  const response = await responseTo(options, JSON.stringify(body), headers);
  if (isJson(response)) return answerOf(await textOf(response, options));
  if (!/^text\/event-stream\b/i.test(response.headers["content-type"] ?? "")) {
    response.destroy();
    throw new SubgraphUnavailable(`answered ${response.statusCode} and no stream of events`);
  }
  async function* answers(ended: AbortSignal) {
    try {
      for await (const { event, data } of eventsOf(response, options)) {
        if (event === "complete") return;
        if (event === "next") yield answerOf(data);
      }
    } catch (error) {
      if (ended.aborted) return;
      throw error instanceof SubgraphUnavailable
        ? error
        : new SubgraphUnavailable((error as Error).message, { cause: error });
    } finally {
      response.destroy();
    }
    throw new SubgraphUnavailable("the stream of events broke off");
  }
  return endable(answers, () => response.destroy());
}

function responseTo(
  { url, silenceMs }: SubgraphStreamOptions,
  body: string,
  headers: Readonly<Record<string, string>>,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const send = url.protocol === "https:" ? requestHttps : requestHttp;
    const request = send(url, {
      method: "POST",
      agent: false,
      timeout: silenceMs,
      headers: {
        ...headers,
        "content-type": "application/json",
        accept: "text/event-stream, application/json",
        "content-length": Buffer.byteLength(body),
      },
    });
    request.on("timeout", () => request.destroy(new Error(`silent for ${silenceMs} ms`)));
    request.on("error", (cause) => reject(new SubgraphUnavailable(cause.message, { cause })));
    request.on("response", resolve);
    request.end(body);
  });
}

async function textOf(response: IncomingMessage, { longestEvent }: SubgraphStreamOptions): Promise<string> {
  let text = "";
  response.setEncoding("utf8");
  for await (const chunk of response) {
    text += chunk;
    if (text.length > longestEvent) throw new SubgraphUnavailable(`answered more than ${longestEvent} characters`);
  }
  return text;
}

interface ServerSentEvent {
  readonly event: string;
  readonly data: string;
}

/** The events of a text/event-stream; comments, which keep it alive, are dropped. */
async function* eventsOf(
  response: IncomingMessage,
  { longestEvent }: SubgraphStreamOptions,
): AsyncGenerator<ServerSentEvent> {
  let text = "";
  response.setEncoding("utf8");
  for await (const chunk of response) {
    // Only the end of what has come before can be the beginning of a break.
    const searched = Math.max(0, text.length - 1);
    text += chunk;
    for (let at = text.indexOf("\n\n", searched); at !== -1; at = text.indexOf("\n\n")) {
      if (at > longestEvent) throw tooLong(longestEvent);
      const event = eventOf(text.slice(0, at));
      text = text.slice(at + 2);
      if (event) yield event;
    }
    if (text.length > longestEvent) throw tooLong(longestEvent);
  }
}

const tooLong = (longest: number): SubgraphUnavailable =>
  new SubgraphUnavailable(`an event has more than ${longest} characters`);

function eventOf(block: string): ServerSentEvent | null {
  const fields = block.split("\n").map((line) => /^(\w*): ?(.*)$/.exec(line));
  const value = (name: string): string =>
    fields.flatMap((field) => (field?.[1] === name ? [field[2]!] : [])).join("\n");
  return value("event") === "" ? null : { event: value("event"), data: value("data") };
}
