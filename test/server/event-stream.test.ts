import { connect } from "node:net";
import type { GraphQLError } from "graphql";
import { createClient } from "graphql-sse";
import { afterEach, describe, expect, it } from "vitest";
import { tokenRefused } from "../../src/identity/refusals.ts";
import { slowReader } from "../../src/server/outlet.ts";
import { posted, type RawEvents, rawEvents } from "../support/raw-events.ts";
import { soon } from "../support/soon.ts";
import { type FeedOptions, type FeedServer, startFeed } from "./feed-fixture.ts";

const ticks = "subscription { ticks { number } }";
const servers: FeedServer[] = [];

const start = async (options?: FeedOptions): Promise<FeedServer> => {
  const server = await startFeed(options);
  servers.push(server);
  return server;
};
const post = (server: FeedServer, query: string, more?: object, headers?: Record<string, string>): Promise<RawEvents> =>
  rawEvents(`${server.url}/graphql/stream`, posted(query, more, headers));
const get = (server: FeedServer, parameters: Record<string, string>, headers: Record<string, string> = {}) =>
  rawEvents(`${server.url}/graphql/stream?${new URLSearchParams(parameters)}`, {
    headers: { accept: "text/event-stream", ...headers },
  });
const nothingOpen = (server: FeedServer) =>
  expect.poll(() => [server.subscriptions.count, server.following]).toEqual([0, 0]);

afterEach(async () => {
  for (const server of servers.splice(0)) {
    await server.stop();
    expect([server.subscriptions.count, server.following]).toEqual([0, 0]);
  }
});

describe("a stream of events", () => {
  it.each(["GET", "POST"])(
    "comes by %s, each event with its cursor as its id, until its client leaves",
    async (method) => {
      const server = await start();
      const query = "subscription A { ticks { number } } subscription B { mine: ticks { number } }";
      const events =
        method === "GET"
          ? await get(server, { query, operationName: "B", variables: "{}" })
          : await post(server, query, { operationName: "B", variables: {} });
      expect(events.status).toBe(200);
      expect(Object.fromEntries(events.headers)).toMatchObject({
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-cache, no-store, no-transform",
        "x-content-type-options": "nosniff",
        "x-accel-buffering": "no",
      });
      await expect.poll(() => server.following).toBe(1);
      server.push(2);
      for (const number of [1, 2]) {
        const cursor = `tick ${number}`;
        expect(await events.next()).toEqual({
          event: "next",
          id: cursor,
          data: { data: { mine: { number } }, extensions: { cursor } },
        });
      }
      await events.leave();
      await nothingOpen(server);
    },
  );

  it("is what graphql-sse reads", async () => {
    const server = await start();
    let isTriedAgain = false;
    const client = createClient({
      url: `${server.url}/graphql/stream`,
      retryAttempts: 1,
      retry: async () => {
        isTriedAgain = true;
      },
    });
    const results = client.iterate({ query: ticks })[Symbol.asyncIterator]();
    const first = results.next();
    await expect.poll(() => server.following).toBe(1);
    server.push();
    expect((await first).value).toEqual({ data: { ticks: { number: 1 } }, extensions: { cursor: "tick 1" } });
    await server.stop();
    // It isn't told that this was all: it connects again.
    await expect(results.next()).rejects.toThrow();
    expect(isTriedAgain).toBe(true);
  });

  it("ends without `complete` when the server stops: its reader goes on elsewhere", async () => {
    const server = await start();
    const events = await post(server, ticks);
    await expect.poll(() => server.following).toBe(1);
    await server.stop();
    expect(await events.next()).toBeNull();
  });

  it("ends with the reason when its token ends", async () => {
    const server = await start();
    const token = await server.tokenFor({ roles: ["oncd"], expiresAt: new Date(Date.now() + 1_500) });
    const events = await post(server, ticks, {}, { authorization: `Bearer ${token}` });
    expect((await events.next())?.data.errors).toMatchObject([
      { extensions: { code: "UNAUTHENTICATED", reason: "TOKEN_EXPIRED" } },
    ]);
    expect((await events.next())?.event).toBe("complete");
    await nothingOpen(server);
  });

  it("stops following for a client that leaves while its subscription is being opened", async () => {
    const server = await start();
    const release = server.holdOpening();
    const leaving = new AbortController();
    const asked = fetch(`${server.url}/graphql/stream`, { ...posted(ticks), signal: leaving.signal });
    await expect.poll(() => server.subscriptions.count).toBe(1);
    leaving.abort();
    await expect(asked).rejects.toThrow();
    // The server hears of it before it goes on.
    await fetch(`${server.url}/graphql/stream`, { headers: { accept: "text/html" } });
    release();
    await nothingOpen(server);
  });

  it("ends at once where its actor is revoked while it is being opened", async () => {
    const told: ((reason: GraphQLError) => void)[] = [];
    const connected = {
      add: (_actor: unknown, end: (reason: GraphQLError) => void) => {
        told.push(end);
        return () => void told.splice(told.indexOf(end), 1);
      },
    };
    const server = await start({ connected: connected as never });
    const release = server.holdOpening();
    const asked = post(server, ticks, {}, { authorization: `Bearer ${await server.tokenFor({ roles: ["oncd"] })}` });
    await expect.poll(() => server.subscriptions.count).toBe(1);
    for (const end of told) end(tokenRefused("TOKEN_REVOKED"));
    release();
    const events = await asked;
    expect((await events.next())?.data.errors).toMatchObject([
      { extensions: { code: "UNAUTHENTICATED", reason: "TOKEN_REVOKED" } },
    ]);
    expect((await events.next())?.event).toBe("complete");
    await nothingOpen(server);
    expect(told).toEqual([]);
  });

  it("that is being opened when the server stops is refused", async () => {
    const server = await start();
    const release = server.holdOpening();
    const asked = post(server, ticks);
    await expect.poll(() => server.subscriptions.count).toBe(1);
    const stopped = server.stop();
    release();
    expect((await (await asked).next())?.data.errors[0].extensions).toEqual({
      code: "SERVICE_UNAVAILABLE",
      reason: "STOPPING",
    });
    await stopped;
    // The database has nothing to do with it.
    expect(server.lines.map(({ level, msg }) => `${level} ${msg}`)).not.toContainEqual(
      expect.stringContaining("error"),
    );
  });

  it("is cut where its reader takes nothing any more", async () => {
    const server = await start({ keepAliveMs: 60 });
    const stalled = connect({ port: Number(new URL(server.url).port), host: "127.0.0.1" });
    stalled.on("error", () => {});
    const query = encodeURIComponent("subscription { ticks { text } }");
    stalled.write(`GET /graphql/stream?query=${query} HTTP/1.1\r\nhost: x\r\naccept: text/event-stream\r\n\r\n`);
    stalled.pause();
    await expect.poll(() => server.following).toBe(1);
    server.push(20, 1_000_000);
    await nothingOpen(server);
    stalled.destroy();
  });

  it("ends for a reader who is too slow with the cursor from which to go on, and with nothing lost before it", async () => {
    const server = await start({
      keepAliveMs: 600_000,
      bounds: { bytes: 60_000_000, messages: 8, patienceMs: 300, partingMs: 600_000 },
    });
    const query = "subscription { ticks { number text } }";
    const [slow, quick] = [await post(server, query), await post(server, query)];
    await expect.poll(() => server.following).toBe(2);
    for (let number = 1; number <= 30; number += 1) {
      server.push(1, 1_000_000);
      expect((await quick.next())?.id).toBe(`tick ${number}`);
    }
    await soon(() => expect(server.lines.map(({ msg }) => msg)).toContain(slowReader));
    let last = 0;
    let next = await slow.next();
    for (; next?.id; next = await slow.next()) {
      expect(next.data.data.ticks.number).toBe(last + 1);
      last += 1;
    }
    expect(last).toBeLessThan(30);
    expect(next?.data.errors).toEqual([
      {
        message: expect.stringContaining("resumeFrom"),
        extensions: { code: "SLOW_READER", resumeFrom: `tick ${last}` },
      },
    ]);
    expect((await slow.next())?.event).toBe("complete");
    expect(await slow.next()).toBeNull();
    await expect.poll(() => server.following).toBe(1);
    server.push();
    expect((await quick.next())?.id).toBe("tick 31");
    await quick.leave();
    await nothingOpen(server);
  });

  it("is let go of where its reader is too slow and never reads again", async () => {
    const server = await start({ keepAliveMs: 600_000, bounds: { bytes: 1_000, messages: 10, patienceMs: 50 } });
    const stalled = connect({ port: Number(new URL(server.url).port), host: "127.0.0.1" });
    stalled.on("error", () => {});
    const query = encodeURIComponent("subscription { ticks { text } }");
    stalled.write(`GET /graphql/stream?query=${query} HTTP/1.1\r\nhost: x\r\naccept: text/event-stream\r\n\r\n`);
    stalled.pause();
    await expect.poll(() => server.following).toBe(1);
    server.push(20, 1_000_000);
    await soon(() => expect([server.subscriptions.count, server.following]).toEqual([0, 0]));
    stalled.destroy();
  });

  it("ends one after the other where the server stops over some time, none as complete, and goes on until its turn", async () => {
    const server = await start();
    const streams = await Promise.all(Array.from({ length: 10 }, () => post(server, ticks)));
    await expect.poll(() => server.following).toBe(10);
    const stopped = server.stop(1_000);
    const firsts = streams.map((stream) => stream.next());
    expect(await Promise.race(firsts)).toBeNull();
    expect(server.following).toBeGreaterThan(0);
    server.push();
    const heard = (await Promise.all(firsts)).map((one) => one?.event ?? null);
    expect(new Set(heard)).toEqual(new Set([null, "next"]));
    await stopped;
    for (const stream of streams) expect(await stream.next()).toBeNull();
  });

  it("shows that it lives while nothing happens", async () => {
    const server = await start({ keepAliveMs: 20 });
    const response = await fetch(`${server.url}/graphql/stream`, posted(ticks));
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    while (text.length < 12) text += (await reader.read()).value;
    expect(text).toMatch(/^(:\n\n)+$/);
    await reader.cancel();
    await nothingOpen(server);
  });
});

describe("a request for events is refused", () => {
  const refusal = async (asked: Promise<RawEvents>) => {
    const events = await asked;
    const body = JSON.parse(await events.text());
    return { status: events.status, code: body.errors[0].extensions.code, message: body.errors[0].message };
  };
  const stream = (server: FeedServer, init: RequestInit) => refusal(rawEvents(`${server.url}/graphql/stream`, init));
  const json = { "content-type": "application/json", accept: "text/event-stream" };

  it("with 406 where it takes no events", async () => {
    const server = await start();
    for (const accept of ["application/json", "text/html", ""]) {
      const init = posted(ticks, {}, { accept });
      expect(await stream(server, init), accept).toMatchObject({ status: 406, code: "NOT_ACCEPTABLE" });
    }
  });

  it("with 401 for a token that isn't taken", async () => {
    const server = await start();
    for (const authorization of ["Bearer garbage", "Basic x"]) {
      expect(await refusal(post(server, ticks, {}, { authorization }))).toMatchObject({
        status: 401,
        code: "UNAUTHENTICATED",
      });
    }
    expect(await refusal(get(server, { query: ticks }, { authorization: "Bearer garbage" }))).toMatchObject({
      status: 401,
    });
  });

  it.each([
    ["no body", "", 400],
    ["what is no JSON", "nope", 400],
    ["a list", "[]", 400],
    ["no query", "{}", 400],
    ["a query that is no text", '{"query":1}', 400],
    ["a long body", `{"query":"${"x".repeat(140_000)}"}`, 413],
  ])("with a status of its own for %s", async (_, body, status) => {
    const server = await start();
    expect((await stream(server, { method: "POST", headers: json, body })).status).toBe(status);
  });

  it("with 415 for another medium", async () => {
    const server = await start();
    const init = posted(ticks, {}, { "content-type": "text/plain" });
    expect(await stream(server, init)).toMatchObject({ status: 415, code: "UNSUPPORTED_MEDIA_TYPE" });
  });

  it("with 400 for an address without a query, or with variables that are no JSON", async () => {
    const server = await start();
    expect(await refusal(get(server, {}))).toMatchObject({ status: 400, code: "BAD_REQUEST" });
    expect(await refusal(get(server, { query: ticks, variables: "{" }))).toMatchObject({
      status: 400,
      message: "`variables` is not JSON.",
    });
  });

  it("with the status of its error for a client that takes JSON too, and in the stream for one that doesn't", async () => {
    const server = await start();
    const both = { accept: "text/event-stream, application/json" };
    expect(await refusal(post(server, "subscription { refused { number } }", {}, both))).toMatchObject({
      status: 404,
      code: "NOT_FOUND",
    });
    const events = await post(server, "subscription { refused { number } }");
    expect(events.status).toBe(200);
    expect(await events.next()).toMatchObject({
      event: "next",
      id: null,
      data: { errors: [{ extensions: { code: "NOT_FOUND" } }] },
    });
    expect((await events.next())?.event).toBe("complete");
    expect(await events.next()).toBeNull();
  });
});
