import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { GraphQLError, type GraphQLFormattedError, parse } from "graphql";
import { CloseCode, handleProtocols, makeServer } from "graphql-ws";
import { type WebSocket, WebSocketServer } from "ws";
import type { Connected } from "../feed/connected.ts";
import { type Actor, publicActor } from "../identity/actor.ts";
import { tokenRefused } from "../identity/refusals.ts";
import type { Verifier } from "../identity/tokens.ts";
import type { Flushing } from "./flushing.ts";
import type { Heartbeat } from "./heartbeat.ts";
import type { Log } from "./log.ts";
import { type MaskedRequest, presentError } from "./masking.ts";
import type { OutageLog } from "./outage-log.ts";
import { defaultBounds, type OutletBounds, slowReader } from "./outlet.ts";
import { closeCodes, closeFor, closeForLast } from "./socket-closing.ts";
import { answer, SocketEvents } from "./socket-events.ts";
import { spread } from "./spread.ts";
import { atTime, type Follower, isOpen, type SentSubscription, type Subscriptions } from "./subscriptions.ts";

export interface SocketSettings {
  readonly subscriptions: Subscriptions;
  readonly verifier: Verifier;
  readonly log: Log;
  readonly outages: OutageLog;
  /** Writes to the connections of all readers, whatever they are read over. */
  readonly flushing: Flushing;
  /** Tells when an actor's connections are ended from outside; without it a socket that follows nothing doesn't hear of it. */
  readonly connected?: Connected | null;
  /** How many subscriptions one socket may have open; 100 unless told. */
  readonly perSocket?: number;
  /** How many sockets are open at once; 10,000 unless told. Half of them at most are of clients that have said that they are nobody. */
  readonly sockets?: number;
  /** How often a socket is asked whether it lives. One that doesn't answer before the next time is cut. */
  readonly heartbeat: Heartbeat;
  /** How much may wait for a socket's reader. */
  readonly bounds?: OutletBounds;
}

/** The WebSocket side of the graph. */
export interface Sockets {
  /** Takes over a connection that asks to become a WebSocket. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  readonly count: number;
  /** Closes every socket as going away, spread over a time in ms, and takes no new one. */
  close(overMs?: number): Promise<void>;
}

/** The longest message that a client may send, bytes: a subscription within the limits fits. */
const longestMessage = 65_536;
const initTimeoutMs = 3_000;
/** How long a socket's subscriptions have to say themselves why it is closed, ms. */
const partingMs = 500;

/** What one socket holds. */
interface Held {
  readonly socket: WebSocket;
  readonly request: IncomingMessage;
  readonly masked: MaskedRequest;
  readonly events: SocketEvents;
  /** The ids of its subscriptions, from when they are asked for until nothing more of them is sent. */
  readonly taken: Set<string>;
  follower: Follower | null;
  /** Calls off what would end it. */
  leave: () => void;
}

/** How many more sockets may be open of clients that don't say who they are. */
interface PublicPlaces {
  left: number;
}

/** graphql-ws runs what it is given a document for; what it runs was opened before. */
const anySubscription = parse("subscription { opened }");

/** Serves subscriptions over graphql-transport-ws. */
export function socketServer(settings: SocketSettings): Sockets {
  const { log, flushing, heartbeat, perSocket = 100, sockets = 10_000, bounds = defaultBounds } = settings;
  const websockets = new WebSocketServer({
    noServer: true,
    maxPayload: longestMessage,
    perMessageDeflate: false,
    handleProtocols: (protocols) => handleProtocols(protocols),
  });
  const places: PublicPlaces = { left: Math.ceil(sockets / 2) };
  const protocol = makeServer<Record<string, unknown>, Held>({
    connectionInitWaitTimeout: initTimeoutMs,
    onConnect: ({ connectionParams, extra }) => connect(settings, places, extra, connectionParams),
    onSubscribe: async ({ extra }, id, payload) => {
      const { socket, events, taken } = extra;
      if (taken.has(id)) {
        // The client has completed it meanwhile, and graphql-ws would take the two for one.
        const message = `Subscriber for ${id} already exists`;
        closeFor(socket, CloseCode.SubscriberAlreadyExists, message);
        return refused([{ message }]);
      }
      if (taken.size >= perSocket) return refused([tooMany(perSocket)]);
      taken.add(id);
      const over = (): void => void taken.delete(id);
      try {
        const opened = await settings.subscriptions.open(payload as SentSubscription, extra.follower!);
        if (isOpen(opened)) {
          return { schema: null as never, document: anySubscription, rootValue: events.send(id, opened, over) };
        }
        over();
        closeForLast(socket, opened);
        return refused(opened.errors);
      } catch (error) {
        over();
        throw error;
      }
    },
    subscribe: async ({ rootValue }) => rootValue as AsyncGenerator<never>,
    onError: ({ extra }, _id, _payload, errors) =>
      errors.map((error) => (error instanceof Shown ? error.shown : presentError(error, extra.masked))) as never,
  });

  websockets.on("connection", (socket: WebSocket, request: IncomingMessage, connection: Duplex) => {
    const correlationId = randomUUID();
    const masked = { correlationId, log, outages: settings.outages };
    log.info({ correlationId }, "a socket opened");
    socket.on("error", (error) => log.debug({ correlationId, err: error }, "a socket failed"));
    const events = new SocketEvents(
      socket,
      bounds,
      () => flushing.hold(connection),
      () => log.info({ correlationId }, slowReader),
    );
    const held: Held = { socket, request, masked, events, taken: new Set(), follower: null, leave: () => undefined };
    const rest = heartbeat.add(beatOf(socket, events));
    const closed = protocol.opened(
      {
        protocol: socket.protocol,
        // Not waited for: until then graphql-ws would hold an id that is free for its client.
        send: (data) => answer(socket, data),
        close: (code = CloseCode.InternalServerError, reason = "") => closeFor(socket, code, reason),
        onMessage: (handle) => {
          socket.on("message", (data) => {
            handle(String(data)).catch((error: unknown) => {
              log.error({ correlationId, err: error }, "a socket's message could not be handled");
              closeFor(socket, CloseCode.InternalServerError, "Internal server error");
            });
          });
        },
      },
      held,
    );
    socket.once("close", (code, reason) => {
      rest();
      held.leave();
      events.end();
      log.info({ correlationId, code, subject: held.follower?.actor.subject }, "a socket closed");
      void closed(code, String(reason));
    });
  });

  let closing = false;
  return {
    upgrade(request, socket, head) {
      if (closing) return refuseUpgrade(socket, 503);
      const [path] = (request.url ?? "/").split("?", 1);
      if (path !== "/graphql") return refuseUpgrade(socket, 404);
      websockets.handleUpgrade(request, socket, head, (opened) => {
        if (websockets.clients.size <= sockets) return websockets.emit("connection", opened, request, socket);
        opened.on("error", () => opened.terminate());
        closeFor(opened, closeCodes.tryAgainLater, "Too many sockets are open here");
      });
    },
    get count() {
      return websockets.clients.size;
    },
    async close(overMs = 0) {
      closing = true;
      await spread([...websockets.clients], overMs, (socket) => closeFor(socket, closeCodes.goingAway, "Going away"));
      await new Promise<void>((resolve) => websockets.close(() => resolve()));
    },
  };
}

/** Who the socket's subscriptions are for: by the token of `connection_init`, or of the request that opened it. */
async function connect(
  settings: SocketSettings,
  places: PublicPlaces,
  held: Held,
  parameters: Readonly<Record<string, unknown>> | undefined,
): Promise<boolean> {
  const given = parameters?.authorization ?? parameters?.Authorization ?? held.request.headers.authorization;
  try {
    if (given !== undefined && typeof given !== "string") throw new TypeError("authorization is no string");
    const actor = given === undefined ? publicActor : await settings.verifier.verify(given);
    if (given === undefined && places.left === 0) {
      closeFor(
        held.socket,
        closeCodes.tryAgainLater,
        "Too many sockets are open here of clients that don't say who they are",
      );
      return false;
    }
    held.follower = { actor, authorization: given, masked: held.masked, over: "socket" };
    held.leave = given === undefined ? inPlace(places) : endedWith(settings, held, actor);
    // Whoever left while the token was verified has closed already.
    if (held.socket.readyState !== held.socket.OPEN) held.leave();
    return true;
  } catch (error) {
    const shown =
      error instanceof TypeError
        ? { message: "Give `authorization` as a string: Bearer and the token.", extensions: {} }
        : presentError(error, held.masked);
    const later = shown.extensions?.code === "IDENTITY_UNAVAILABLE";
    closeFor(held.socket, later ? closeCodes.tryAgainLater : CloseCode.Forbidden, shown.message);
    return false;
  }
}

/** Takes a place of the public's. Gives what gives it back, once. */
function inPlace(places: PublicPlaces): () => void {
  let held = 1;
  places.left -= held;
  return () => {
    places.left += held;
    held = 0;
  };
}

/**
 * Has the socket end with its actor's token, revocation or disconnection, also where it follows nothing: a little after
 * its subscriptions, which say so themselves. Gives what calls it off.
 */
function endedWith({ connected }: SocketSettings, { socket, masked }: Held, actor: Actor): () => void {
  let parting: NodeJS.Timeout | undefined;
  const end = (reason: GraphQLError): void => {
    const last = { errors: [presentError(reason, masked)] };
    parting ??= setTimeout(closeForLast, partingMs, socket, last).unref();
  };
  const forget = atTime(actor.expiresAt, () => end(tokenRefused("TOKEN_EXPIRED")));
  const leave = connected?.add(actor, end);
  return () => {
    clearTimeout(parting);
    forget();
    leave?.();
  };
}

/** An error as its client may see it, on its way through graphql-ws. */
class Shown extends GraphQLError {
  readonly shown: GraphQLFormattedError;

  constructor(shown: GraphQLFormattedError) {
    super(shown.message);
    this.shown = shown;
  }
}

const refused = (errors: readonly GraphQLFormattedError[]): GraphQLError[] => errors.map((error) => new Shown(error));

const tooMany = (allowed: number): GraphQLFormattedError => ({
  message: `One socket holds at most ${allowed} subscriptions. End some first, or open another.`,
  extensions: { code: "TOO_MANY_SUBSCRIPTIONS", limit: "subscriptions", allowed },
});

/** Cuts a socket that hasn't answered a ping, nor takes anything of what waits before it, until the next is due. */
function beatOf(socket: WebSocket, events: SocketEvents): () => void {
  let answered = true;
  socket.on("pong", () => {
    answered = true;
  });
  return () => {
    if (!events.isTaking() && !answered) socket.terminate();
    answered = false;
    if (socket.readyState === socket.OPEN) socket.ping();
  };
}

function refuseUpgrade(socket: Duplex, status: 404 | 503): void {
  const said = status === 404 ? "Not Found" : "Service Unavailable";
  // Nobody else listens to it any more: an error would end the process, and a client that stays would hold up the stop.
  socket.on("error", () => socket.destroy());
  socket.end(`HTTP/1.1 ${status} ${said}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`, () => socket.destroy());
}
