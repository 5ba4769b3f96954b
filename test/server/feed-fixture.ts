import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buildSchema, GraphQLError, type GraphQLObjectType, type GraphQLSchema } from "graphql";
import { compiledExecutor } from "../../src/gateway/execute.ts";
import { subscriber } from "../../src/gateway/subscribe.ts";
import { endable } from "../../src/graph/endable.ts";
import type { Verifier } from "../../src/identity/tokens.ts";
import { answerError } from "../../src/server/answers.ts";
import { ByteBudget } from "../../src/server/byte-budget.ts";
import { answerEvents, type EventStreamSettings } from "../../src/server/event-stream.ts";
import { Flushing } from "../../src/server/flushing.ts";
import type { Gateway } from "../../src/server/gateway.ts";
import { Heartbeat } from "../../src/server/heartbeat.ts";
import { clientLimits } from "../../src/server/limits.ts";
import { createLog } from "../../src/server/log.ts";
import { Meter } from "../../src/server/meter.ts";
import { OutageLog } from "../../src/server/outage-log.ts";
import { type SocketSettings, type Sockets, socketServer } from "../../src/server/sockets.ts";
import { type SubscriptionSettings, Subscriptions } from "../../src/server/subscriptions.ts";
import { type Person, people } from "../support/people.ts";

const sdl = `
  type Query { tick: Tick }
  type Mutation { push: Int }
  type Subscription {
    ticks: Tick
    refused: Tick
    faulty: Tick
  }
  type Tick { number: Int!, context: Int!, hidden: String, refused: String, signedOut: String, text: String!, again: Tick }
`;

interface Tick {
  readonly number: number;
  readonly text: string;
}

/** A feed whose events a test pushes by hand, served over both transports, with every count in sight. */
export interface FeedServer {
  readonly url: string;
  readonly subscriptions: Subscriptions;
  readonly sockets: Sockets;
  /** Every line that the server has logged. */
  readonly lines: Record<string, unknown>[];
  tokenFor(person: Person): Promise<string>;
  /** Sends so many events, of so much text each, to whoever follows. */
  push(count?: number, characters?: number): void;
  /** How many follow the feed itself: what no transport may leave behind. */
  readonly following: number;
  /** Holds back whoever opens a subscription from now on, until the function it gives is called. */
  holdOpening(): () => void;
  /** Ends sockets and streams as a stopping server does, over so many ms, and listens no more. */
  stop(overMs?: number): Promise<void>;
}

export interface FeedOptions
  extends Partial<Pick<SubscriptionSettings, "perActor" | "ofPublic" | "schemaHidden" | "costBudget" | "connected">>,
    Partial<Pick<SocketSettings, "perSocket" | "sockets" | "bounds">> {
  readonly introspection?: boolean;
  readonly verifier?: Verifier;
  /** How often sockets and streams show that they live, ms. */
  readonly keepAliveMs?: number;
}

/** Starts one on any free port of loopback. */
export async function startFeed(options: FeedOptions = {}): Promise<FeedServer> {
  const { introspection = false, schemaHidden = true, costBudget = 1_000 } = options;
  const lines: Record<string, unknown>[] = [];
  const log = createLog({ level: "debug", destination: { write: (line) => void lines.push(JSON.parse(line)) } });
  const outages = new OutageLog(log);
  const known = await people();
  const verifier = options.verifier ?? known.verifier;
  const ticker = new Ticker();
  const subscriptions = new Subscriptions({
    meter: new Meter(),
    gateway: gatewayOf(feedSchema(ticker)),
    makeContext: ticker.makeContext,
    limits: { ...clientLimits, introspection },
    costBudget,
    schemaHidden,
    connected: options.connected ?? null,
    ...(options.perActor === undefined ? {} : { perActor: options.perActor }),
    ...(options.ofPublic === undefined ? {} : { ofPublic: options.ofPublic }),
  });
  const flushing = new Flushing();
  const { perSocket, sockets: most, keepAliveMs, bounds } = options;
  const heartbeat = new Heartbeat(keepAliveMs);
  const sockets = socketServer({
    subscriptions,
    verifier,
    log,
    outages,
    flushing,
    heartbeat,
    connected: options.connected ?? null,
    ...(bounds === undefined ? {} : { bounds }),
    ...(perSocket === undefined ? {} : { perSocket }),
    ...(most === undefined ? {} : { sockets: most }),
  });
  const events: EventStreamSettings = {
    subscriptions,
    verifier,
    bodies: new ByteBudget(1_000_000),
    flushing,
    heartbeat,
    ...(bounds === undefined ? {} : { bounds }),
  };
  const server = createServer((request, response) => {
    const masked = { correlationId: "the request", log, outages };
    answerEvents(events, request, response, masked, {}).catch((error: unknown) => answerError(response, error, masked));
  });
  server.on("upgrade", (request, socket, head) => sockets.upgrade(request, socket, head));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    subscriptions,
    sockets,
    lines,
    tokenFor: known.tokenFor,
    push: (count = 1, characters = 0) => ticker.push(count, characters),
    get following() {
      return ticker.following;
    },
    holdOpening: () => ticker.hold(),
    stop: async (overMs = 0) => {
      const closed = new Promise((resolve) => server.close(resolve));
      await Promise.all([sockets.close(overMs), subscriptions.endStreams(overMs)]);
      await subscriptions.close();
      server.closeIdleConnections();
      await closed;
    },
  };
}

class Ticker {
  readonly #ticks: Tick[] = [];
  readonly #waiting = new Set<() => void>();
  #contexts = 0;
  #held: Promise<void> = Promise.resolve();
  following = 0;

  readonly makeContext = async (): Promise<object> => {
    await this.#held;
    this.#contexts += 1;
    return { context: this.#contexts };
  };

  push(count: number, characters: number): void {
    for (let more = 0; more < count; more += 1)
      this.#ticks.push({ number: this.#ticks.length + 1, text: "x".repeat(characters) });
    for (const wake of [...this.#waiting]) wake();
  }

  hold(): () => void {
    let release: () => void = () => {};
    this.#held = new Promise((resolve) => {
      release = resolve;
    });
    return release;
  }

  follow(): AsyncIterableIterator<Tick, void> {
    const run = this.#run.bind(this);
    return endable((ended) => run(ended));
  }

  async *#run(ended: AbortSignal): AsyncGenerator<Tick, void, void> {
    this.following += 1;
    try {
      for (let place = this.#ticks.length; !ended.aborted; ) {
        const tick = this.#ticks[place];
        if (tick) {
          place += 1;
          yield tick;
        } else await this.#next(ended);
      }
    } finally {
      this.following -= 1;
    }
  }

  #next(ended: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#waiting.delete(wake);
        ended.removeEventListener("abort", wake);
        resolve();
      };
      this.#waiting.add(wake);
      ended.addEventListener("abort", wake);
    });
  }
}

function feedSchema(ticker: Ticker): GraphQLSchema {
  const schema = buildSchema(sdl);
  const fields = schema.getSubscriptionType()!.getFields();
  for (const field of Object.values(fields)) field.resolve = (event: unknown) => event;
  fields.ticks!.subscribe = () => ticker.follow();
  fields.refused!.subscribe = () => {
    throw new GraphQLError("There is no such thing.", { extensions: { code: "NOT_FOUND", internal: "hidden" } });
  };
  fields.faulty!.subscribe = async function* faulty() {
    yield { number: 1, text: "" };
    throw new Error("the disk at /srv/ledger is full");
  };
  const tick = (schema.getType("Tick") as GraphQLObjectType).getFields();
  tick.context!.resolve = (_: unknown, __: object, { context }: { context: number }) => context;
  tick.again!.resolve = (event: unknown) => event;
  tick.hidden!.resolve = () => {
    throw new Error("connection to 10.0.0.7 refused");
  };
  tick.signedOut!.resolve = () => {
    throw new GraphQLError("Somebody else's word about its own caller.", { extensions: { code: "UNAUTHENTICATED" } });
  };
  tick.refused!.resolve = () => {
    throw new GraphQLError("Not for you.", { extensions: { code: "FORBIDDEN" } });
  };
  return schema;
}

function gatewayOf(apiSchema: GraphQLSchema): Gateway {
  const cursorOf = (event: unknown): string => `tick ${(event as Tick).number}`;
  return {
    onSchemaLoadOrUpdate: (callback) => {
      callback({ apiSchema, coreSupergraphSdl: "" });
      return () => {};
    },
    load: async () => ({ executor: null }),
    stop: async () => {},
    subscribe: subscriber(apiSchema, compiledExecutor(apiSchema), { cursorOf }),
  };
}
