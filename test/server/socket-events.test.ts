import { describe, expect, it, vi } from "vitest";
import type { WebSocket } from "ws";
import { endable } from "../../src/graph/endable.ts";
import { SocketEvents } from "../../src/server/socket-events.ts";

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** What a socket sends of its subscriptions, with room for one event, and what a test has its reader take. */
function socket() {
  const sent: string[] = [];
  const leaving: (() => void)[] = [];
  const fake = {
    OPEN: 1,
    readyState: 1,
    bufferedAmount: 0,
    send: (text: string, left: () => void) => {
      sent.push(text);
      leaving.push(left);
    },
  };
  const nothing = () => undefined;
  const bounds = { bytes: 1_000_000, messages: 1, patienceMs: 600_000 };
  const events = new SocketEvents(fake as unknown as WebSocket, bounds, nothing, nothing);
  return { events, sent, take: () => leaving.shift()?.() };
}

/** Results without end, and whether they are still read. */
function results() {
  const state = { open: true };
  const stream = endable(async function* (ended) {
    try {
      for (let n = 1; !ended.aborted; n += 1) yield { data: { n } };
    } finally {
      state.open = false;
    }
  });
  return { state, stream };
}

describe("a subscription over a socket", () => {
  it("that its client ends is over once the last of it has left, and not before", async () => {
    const { events, sent, take } = socket();
    const { state, stream } = results();
    const over = vi.fn();
    const sending = events.send("a", stream, over);
    void sending.next();
    await turn();
    expect(sent).toEqual(['{"id":"a","type":"next","payload":{"data":{"n":1}}}']);
    await sending.return?.();
    await turn();
    expect([state.open, over.mock.calls.length]).toEqual([false, 0]);
    take();
    await turn();
    expect([sent.length, over.mock.calls.length]).toEqual([1, 1]);
  });

  it("that ends before it has begun is over at once", async () => {
    const { events, sent } = socket();
    const { stream } = results();
    const over = vi.fn();
    await events.send("a", stream, over).return?.();
    expect([sent, over.mock.calls.length]).toEqual([[], 1]);
  });

  it("ends with its socket, whatever its reader takes", async () => {
    const { events } = socket();
    const [one, other] = [results(), results()];
    const over = vi.fn();
    for (const [id, { stream }] of Object.entries({ one, other })) void events.send(id, stream, over).next();
    await turn();
    events.end();
    await turn();
    expect([one.state.open, other.state.open, over.mock.calls.length]).toEqual([false, false, 2]);
  });

  it("that is opened for a socket that has closed meanwhile ends", async () => {
    const { events, sent } = socket();
    events.end();
    const { stream } = results();
    const over = vi.fn();
    await events.send("a", stream, over).next();
    expect([sent, over.mock.calls.length]).toEqual([[], 1]);
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });
});
