import { once } from "node:events";
import WebSocket from "ws";

/** One message of graphql-transport-ws. */
export interface Message {
  readonly type: string;
  readonly id?: string;
  // biome-ignore lint/suspicious/noExplicitAny: payloads are as various as the messages
  readonly payload?: any;
}

/** A WebSocket that says exactly what it is told to. */
export interface RawSocket {
  readonly socket: WebSocket;
  /** Sends a message as JSON, or a text as it is. */
  say(message: Message | string): void;
  /** The next message. Fails when the socket closes first. */
  hear(): Promise<Message>;
  /** How it was closed. */
  readonly closed: Promise<{ code: number; reason: string }>;
  /** Introduces itself with these parameters and waits for the acknowledgement. */
  introduced(payload?: object): Promise<RawSocket>;
  /** Subscribes, and waits for nothing. */
  subscribe(id: string, query: string, more?: object): void;
}

export interface RawSocketOptions {
  readonly protocol?: string | null;
  readonly path?: string;
  readonly headers?: Record<string, string>;
}

/** Opens one to the server at `url`. Resolves once it is open. */
export async function rawSocket(
  url: string,
  { protocol = "graphql-transport-ws", path = "/graphql", headers = {} }: RawSocketOptions = {},
): Promise<RawSocket> {
  const address = `${url.replace(/^http/, "ws")}${path}`;
  const socket = new WebSocket(address, protocol === null ? [] : [protocol], { headers });
  const heard: Message[] = [];
  const waiting: { resolve(message: Message): void; reject(error: Error): void }[] = [];
  socket.on("message", (data) => {
    const message = JSON.parse(String(data)) as Message;
    const first = waiting.shift();
    if (first) first.resolve(message);
    else heard.push(message);
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.once("close", (code, reason) => {
      for (const each of waiting) each.reject(new Error(`The socket was closed: ${code} ${reason}`));
      resolve({ code, reason: String(reason) });
    });
  });
  await once(socket, "open");
  socket.on("error", () => {});
  const raw: RawSocket = {
    socket,
    say: (message) => socket.send(typeof message === "string" ? message : JSON.stringify(message)),
    hear: () => {
      const first = heard.shift();
      return first ? Promise.resolve(first) : new Promise((resolve, reject) => waiting.push({ resolve, reject }));
    },
    closed,
    introduced: async (payload) => {
      raw.say({ type: "connection_init", ...(payload ? { payload } : {}) });
      const { type } = await raw.hear();
      if (type !== "connection_ack") throw new Error(`Instead of an acknowledgement came ${type}`);
      return raw;
    },
    subscribe: (id, query, more = {}) => raw.say({ type: "subscribe", id, payload: { query, ...more } }),
  };
  return raw;
}
