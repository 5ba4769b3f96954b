/** One event of a text/event-stream. */
export interface RawEvent {
  readonly event: string;
  readonly id: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: results are as various as the subscriptions
  readonly data: any;
}

/** A stream of events as it comes, or the answer that came instead. */
export interface RawEvents {
  readonly status: number;
  readonly headers: Headers;
  /** The next event; null when the stream is over. */
  next(): Promise<RawEvent | null>;
  /** The rest of the answer, as text. */
  text(): Promise<string>;
  /** Leaves. */
  leave(): Promise<void>;
}

/** Asks for one. */
export async function rawEvents(url: string, init: RequestInit): Promise<RawEvents> {
  const response = await fetch(url, init);
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  return {
    status: response.status,
    headers: response.headers,
    async next() {
      for (;;) {
        const [block, rest] = text.split(/\n\n(.*)/s, 2);
        if (rest !== undefined) {
          text = rest;
          const event = /^event: (.*)$/m.exec(block!)?.[1];
          if (event === undefined) continue;
          const data = /^data: ?(.*)$/m.exec(block!)?.[1];
          return { event, id: /^id: (.*)$/m.exec(block!)?.[1] ?? null, data: data ? JSON.parse(data) : null };
        }
        const { done, value } = await reader.read();
        if (done) return null;
        text += value;
      }
    },
    async text() {
      for (let read = await reader.read(); !read.done; read = await reader.read()) text += read.value;
      return text;
    },
    leave: () => reader.cancel(),
  };
}

/** A POST that takes a stream of events, and nothing else. */
export const posted = (query: string, more: object = {}, headers: Record<string, string> = {}): RequestInit => ({
  method: "POST",
  headers: { "content-type": "application/json", accept: "text/event-stream", ...headers },
  body: JSON.stringify({ query, ...more }),
});
