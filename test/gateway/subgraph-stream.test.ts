import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { SubgraphUnavailable } from "../../src/gateway/subgraph-client.ts";
import { openStream, type SubgraphStream } from "../../src/gateway/subgraph-stream.ts";
import { endable } from "../../src/graph/endable.ts";

let server: Server;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** Opens a stream of a subgraph that answers by `answer`. */
async function opened(answer: (response: ServerResponse) => void, longestEvent = 1_000): Promise<SubgraphStream> {
  server = createServer((request, response) => {
    request.resume();
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(":\n\n");
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql/stream`);
  return openStream({ url, silenceMs: 5_000, longestEvent }, { query: "subscription { told }" }, {});
}

const next = (told: string): string => `event: next\ndata: ${JSON.stringify({ data: { told } })}\n\n`;

async function toldBy(stream: SubgraphStream): Promise<unknown[]> {
  if (!(Symbol.asyncIterator in stream)) throw new Error("no stream");
  const told: unknown[] = [];
  for await (const { data } of stream) told.push(data?.told);
  return told;
}

describe("a subgraph's stream of events", () => {
  it("is let go of by a reader who leaves before reading, and by one who leaves while it waits", async () => {
    for (const begins of [false, true]) {
      let left: Promise<void> | undefined;
      const stream = await opened((response) => {
        left = new Promise((resolve) => response.once("close", resolve));
      });
      if (!("return" in stream)) throw new Error("no stream");
      const waiting = begins ? stream.next() : null;
      await stream.return?.();
      await left;
      expect((await waiting)?.done ?? true).toBe(true);
    }
  });

  it("is read right wherever its pieces are cut", async () => {
    const text = `${next("one")}:\n\n${next("two\n\nlines")}event: ping\ndata:\n\n${next("three")}event: complete\ndata:\n\n`;
    for (const size of [1, 2, 7, text.length]) {
      const stream = await opened(async (response) => {
        for (let at = 0; at < text.length; at += size) {
          await new Promise((resolve) => response.write(text.slice(at, at + size), resolve));
        }
        response.end();
      });
      expect(await toldBy(stream)).toEqual(["one", "two\n\nlines", "three"]);
      server.close();
    }
  });

  it("fails for an event that is too long, and for an end without a word", async () => {
    const long = await opened((response) => response.write(next("x".repeat(2_000))));
    await expect(toldBy(long)).rejects.toThrow(/more than 1000 characters/);
    const cut = await opened((response) => response.end(next("one")));
    await expect(toldBy(cut)).rejects.toBeInstanceOf(SubgraphUnavailable);
  });
});

it("lets go once of what an iteration holds, whether or not it was begun", async () => {
  for (const begins of [false, true]) {
    let released = 0;
    const values = endable(
      async function* counted() {
        yield 1;
        yield 2;
      },
      () => {
        released += 1;
      },
    );
    if (begins) expect(await values.next()).toEqual({ done: false, value: 1 });
    await values.return?.();
    await values.return?.();
    expect(released).toBe(1);
    expect(await values.next()).toEqual({ done: true, value: undefined });
  }
});
