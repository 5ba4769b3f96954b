import { WebSocket } from "ws";
import type { Filter } from "./audience.ts";
import { obey, say } from "./child.ts";
import { machineNow } from "./machine-now.ts";

/** What the readers are told: to open a socket each, to close them, to say what they heard. */
export type ReadersOrder =
  | {
      readonly do: "open";
      readonly url: string;
      readonly document: string;
      /** The cursor to begin behind; null where there is none. */
      readonly after: string | null;
      readonly readers: readonly { readonly token: string; readonly filter: Filter }[];
      /** How many events there will be for all of them. */
      readonly events: number;
    }
  | { readonly do: "close" }
  | { readonly do: "report" };

/** All that came: one place in the three lists for each event, in the order in which they came. */
export interface Heard {
  /** The reader's number. */
  readonly who: Uint16Array;
  /** Which event: its place in `cursors` and `texts`. */
  readonly what: Uint32Array;
  /** When it came, by the machine's clock, ms. */
  readonly when: Float64Array;
  readonly cursors: readonly string[];
  /** What an event was written like: of each event every text that came, as each message was one of them to the byte. */
  readonly texts: readonly (readonly string[])[];
  /** Sockets that the server has closed. */
  readonly closed: readonly { readonly reader: number; readonly code: number; readonly reason: string }[];
  /** Messages that are no event: of a socket that is closed then, why. */
  readonly others: readonly { readonly reader: number; readonly text: string }[];
}

export type ReadersSaid =
  | { readonly at: "opened" }
  | { readonly at: "closed" }
  | { readonly at: "progress"; readonly events: number; readonly closed: number }
  | { readonly at: "heard"; readonly heard: Heard };

type Opening = Extract<ReadersOrder, { do: "open" }>;

const openingAtOnce = 50;
const progressMs = 100;
const mark = Buffer.from('"cursor":"');
const quote = 0x22;

/** What came to all the sockets that are open. */
class Ears {
  readonly who: Uint16Array;
  readonly what: Uint32Array;
  readonly when: Float64Array;
  readonly cursors: string[] = [];
  readonly texts: Buffer[][] = [];
  readonly closed: Heard["closed"][number][] = [];
  readonly others: Heard["others"][number][] = [];
  readonly #places = new Map<string, number>();
  events = 0;

  constructor(events: number) {
    // Room for what comes twice, so that it is seen.
    const room = events + 10_000;
    this.who = new Uint16Array(room);
    this.what = new Uint32Array(room);
    this.when = new Float64Array(room);
  }

  /** As little as can be: when it came, which it is, and whether it is what the others got. */
  hear(reader: number, message: Buffer): void {
    const now = machineNow();
    const begin = message.indexOf(mark) + mark.length;
    if (begin < mark.length) return void this.others.push({ reader, text: message.toString() });
    const cursor = message.toString("latin1", begin, message.indexOf(quote, begin));
    const place = this.#places.get(cursor) ?? this.#add(cursor);
    const texts = this.texts[place] as Buffer[];
    if (!texts.some((text) => text.equals(message))) texts.push(Buffer.from(message));
    this.who[this.events] = reader;
    this.what[this.events] = place;
    this.when[this.events] = now;
    this.events += 1;
  }

  #add(cursor: string): number {
    const place = this.cursors.push(cursor) - 1;
    this.#places.set(cursor, place);
    this.texts.push([]);
    return place;
  }

  get heard(): Heard {
    const { who, what, when, events, cursors, texts, closed, others } = this;
    return {
      who: who.slice(0, events),
      what: what.slice(0, events),
      when: when.slice(0, events),
      cursors,
      texts: texts.map((each) => each.map(String)),
      closed,
      others,
    };
  }
}

let ears = new Ears(0);
let sockets: WebSocket[] = [];

obey<ReadersOrder>(async (order) => {
  if (order.do === "open") {
    ears = new Ears(order.events);
    await openAll(order, ears);
    say<ReadersSaid>({ at: "opened" });
  } else if (order.do === "close") {
    const open = sockets;
    sockets = [];
    await Promise.all(open.map(close));
    say<ReadersSaid>({ at: "closed" });
  } else {
    say<ReadersSaid>({ at: "heard", heard: ears.heard });
  }
});

setInterval(() => {
  say<ReadersSaid>({ at: "progress", events: ears.events, closed: ears.closed.length });
}, progressMs);

/** Opens a socket for each reader, so many at once. */
async function openAll(order: Opening, into: Ears): Promise<void> {
  let next = 0;
  const opening = async (): Promise<void> => {
    for (let number = next; number < order.readers.length; number = next) {
      next += 1;
      sockets[number] = await open(order, number, into);
    }
  };
  await Promise.all(Array.from({ length: openingAtOnce }, opening));
}

/** A socket on which a subscription has been asked for. */
async function open({ url, document, after, readers }: Opening, number: number, into: Ears): Promise<WebSocket> {
  const { token, filter } = readers[number] as Opening["readers"][number];
  const socket = new WebSocket(url, "graphql-transport-ws", { perMessageDeflate: false, skipUTF8Validation: true });
  const acknowledged = Promise.withResolvers<void>();
  socket.once("open", () => {
    socket.send(JSON.stringify({ type: "connection_init", payload: { authorization: `Bearer ${token}` } }));
  });
  socket.once("message", (first: Buffer) => {
    if ((JSON.parse(first.toString()) as { type: string }).type === "connection_ack") acknowledged.resolve();
    else acknowledged.reject(new Error(`A socket was answered ${first}`));
    socket.on("message", (message: Buffer) => into.hear(number, message));
  });
  socket.on("error", acknowledged.reject);
  socket.on("close", (code, reason) => {
    acknowledged.reject(new Error(`A socket was closed with ${code} ${reason}`));
    if (sockets[number] === socket) into.closed.push({ reader: number, code, reason: String(reason) });
  });
  await acknowledged.promise;
  const variables = { ...filter, ...(after === null ? {} : { after }) };
  socket.send(JSON.stringify({ id: "1", type: "subscribe", payload: { query: document, variables } }));
  return socket;
}

async function close(socket: WebSocket): Promise<void> {
  if (socket.readyState === socket.CLOSED) return;
  const closed = new Promise((resolve) => socket.once("close", resolve));
  socket.close(1000);
  setTimeout(() => socket.terminate(), 5_000).unref();
  await closed;
}
