import { createClient as createEventClient } from "graphql-sse";
import { createClient as createSocketClient } from "graphql-ws";
import WebSocket from "ws";

/** The transports that subscriptions come over. */
export const transports = ["socket", "events"] as const;
export type Transport = (typeof transports)[number];

/** One result of a subscription. */
export interface Received {
  // biome-ignore lint/suspicious/noExplicitAny: results are as various as the subscriptions
  readonly data?: any;
  readonly errors?: readonly { message: string; extensions?: Record<string, unknown> }[];
  readonly extensions?: { readonly cursor?: string };
}

/** A subscription under way. */
export interface Followed {
  /** The next result; null when the subscription is over. Fails when none comes in a minute, or as long as was said. */
  next(): Promise<Received | null>;
  /** So many results, in the order they come. */
  take(count: number): Promise<Received[]>;
  /** Everything that still comes until the subscription is over, however long that takes. */
  rest(): Promise<Received[]>;
  /** Ends it from the client's side. */
  stop(): Promise<void>;
}

/** How long a result is waited for, in ms, unless it is said. */
const defaultPatience = 60_000;

/** What graphql-sse says where a stream ends and its reader wasn't told that it is complete. */
const cutOff = "Connection closed while having active streams";

/** Follows a subscription of the graph at `url`, as whoever the token is for. Resolves once the server follows for it. */
export function follow(
  transport: Transport,
  url: string,
  token: string | null,
  query: string,
  variables: Record<string, unknown> = {},
  patience: number = defaultPatience,
): Followed {
  const results = transport === "socket" ? overSocket(url, token) : overEvents(url, token);
  const iterator = results.iterate({ query, variables })[Symbol.asyncIterator]();
  const step = async (): Promise<IteratorResult<unknown, void>> => {
    try {
      return await iterator.next();
    } catch (error) {
      // A server that stops leaves its readers to go on elsewhere: these end.
      if ((error as Error)?.message === cutOff) return { done: true, value: undefined };
      throw error;
    }
  };
  const next = async (): Promise<Received | null> => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`No event came in ${patience} ms.`)), patience);
    });
    try {
      const { done, value } = await Promise.race([step(), late]);
      return done ? null : (value as Received);
    } catch (error) {
      // graphql-ws gives what the server refused as what is thrown.
      if (Array.isArray(error)) return { errors: error };
      throw error;
    } finally {
      clearTimeout(timer);
    }
  };
  return {
    next,
    take: async (count) => {
      const taken: Received[] = [];
      while (taken.length < count) {
        const result = await next();
        if (result === null) throw new Error(`The subscription ended after ${taken.length} of ${count} events.`);
        taken.push(result);
      }
      return taken;
    },
    rest: async () => {
      const taken: Received[] = [];
      for (let { done, value } = await step(); !done; { done, value } = await step()) {
        taken.push(value as Received);
      }
      return taken;
    },
    stop: async () => {
      await iterator.return?.();
      results.close();
    },
  };
}

interface Results {
  iterate(request: { query: string; variables: Record<string, unknown> }): AsyncIterable<unknown>;
  close(): void;
}

function overSocket(url: string, token: string | null): Results {
  const client = createSocketClient({
    url: `${url.replace(/^http/, "ws")}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: token === null ? {} : { authorization: `Bearer ${token}` },
    retryAttempts: 0,
  });
  return { iterate: (request) => client.iterate(request), close: () => void client.dispose() };
}

function overEvents(url: string, token: string | null): Results {
  const client = createEventClient({
    url: `${url}/graphql/stream`,
    headers: token === null ? {} : { authorization: `Bearer ${token}` },
    retryAttempts: 0,
    fetchFn: fetchOrWhy,
  });
  return { iterate: (request) => client.iterate(request), close: () => client.dispose() };
}

/** The client keeps an error's message alone, and why a request failed is in its cause. */
async function fetchOrWhy(...request: Parameters<typeof fetch>): Promise<Response> {
  try {
    return await fetch(...request);
  } catch (error) {
    const { message, cause } = error as Error;
    if (cause === undefined) throw error;
    throw new TypeError(`${message}: ${String(cause)}`, { cause });
  }
}
