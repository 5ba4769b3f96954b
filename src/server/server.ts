import type { AddressInfo } from "node:net";
import type { Connected } from "../feed/connected.ts";
import type { Endings } from "../feed/endings.ts";
import { isLoopback } from "../identity/loopback.ts";
import type { Verifier } from "../identity/tokens.ts";
import { ByteBudget } from "./byte-budget.ts";
import { defaultCostBudget } from "./cost.ts";
import type { DevelopmentTokens } from "./development-tokens.ts";
import type { PublishedDocuments } from "./documents.ts";
import { closer } from "./drain.ts";
import { Flushing } from "./flushing.ts";
import type { Gateway } from "./gateway.ts";
import { graphqlServer } from "./graphql.ts";
import type { MakeContext } from "./graphql-route.ts";
import { type Readiness, type ReadinessCheck, readinessOf, untilReady } from "./health.ts";
import { Heartbeat } from "./heartbeat.ts";
import { httpServer } from "./http.ts";
import { clientLimits, gatewayLimits, limiter } from "./limits.ts";
import type { Log } from "./log.ts";
import { Meter, type Reading } from "./meter.ts";
import { OutageLog } from "./outage-log.ts";
import { defaultBounds, type OutletBounds } from "./outlet.ts";
import { type Sockets, socketServer } from "./sockets.ts";
import { Subscriptions } from "./subscriptions.ts";

export interface ServerSettings {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Whether clients may ask for the schema, and whether a browser gets the page for queries. */
  readonly introspection: boolean;
  /** The secret shared with the gateway, where this server is a subgraph behind it; null where clients reach it. */
  readonly gatewayProof: string | null;
  /** What one operation may cost. */
  readonly costBudget?: number;
  /** What proves a scraper of the metrics; without one a development server answers this machine, and others nobody. */
  readonly metricsToken?: string | null;
  /** How long to go on answering after readiness is off, ms: until a load balancer has noticed. */
  readonly drainDelay?: number;
  /** Over how long a stopping server closes sockets and streams, ms: so that they don't all come to another at once. */
  readonly drainSpread?: number;
  /** How much may wait for the reader of one socket or stream. */
  readonly readerBounds?: OutletBounds;
}

export interface ServerParts {
  readonly settings: ServerSettings;
  readonly gateway: Gateway;
  readonly verifier: Verifier;
  readonly makeContext: MakeContext;
  readonly log: Log;
  /** Figures for the metrics besides what the server counts itself. */
  readonly readings?: readonly Reading[];
  /** What readiness asks, besides whether tokens can be verified. */
  readonly ready: readonly ReadinessCheck[];
  /** Tells when an actor's connections are ended from outside; null where nobody here hears of it. */
  readonly connected?: Connected | null;
  /** Behind a gateway: what ends connections, for the gateway to ask. */
  readonly endings?: (after: number | null) => Promise<Endings>;
  /** The tokens that GET /dev/tokens hands out; null, and there is no such path. */
  readonly developmentTokens: DevelopmentTokens | null;
  /** What everyone may read besides the graph, by its path. */
  readonly documents?: PublishedDocuments;
}

export interface RunningServer {
  readonly url: string;
  readonly port: number;
  /** Resolves when everything that an answer needs is there; to false when it is stopped before that. */
  whenReady(): Promise<boolean>;
  /** Readiness off, then no new connections, then what is under way finishes; then the gateway stops. Once. */
  stop(): Promise<void>;
}

const clientBody = 1_048_576;
const gatewayBody = 16 * 1_048_576;
/** How many of the longest bodies there is room for at once: measured, so that a burst of them stays below 500 MB. */
const largeBodies = { client: 8, gateway: 4 };

/** How many events a subscription's cost is set against, in what one query may cost. */
const eventsOfBudget = 10;

/** Starts answering. Throws where development tokens would be reachable from another machine. */
export async function startServer(parts: ServerParts): Promise<RunningServer> {
  const { settings, gateway, verifier, makeContext, log, ready, developmentTokens, connected = null } = parts;
  if (developmentTokens && !isLoopback(settings.host)) {
    throw new Error(`Development identities are for this machine alone: HOST can't be ${settings.host}.`);
  }
  const behindGateway = settings.gatewayProof !== null;
  const costBudget = behindGateway ? null : (settings.costBudget ?? defaultCostBudget);
  // A subgraph speaks to its gateway, which says what its clients may hear.
  const schemaHidden = !settings.introspection && !behindGateway;
  const outages = new OutageLog(log);
  const meter = new Meter(parts.readings);
  const apollo = graphqlServer({ gateway, log, outages, costBudget, schemaHidden, meter });
  await apollo.start();

  let draining = false;
  const asked = readinessOf([...ready, { name: "identity", check: () => verifier.check() }], log);
  const readiness = async (): Promise<Readiness> => (draining ? { ready: false, checks: {} } : asked());
  const limits = behindGateway ? gatewayLimits : { ...clientLimits, introspection: settings.introspection };
  const bodyLimit = behindGateway ? gatewayBody : clientBody;
  const bodies = new ByteBudget(bodyLimit * (behindGateway ? largeBodies.gateway : largeBodies.client));
  const subscriptions = new Subscriptions({
    gateway,
    makeContext,
    limits,
    // Each event costs as much again, and one change may concern every follower.
    costBudget: costBudget === null ? null : Math.ceil(costBudget / eventsOfBudget),
    schemaHidden,
    meter,
    connected,
  });
  const { readerBounds: bounds = defaultBounds, drainSpread = 0 } = settings;
  const flushing = new Flushing();
  const heartbeat = new Heartbeat();
  const server = httpServer(
    {
      graphql: { apollo, verifier, makeContext, limits, holdToLimits: limiter(limits), bodyLimit, bodies },
      events: { subscriptions, verifier, bodies, bounds, flushing, heartbeat },
      gatewayProof: settings.gatewayProof,
      queryPage: settings.introspection && !behindGateway,
      developmentTokens,
      documents: parts.documents ?? null,
      endings: parts.endings ?? null,
      metrics: { meter, token: settings.metricsToken ?? null, development: developmentTokens !== null },
      readiness,
      log,
      outages,
    },
    () => draining,
  );
  const close = closer(server, log);
  // A gateway follows a subgraph by server-sent events alone.
  const sockets = behindGateway
    ? null
    : socketServer({ subscriptions, verifier, log, outages, connected, bounds, flushing, heartbeat });
  server.on("upgrade", (request, socket, head) => {
    if (sockets) sockets.upgrade(request, socket, head);
    else socket.destroy();
  });
  for (const reading of readingsOf(subscriptions, sockets)) meter.watch(reading);
  const { port } = await listen(server, settings);

  const stop = async (): Promise<void> => {
    draining = true;
    if (settings.drainDelay) await new Promise((resolve) => setTimeout(resolve, settings.drainDelay));
    const readers = Promise.all([sockets?.close(drainSpread), subscriptions.endStreams(drainSpread)]);
    await Promise.all([readers.then(() => subscriptions.close()), close(drainSpread)]);
    await apollo.stop();
  };
  let stopping: Promise<void> | null = null;
  return {
    url: `http://${settings.host.includes(":") ? `[${settings.host}]` : settings.host}:${port}`,
    port,
    whenReady: () => untilReady(readiness, () => draining),
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
}

const readingsOf = (subscriptions: Subscriptions, sockets: Sockets | null): Reading[] => [
  {
    name: "countersign_subscriptions",
    help: "Subscriptions that are open.",
    type: "gauge",
    read: () => subscriptions.count,
  },
  { name: "countersign_sockets", help: "WebSockets that are open.", type: "gauge", read: () => sockets?.count ?? 0 },
];

function listen(server: ReturnType<typeof httpServer>, { host, port }: ServerSettings): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => reject(notListening(error, host, port)));
    server.listen(port, host, () => {
      server.removeAllListeners("error");
      resolve(server.address() as AddressInfo);
    });
  });
}

/** Why the server can't listen, by the setting that mends it. */
function notListening(error: NodeJS.ErrnoException, host: string, port: number): Error {
  const { code = "" } = error;
  const reasons: Readonly<Record<string, string>> = {
    EADDRINUSE: `PORT ${port} on ${host} is in use: stop what listens there, or set another PORT`,
    EACCES: `PORT ${port} is not for this user: set another PORT, such as 4000`,
    EADDRNOTAVAIL: `HOST ${host} is no address of this machine`,
    ENOTFOUND: `HOST ${host} is no name that leads to an address`,
  };
  return new Error(`${reasons[code] ?? `HOST ${host} and PORT ${port} can't be listened on`} (${code}).`, {
    cause: error,
  });
}
