import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type FormattedExecutionResult, GraphQLError, type GraphQLFormattedError, parse } from "graphql";
import { CloseCode, handleProtocols, makeServer } from "graphql-ws";
import { type WebSocket, WebSocketServer } from "ws";
import { publicActor } from "../identity/actor.ts";
import type { Verifier } from "../identity/tokens.ts";
import type { Log } from "./log.ts";
import { type MaskedRequest, presentError } from "./masking.ts";
import type { OutageLog } from "./outage-log.ts";
import { endsIdentity, type Follower, isOpen, type SentSubscription, type Subscriptions } from "./subscriptions.ts";

export interface SocketSettings {
  readonly subscriptions: Subscriptions;
  readonly verifier: Verifier;
  readonly log: Log;
  readonly outages: OutageLog;
  /** How many subscriptions one socket may have open; 100 unless told. */
  readonly perSocket?: number;
  /** How many sockets are open at once; 10,000 unless told. */
  readonly sockets?: number;
  /** How often a socket is asked whether it lives, ms; 12,000 unless told. One that doesn't answer in time is cut. */
  readonly keepAliveMs?: number;
}

/** The WebSocket side of the graph. */
export interface Sockets {
  /** Takes over a connection that asks to become a WebSocket. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  readonly count: number;
  /** Closes every socket as going away, and takes no new one. */
  close(): Promise<void>;
}

/** The longest message that a client may send, bytes: a subscription within the limits fits. */
const longestMessage = 65_536;
const initTimeoutMs = 3_000;
const goingAway = 1001;
const tryAgainLater = 1013;
const longestReason = 120;
/** How much may wait for a reader, bytes: one event of each of its subscriptions fits. Beyond it the socket is cut. */
const longestBacklog = 16_777_216;

/** What one socket holds. */
interface Held {
  readonly socket: WebSocket;
  readonly request: IncomingMessage;
  readonly masked: MaskedRequest;
  follower: Follower | null;
}

/** graphql-ws runs what it is given a document for; what it runs was opened before. */
const anySubscription = parse("subscription { opened }");

/** Serves subscriptions over graphql-transport-ws. */
export function socketServer(settings: SocketSettings): Sockets {
  const { log, perSocket = 100, sockets = 10_000, keepAliveMs = 12_000 } = settings;
  const websockets = new WebSocketServer({
    noServer: true,
    maxPayload: longestMessage,
    perMessageDeflate: false,
    handleProtocols: (protocols) => handleProtocols(protocols),
  });
  const protocol = makeServer<Record<string, unknown>, Held>({
    connectionInitWaitTimeout: initTimeoutMs,
    onConnect: ({ connectionParams, extra }) => connect(settings, extra, connectionParams),
    onSubscribe: async ({ extra, subscriptions }, _id, payload) => {
      if (Object.keys(subscriptions).length > perSocket) {
        return refused([tooMany(perSocket)]);
      }
      const opened = await settings.subscriptions.open(payload as SentSubscription, extra.follower!);
      if (!isOpen(opened)) {
        if (endsIdentity(opened)) closeFor(extra.socket, CloseCode.Forbidden, opened.errors[0]!.message);
        return refused(opened.errors);
      }
      return { schema: null as never, document: anySubscription, rootValue: opened };
    },
    subscribe: async ({ rootValue }) => rootValue as AsyncGenerator<never>,
    onNext: ({ extra }, _id, _payload, _args, result) => {
      const shown = result as FormattedExecutionResult;
      if (endsIdentity(shown)) setImmediate(closeFor, extra.socket, CloseCode.Forbidden, shown.errors![0]!.message);
      return shown as never;
    },
    onError: ({ extra }, _id, _payload, errors) =>
      errors.map((error) => (error instanceof Shown ? error.shown : presentError(error, extra.masked))) as never,
  });

  websockets.on("connection", (socket: WebSocket, request: IncomingMessage) => {
    const correlationId = randomUUID();
    const masked = { correlationId, log, outages: settings.outages };
    log.info({ correlationId }, "a socket opened");
    socket.on("error", (error) => log.debug({ correlationId, err: error }, "a socket failed"));
    const held: Held = { socket, request, masked, follower: null };
    const alive = keptAlive(socket, keepAliveMs);
    const closed = protocol.opened(
      {
        protocol: socket.protocol,
        send: (data) => sent(socket, data),
        close: (code, reason) => socket.close(code, reason),
        onMessage: (handle) => {
          socket.on("message", (data) => {
            handle(String(data)).catch((error: unknown) => {
              log.error({ correlationId, err: error }, "a socket's message could not be handled");
              socket.close(CloseCode.InternalServerError, "Internal server error");
            });
          });
        },
      },
      held,
    );
    socket.once("close", (code, reason) => {
      clearInterval(alive);
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
        if (websockets.clients.size <= sockets) return websockets.emit("connection", opened, request);
        opened.on("error", () => opened.terminate());
        opened.close(tryAgainLater, "Too many sockets are open here");
      });
    },
    get count() {
      return websockets.clients.size;
    },
    async close() {
      closing = true;
      for (const socket of websockets.clients) socket.close(goingAway, "Going away");
      const cut = setTimeout(() => {
        for (const socket of websockets.clients) socket.terminate();
      }, 2_000);
      await new Promise<void>((resolve) => websockets.close(() => resolve()));
      clearTimeout(cut);
    },
  };
}

/** Who the socket's subscriptions are for: by the token of `connection_init`, or of the request that opened it. */
async function connect(
  { verifier }: SocketSettings,
  held: Held,
  parameters: Readonly<Record<string, unknown>> | undefined,
): Promise<boolean> {
  const given = parameters?.authorization ?? parameters?.Authorization ?? held.request.headers.authorization;
  try {
    if (given !== undefined && typeof given !== "string") throw new TypeError("authorization is no string");
    const actor = given === undefined ? publicActor : await verifier.verify(given);
    held.follower = { actor, authorization: given, masked: held.masked };
    return true;
  } catch (error) {
    const shown =
      error instanceof TypeError
        ? { message: "Give `authorization` as a string: Bearer and the token.", extensions: {} }
        : presentError(error, held.masked);
    const later = shown.extensions?.code === "IDENTITY_UNAVAILABLE";
    closeFor(held.socket, later ? tryAgainLater : CloseCode.Forbidden, shown.message);
    return false;
  }
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

function closeFor(socket: WebSocket, code: number, reason: string): void {
  // A close frame's reason holds 123 bytes.
  socket.close(
    code,
    Buffer.from(reason)
      .subarray(0, longestReason)
      .toString()
      .replace(/\uFFFD+$/, ""),
  );
}

/** Resolves once the message has left, so that a slow reader holds up its own subscriptions and nobody else's. */
function sent(socket: WebSocket, data: string): Promise<void> {
  return new Promise((resolve) => {
    if (socket.readyState !== socket.OPEN) return resolve();
    socket.send(data, () => resolve());
    if (socket.bufferedAmount > longestBacklog) socket.terminate();
  });
}

/** Cuts a socket that doesn't answer a ping before the next one is due. */
function keptAlive(socket: WebSocket, everyMs: number): NodeJS.Timeout {
  let answered = true;
  socket.on("pong", () => {
    answered = true;
  });
  const timer = setInterval(() => {
    if (!answered) socket.terminate();
    answered = false;
    if (socket.readyState === socket.OPEN) socket.ping();
  }, everyMs);
  timer.unref();
  return timer;
}

function refuseUpgrade(socket: Duplex, status: 404 | 503): void {
  const said = status === 404 ? "Not Found" : "Service Unavailable";
  // Nobody else listens to it any more: an error would end the process, and a client that stays would hold up the stop.
  socket.on("error", () => socket.destroy());
  socket.end(`HTTP/1.1 ${status} ${said}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`, () => socket.destroy());
}
