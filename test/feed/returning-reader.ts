import { setTimeout as pause } from "node:timers/promises";
import { rawEvents } from "../support/raw-events.ts";
import { rawSocket } from "../support/raw-socket.ts";
import type { Received, Transport } from "../support/subscriber.ts";

/** How a reader goes about it. */
export interface Plan {
  readonly transport: Transport;
  readonly token: string | null;
  /** A subscription with `$after`, whose field is `told`. */
  readonly query: string;
  /** The cursor that it begins behind. */
  readonly from: string;
  /** Where its n-th connection goes, from 0. */
  readonly node: (connection: number) => string | Promise<string>;
  /** After how many events it leaves its n-th connection of its own accord; without it, it stays. */
  readonly leaves?: (connection: number) => number;
}

/**
 * Who follows a subscription and comes back behind its last event whenever it has left or was cut off: over a socket with
 * `after`, over server-sent events as a browser does, with what it began with and `Last-Event-ID`.
 */
export interface ReturningReader {
  /** Every event that it was told, over all its connections. */
  // biome-ignore lint/suspicious/noExplicitAny: events are as various as the subscriptions
  readonly told: readonly any[];
  /** How often it has connected. */
  readonly connections: number;
  /** The codes of what ended its connections, where something was said. */
  readonly ends: readonly string[];
  /** Whatever is no reason to come back. */
  readonly problems: readonly string[];
  /** Takes nothing from its connection until the function is called that it gives. */
  hold(): () => void;
  /** Doesn't come back any more. Resolves once its connection has ended and all that came over it is told. */
  finish(): Promise<void>;
}

/** What a reader is told that shall come back: the server stops, an administrator ended it, it was too slow. */
const comeBack = new Set(["SERVICE_UNAVAILABLE", "DISCONNECTED", "SLOW_READER"]);

/** How long until it tries again where nobody answers, ms. */
const moment = 20;

/** Begins to follow. */
export function returningReader(plan: Plan): ReturningReader {
  const told: unknown[] = [];
  const ends: string[] = [];
  const problems: string[] = [];
  let connections = 0;
  let finished = false;
  let cursor: string | null = null;
  let held: Promise<void> | null = null;
  let line: Line | null = null;

  /** Takes what comes over one connection. Whether it shall come back is said by `problems`. */
  async function take(connection: Line, most: number): Promise<void> {
    for (let taken = 0; taken < most; taken += 1) {
      await held;
      const result = await connection.next();
      if (result === null) return;
      const codes = (result.errors ?? []).map(({ extensions }) => String(extensions?.code));
      ends.push(...codes);
      if (codes.some((code) => !comeBack.has(code))) problems.push(JSON.stringify(result.errors));
      if (codes.length > 0) return;
      const { data, extensions } = result;
      if (extensions?.cursor !== data.told.cursor) problems.push(`${data.told.cursor} came as ${extensions?.cursor}`);
      told.push(data.told);
      cursor = data.told.cursor;
    }
  }

  async function run(): Promise<void> {
    while (!finished && problems.length === 0) {
      const n = connections;
      const url = await plan.node(n);
      line = await connect(url, plan, cursor).catch(() => null);
      if (line === null) {
        await pause(moment);
        continue;
      }
      connections += 1;
      if (held) line.hold(true);
      await take(line, plan.leaves?.(n) ?? Number.POSITIVE_INFINITY);
      await line.leave();
    }
  }

  const running = run().catch((error: unknown) => void problems.push(String(error)));
  return {
    told,
    ends,
    problems,
    get connections() {
      return connections;
    },
    hold: () => {
      let release = () => {};
      line?.hold(true);
      held = new Promise((resolve) => {
        release = () => {
          held = null;
          line?.hold(false);
          resolve();
        };
      });
      return release;
    },
    finish: () => {
      finished = true;
      return running;
    },
  };
}

/** One connection. */
interface Line {
  /** The next result; null when the connection is over, however it ended. */
  next(): Promise<Received | null>;
  leave(): Promise<void>;
  /** Leaves what comes where it is, or goes on. */
  hold(yes: boolean): void;
}

const connect = (url: string, plan: Plan, cursor: string | null): Promise<Line> =>
  plan.transport === "socket" ? overSocket(url, plan, cursor) : overEvents(url, plan, cursor);

async function overSocket(url: string, { token, query, from }: Plan, cursor: string | null): Promise<Line> {
  const raw = await rawSocket(url);
  const over = raw.closed.then(() => null);
  const introduced = raw.introduced(token === null ? {} : { authorization: `Bearer ${token}` });
  introduced.catch(() => {});
  if ((await Promise.race([introduced, over])) === null) throw new Error("It was closed before it had begun.");
  raw.subscribe("r", query, { variables: { after: cursor ?? from } });
  return {
    next: async () => {
      // In this order: what came before the close is told.
      const message = await Promise.race([raw.hear(), over]).catch(() => null);
      if (message?.type === "next") return message.payload;
      return message?.type === "error" ? { errors: message.payload } : null;
    },
    leave: async () => {
      raw.socket.terminate();
      await raw.closed;
    },
    hold: (yes) => (yes ? raw.socket.pause() : raw.socket.resume()),
  };
}

async function overEvents(url: string, { token, query, from }: Plan, cursor: string | null): Promise<Line> {
  const asked = new URLSearchParams({ query, variables: JSON.stringify({ after: from }) });
  const headers = {
    accept: "text/event-stream",
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    ...(cursor === null ? {} : { "last-event-id": cursor }),
  };
  const stream = await rawEvents(`${url}/graphql/stream?${asked}`, { headers });
  return {
    next: async () => {
      const event = await stream.next().catch(() => null);
      return event?.event === "next" ? event.data : null;
    },
    leave: () => stream.leave().catch(() => {}),
    // What isn't asked for stays where it is.
    hold: () => {},
  };
}

/** The first result over one connection of its own; null where it ended before. */
export async function firstResult(plan: Plan): Promise<Received | null> {
  const line = await connect(await plan.node(0), plan, null);
  const result = await line.next();
  await line.leave();
  return result;
}
