import { connect } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { identityUnavailable } from "../../src/identity/refusals.ts";
import { slowReader } from "../../src/server/outlet.ts";
import { type RawSocket, type RawSocketOptions, rawSocket } from "../support/raw-socket.ts";
import { soon } from "../support/soon.ts";
import { type FeedOptions, type FeedServer, startFeed } from "./feed-fixture.ts";

const ticks = "subscription { ticks { number } }";
const servers: FeedServer[] = [];

const start = async (options?: FeedOptions): Promise<FeedServer> => {
  const server = await startFeed(options);
  servers.push(server);
  return server;
};
const open = (server: FeedServer, options?: RawSocketOptions): Promise<RawSocket> => rawSocket(server.url, options);

/** Resolves once nothing is open any more. */
const nothingOpen = (server: FeedServer) =>
  expect.poll(() => [server.sockets.count, server.subscriptions.count, server.following]).toEqual([0, 0, 0]);

/** Whatever a test did to its server: it stops, and leaves nothing behind. */
afterEach(async () => {
  for (const server of servers.splice(0)) {
    await server.stop();
    expect([server.sockets.count, server.subscriptions.count, server.following]).toEqual([0, 0, 0]);
  }
});

describe("a socket", () => {
  it("brings the events of each of its subscriptions, and ends the one that its client ends", async () => {
    const server = await start();
    const socket = await (await open(server)).introduced();
    socket.subscribe("a", ticks);
    socket.subscribe("b", "subscription Named { mine: ticks { number context } }", { operationName: "Named" });
    await expect.poll(() => server.following).toBe(2);
    server.push();
    const heard = [await socket.hear(), await socket.hear()].sort((one, other) => (one.id! < other.id! ? -1 : 1));
    expect(heard).toEqual([
      { type: "next", id: "a", payload: { data: { ticks: { number: 1 } }, extensions: { cursor: "tick 1" } } },
      {
        type: "next",
        id: "b",
        payload: { data: { mine: { number: 1, context: expect.any(Number) } }, extensions: { cursor: "tick 1" } },
      },
    ]);
    socket.say({ type: "complete", id: "a" });
    await expect.poll(() => server.following).toBe(1);
    server.push();
    expect(await socket.hear()).toMatchObject({ type: "next", id: "b", payload: { data: { mine: { number: 2 } } } });
    socket.socket.close();
    await nothingOpen(server);
  });

  it("gives each event a context of its own", async () => {
    const server = await start();
    const socket = await (await open(server)).introduced();
    socket.subscribe("a", "subscription { ticks { context again { context } } }");
    await expect.poll(() => server.following).toBe(1);
    server.push(2);
    const [one, other] = [await socket.hear(), await socket.hear()].map(({ payload }) => payload.data.ticks);
    expect(one.again.context).toBe(one.context);
    expect(other.context).toBe(one.context + 1);
  });

  it("stops following for a client that is cut off", async () => {
    const server = await start();
    const socket = await (await open(server)).introduced();
    socket.subscribe("a", ticks);
    await expect.poll(() => server.following).toBe(1);
    socket.socket.terminate();
    await nothingOpen(server);
  });

  it("stops following for a client that leaves, or changes its mind, while its subscription is being opened", async () => {
    const server = await start();
    const leaving = await (await open(server)).introduced();
    const staying = await (await open(server)).introduced();
    const release = server.holdOpening();
    leaving.subscribe("a", ticks);
    staying.subscribe("b", ticks);
    staying.say({ type: "complete", id: "b" });
    await expect.poll(() => server.subscriptions.count).toBe(2);
    leaving.socket.terminate();
    await expect.poll(() => server.sockets.count).toBe(1);
    release();
    await expect.poll(() => [server.subscriptions.count, server.following]).toEqual([0, 0]);
    expect(server.sockets.count).toBe(1);
  });

  it("ends with 4409 where an id is taken again while its first subscription is being opened, and leaves nothing", async () => {
    const server = await start();
    const socket = await (await open(server)).introduced();
    const release = server.holdOpening();
    socket.subscribe("a", ticks);
    await expect.poll(() => server.subscriptions.count).toBe(1);
    for (let again = 0; again < 3; again += 1) {
      socket.say({ type: "complete", id: "a" });
      socket.subscribe("a", ticks);
    }
    expect(await socket.closed).toEqual({ code: 4409, reason: "Subscriber for a already exists" });
    release();
    await nothingOpen(server);
  });

  it("takes an id again whose refusal its client hasn't read yet, and ends what it then follows", async () => {
    const server = await start({ keepAliveMs: 600_000, bounds: { bytes: 1_000, messages: 1, patienceMs: 600_000 } });
    const slow = await (await open(server)).introduced();
    const quick = await (await open(server)).introduced();
    for (const socket of [slow, quick]) socket.subscribe("full", "subscription { ticks { number text } }");
    await expect.poll(() => server.following).toBe(2);
    slow.socket.pause();
    server.push(20, 1_000_000);
    for (let number = 1; number <= 20; number += 1) await quick.hear();
    slow.subscribe("a", "subscription { nothing }");
    // By when what another says has been refused, so has that.
    for (const id of ["b", "c"]) {
      quick.subscribe(id, "subscription { nothing }");
      expect(await quick.hear()).toMatchObject({ type: "error", id });
    }
    slow.say({ type: "complete", id: "a" });
    slow.subscribe("a", ticks);
    await expect.poll(() => server.following).toBe(3);
    slow.socket.resume();
    let heard = await slow.hear();
    while (heard.id !== "a") heard = await slow.hear();
    expect(heard).toMatchObject({ type: "error", id: "a" });
    server.push();
    while (heard.id !== "a" || heard.type !== "next") heard = await slow.hear();
    slow.say({ type: "complete", id: "a" });
    await expect.poll(() => server.following).toBe(2);
  });

  it("takes an id again whose subscription has ended", async () => {
    const server = await start();
    const socket = await (await open(server)).introduced();
    for (let number = 1; number <= 3; number += 1) {
      socket.subscribe("a", ticks);
      await expect.poll(() => server.following).toBe(1);
      server.push();
      expect(await socket.hear()).toMatchObject({ type: "next", id: "a", payload: { data: { ticks: { number } } } });
      socket.say({ type: "complete", id: "a" });
      await expect.poll(() => server.following).toBe(0);
    }
  });

  it("that doesn't answer a ping is cut", async () => {
    const server = await start({ keepAliveMs: 1_000 });
    const socket = await (await open(server)).introduced();
    socket.subscribe("a", ticks);
    await expect.poll(() => server.following).toBe(1);
    socket.socket.pause();
    await nothingOpen(server);
    socket.socket.terminate();
  });

  it("whose reader takes nothing for a while loses nothing, and holds up nobody else", async () => {
    const server = await start({
      keepAliveMs: 600_000,
      bounds: { bytes: 4_000_000, messages: 3, patienceMs: 600_000 },
    });
    const slow = await (await open(server)).introduced();
    const quick = await (await open(server)).introduced();
    for (const socket of [slow, quick]) socket.subscribe("a", "subscription { ticks { number text } }");
    await expect.poll(() => server.following).toBe(2);
    slow.socket.pause();
    server.push(20, 1_000_000);
    for (let number = 1; number <= 20; number += 1) {
      expect((await quick.hear()).payload.data.ticks.number).toBe(number);
    }
    slow.socket.resume();
    for (let number = 1; number <= 20; number += 1) {
      expect((await slow.hear()).payload.data.ticks.number).toBe(number);
    }
  });
});

describe("a socket is closed", () => {
  const closed = async (server: FeedServer, run: (socket: RawSocket) => void, options?: RawSocketOptions) => {
    const socket = await open(server, options);
    run(socket);
    const end = await socket.closed;
    await nothingOpen(server);
    return end;
  };
  const introducing = (payload?: object) => (socket: RawSocket) =>
    socket.say({ type: "connection_init", payload } as never);

  it("with 4408 where nothing introduces it within three seconds", async () => {
    const server = await start();
    const before = Date.now();
    const end = await closed(server, () => {});
    expect(end).toEqual({ code: 4408, reason: "Connection initialisation timeout" });
    expect(Date.now() - before).toBeGreaterThanOrEqual(2_900);
  });

  it("with 4401 for subscribing before it is introduced", async () => {
    const server = await start();
    expect(await closed(server, (socket) => socket.subscribe("a", ticks))).toMatchObject({ code: 4401 });
  });

  it("with 4403, and the reason, for a token that isn't taken", async () => {
    const server = await start();
    const expired = await server.tokenFor({ roles: ["oncd"], expiresAt: new Date("2020-01-01T00:00:00.000Z") });
    expect(await closed(server, introducing({ authorization: "Bearer garbage" }))).toEqual({
      code: 4403,
      reason: "This token is not an access token for this graph. Get one from its issuer for its audience.",
    });
    expect(await closed(server, introducing({ Authorization: `Bearer ${expired}` }))).toEqual({
      code: 4403,
      reason: "This token has expired. Get a new one and try again.",
    });
    expect(await closed(server, introducing(), { headers: { authorization: "Basic x" } })).toMatchObject({
      code: 4403,
    });
    expect(await closed(server, introducing({ authorization: 12 }))).toEqual({
      code: 4403,
      reason: "Give `authorization` as a string: Bearer and the token.",
    });
  });

  it("with 1013, to be tried again, where tokens can't be verified now", async () => {
    const down = {
      verify: () => Promise.reject(identityUnavailable(new Error("10.0.0.9 refused"))),
      check: async () => {},
    };
    const server = await start({ verifier: down });
    const end = await closed(server, introducing({ authorization: "Bearer anything" }));
    expect(end.code).toBe(1013);
    expect(end.reason).not.toContain("10.0.0.9");
  });

  it("with 4406 for another sub-protocol, or none", async () => {
    const server = await start();
    expect(await closed(server, () => {}, { protocol: null })).toMatchObject({ code: 4406 });
    await expect(open(server, { protocol: "graphql-ws" })).rejects.toThrow(/subprotocol/);
    await nothingOpen(server);
  });

  it("with 1009 for a message over 64 kB", async () => {
    const server = await start();
    const end = await closed(server, (socket) =>
      socket.say(`{"type":"ping","payload":{"a":"${"x".repeat(100_000)}"}}`),
    );
    expect(end.code).toBe(1009);
  });

  it.each([
    ["what is no JSON", "nope"],
    ["an unknown type", { type: "start" }],
    ["a list", "[]"],
    ["a subscription without a query", { type: "subscribe", id: "a", payload: {} }],
    ["a subscription without an id", { type: "subscribe", payload: { query: ticks } }],
    ["variables that are a list", { type: "subscribe", id: "a", payload: { query: ticks, variables: 1 } }],
  ])("with 4400 for %s", async (_, message) => {
    const server = await start();
    const socket = await (await open(server)).introduced();
    socket.say(message as never);
    expect((await socket.closed).code).toBe(4400);
    await nothingOpen(server);
  });

  it("with 4409 for an id that is taken, and with 4429 for a second introduction", async () => {
    const server = await start();
    const twice = await (await open(server)).introduced();
    twice.subscribe("a", ticks);
    twice.subscribe("a", ticks);
    expect((await twice.closed).code).toBe(4409);
    const again = await (await open(server)).introduced();
    again.say({ type: "connection_init" });
    expect((await again.closed).code).toBe(4429);
    await nothingOpen(server);
  });

  it("with 4403 when its token ends, after the error that says so", async () => {
    const server = await start();
    const token = await server.tokenFor({ roles: ["oncd"], expiresAt: new Date(Date.now() + 1_500) });
    const socket = await (await open(server)).introduced({ authorization: `Bearer ${token}` });
    socket.subscribe("a", ticks);
    expect(await socket.hear()).toMatchObject({
      type: "next",
      id: "a",
      payload: { errors: [{ extensions: { code: "UNAUTHENTICATED", reason: "TOKEN_EXPIRED" } }] },
    });
    expect(await socket.closed).toEqual({ code: 4403, reason: "This token has expired. Get a new one and try again." });
    await nothingOpen(server);
  });

  it("but not for the error of one field of an event, whatever its code", async () => {
    const server = await start();
    const socket = await (await open(server)).introduced();
    socket.subscribe("a", "subscription { ticks { number signedOut } }");
    await expect.poll(() => server.following).toBe(1);
    for (const number of [1, 2]) {
      server.push();
      expect(await socket.hear()).toMatchObject({
        payload: {
          data: { ticks: { number, signedOut: null } },
          errors: [{ path: ["ticks", "signedOut"], extensions: { code: "UNAUTHENTICATED" } }],
        },
      });
      socket.say({ type: "ping" });
      expect(await socket.hear()).toEqual({ type: "pong" });
    }
    socket.socket.close();
    await nothingOpen(server);
  });

  it("with 4403 when its token ends, though it follows nothing", async () => {
    const server = await start();
    const token = await server.tokenFor({ roles: ["oncd"], expiresAt: new Date(Date.now() + 1_500) });
    const socket = await (await open(server)).introduced({ authorization: `Bearer ${token}` });
    expect(await socket.closed).toEqual({ code: 4403, reason: "This token has expired. Get a new one and try again." });
    await nothingOpen(server);
  });

  it.each([
    ["events", { bytes: 60_000_000, messages: 8, patienceMs: 300, partingMs: 600_000 }],
    ["bytes", { bytes: 4_000_000, messages: 10_000, patienceMs: 300, partingMs: 600_000 }],
  ])(
    "with 4413 for a reader behind whom too many %s wait, each subscription with its cursor, and nobody else is",
    async (_, bounds) => {
      const server = await start({ keepAliveMs: 600_000, bounds });
      const text = "subscription { ticks { number text } }";
      const slow = await (await open(server)).introduced();
      const quick = await (await open(server)).introduced();
      for (const socket of [slow, quick]) socket.subscribe("a", text);
      await expect.poll(() => server.following).toBe(2);
      slow.socket.pause();
      for (let number = 1; number <= 30; number += 1) {
        server.push(1, 1_000_000);
        expect((await quick.hear()).payload.data.ticks.number).toBe(number);
      }
      // It reads again once it is closed, in the time that it has to answer.
      await soon(() => expect(server.lines.map(({ msg }) => msg)).toContain(slowReader));
      slow.socket.resume();
      let last = 0;
      let heard = await slow.hear();
      for (; heard.type === "next"; heard = await slow.hear()) {
        expect(heard.payload.data.ticks.number).toBe(last + 1);
        last += 1;
      }
      expect(last).toBeLessThan(30);
      expect(heard).toEqual({
        type: "error",
        id: "a",
        payload: [
          {
            message: expect.stringContaining("resumeFrom"),
            extensions: { code: "SLOW_READER", resumeFrom: `tick ${last}` },
          },
        ],
      });
      expect(await slow.closed).toEqual({ code: 4413, reason: `Too slow a reader: go on from tick ${last}` });
      server.push();
      expect((await quick.hear()).payload.data.ticks.number).toBe(31);
      await expect.poll(() => [server.sockets.count, server.following]).toEqual([1, 1]);
    },
  );

  it("with 4413, and let go of, where its reader never reads again", async () => {
    const server = await start({ keepAliveMs: 600_000, bounds: { bytes: 1_000, messages: 10, patienceMs: 50 } });
    const slow = await (await open(server)).introduced();
    slow.subscribe("a", "subscription { ticks { text } }");
    await expect.poll(() => server.following).toBe(1);
    slow.socket.pause();
    server.push(20, 1_000_000);
    await soon(() => expect([server.sockets.count, server.subscriptions.count, server.following]).toEqual([0, 0, 0]));
    slow.socket.terminate();
  });

  it("with 1013 where as many are open as there may be", async () => {
    const server = await start({ sockets: 1 });
    const first = await (await open(server)).introduced();
    const second = await open(server);
    // What it still says must harm nobody.
    second.say("x".repeat(100_000));
    expect((await second.closed).code).toBe(1013);
    first.say({ type: "ping" });
    expect(await first.hear()).toEqual({ type: "pong" });
  });

  it("with 1013 where the half is taken that clients have who don't say who they are", async () => {
    const server = await start({ sockets: 4 });
    const nobody = await Promise.all([1, 2].map(async () => (await open(server)).introduced()));
    const third = await open(server);
    third.say({ type: "connection_init" });
    expect((await third.closed).code).toBe(1013);
    const authorization = `Bearer ${await server.tokenFor({ roles: ["oncd"] })}`;
    const somebody = await (await open(server)).introduced({ authorization });
    somebody.say({ type: "ping" });
    expect(await somebody.hear()).toEqual({ type: "pong" });
    nobody[0]!.socket.close();
    await expect.poll(() => server.sockets.count).toBe(2);
    const next = await (await open(server)).introduced();
    next.say({ type: "ping" });
    expect(await next.hear()).toEqual({ type: "pong" });
  });

  it("with 1001 when the server stops, and no new one is taken", async () => {
    const server = await start();
    const socket = await (await open(server)).introduced();
    socket.subscribe("a", ticks);
    await expect.poll(() => server.following).toBe(1);
    await server.stop();
    expect(await socket.closed).toEqual({ code: 1001, reason: "Going away" });
  });

  it("one after the other when the server stops over some time, each with 1001, and goes on until its turn", async () => {
    const server = await start();
    const sockets: RawSocket[] = [];
    for (let count = 0; count < 20; count += 1) {
      const socket = await (await open(server)).introduced();
      socket.subscribe("a", ticks);
      sockets.push(socket);
    }
    await expect.poll(() => server.following).toBe(20);
    const left: number[] = [];
    const closings = sockets.map(async ({ closed }, index) => {
      const { code } = await closed;
      left.push(index);
      return code;
    });
    const stopped = server.stop(1_000);
    await Promise.race(closings);
    // Those whose turn is yet to come follow on.
    expect(server.following).toBeGreaterThan(0);
    server.push();
    expect((await sockets.at(-1)!.hear()).payload.data.ticks.number).toBe(1);
    expect(await Promise.all(closings)).toEqual(Array(20).fill(1001));
    expect(left.at(-1)).toBe(19);
    await expect(open(server)).rejects.toThrow();
    await stopped;
  });

  it("when the server stops though its client never answers", async () => {
    const server = await start();
    const socket = await (await open(server)).introduced();
    socket.subscribe("a", ticks);
    await expect.poll(() => server.following).toBe(1);
    socket.socket.pause();
    await server.stop();
    expect(server.sockets.count).toBe(0);
    socket.socket.terminate();
  });
});

describe("what may be open", () => {
  it("is bounded on one socket", async () => {
    const server = await start({ perSocket: 2 });
    const socket = await (await open(server)).introduced();
    for (const id of ["a", "b", "c"]) socket.subscribe(id, ticks);
    expect(await socket.hear()).toEqual({
      type: "error",
      id: "c",
      payload: [
        {
          message: "One socket holds at most 2 subscriptions. End some first, or open another.",
          extensions: { code: "TOO_MANY_SUBSCRIPTIONS", limit: "subscriptions", allowed: 2 },
        },
      ],
    });
    socket.say({ type: "complete", id: "a" });
    await expect.poll(() => server.following).toBe(1);
    socket.subscribe("c", ticks);
    await expect.poll(() => server.following).toBe(2);
    server.push();
    expect([(await socket.hear()).id, (await socket.hear()).id].sort()).toEqual(["b", "c"]);
  });

  it("is bounded for one actor, over whatever it comes, and for all who aren't signed in together", async () => {
    const server = await start({ perActor: 2, ofPublic: 1 });
    const opened = async (token: string | null) => {
      const socket = await (await open(server)).introduced(token === null ? {} : { authorization: `Bearer ${token}` });
      socket.subscribe("a", ticks);
      return socket;
    };
    const person = { roles: ["oncd"] };
    const tokens = await Promise.all([1, 2, 3].map(() => server.tokenFor(person)));
    const [first] = [await opened(tokens[0]!), await opened(tokens[1]!), await opened(null)];
    await expect.poll(() => server.following).toBe(3);
    for (const token of [tokens[2]!, null]) {
      expect(await (await opened(token)).hear()).toMatchObject({
        type: "error",
        payload: [{ extensions: { code: "TOO_MANY_SUBSCRIPTIONS", allowed: token === null ? 1 : 2 } }],
      });
    }
    await opened(await server.tokenFor({ roles: ["oncd"], subject: "test|another" }));
    await expect.poll(() => server.following).toBe(4);
    first!.socket.close();
    await expect.poll(() => server.following).toBe(3);
    await opened(tokens[2]!);
    await expect.poll(() => server.following).toBe(4);
  });
});

describe("an upgrade", () => {
  /** Sends a request to become a WebSocket, as it is, and gives the answer's first line once the server has closed. */
  const upgrade = (server: FeedServer, path: string, then: "stays" | "resets" = "stays"): Promise<string> =>
    new Promise((resolve) => {
      const socket = connect({ port: Number(new URL(server.url).port), host: "127.0.0.1", allowHalfOpen: true });
      let text = "";
      socket.on("data", (data) => {
        text += data;
      });
      socket.on("error", () => {});
      socket.on("close", () => resolve(text));
      socket.on("end", () => resolve(text.split("\r\n")[0]!));
      socket.write(
        `GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n` +
          "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
      );
      if (then === "resets") setImmediate(() => socket.resetAndDestroy());
    });

  it.each(["/", "/graphql/stream", "/healthz", "//", "//graphql", "/graphql%00", "http://[/graphql"])(
    "at %s is answered 404, and holds up no stop though its client stays",
    async (path) => {
      const server = await start();
      expect(await upgrade(server, path)).toBe("HTTP/1.1 404 Not Found");
      await server.stop();
    },
  );

  it("that is reset at once ends nothing but itself", async () => {
    const server = await start();
    await Promise.all(Array.from({ length: 20 }, () => upgrade(server, "/elsewhere", "resets")));
    const socket = await (await open(server, { path: "/graphql?a=b" })).introduced();
    socket.say({ type: "ping", payload: { a: 1 } });
    expect(await socket.hear()).toEqual({ type: "pong", payload: { a: 1 } });
  });
});
