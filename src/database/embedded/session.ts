import { createServer, type Server, type Socket } from "node:net";
import { FrontendReader, fatalMessage, queryMessage, type Request, startupMessage } from "./frontend.ts";

/** The part of PGlite that is used: one session, which takes protocol messages and answers at once. */
export interface Engine {
  execProtocolRawStream(
    message: Uint8Array,
    options: { syncToFs: boolean; onRawData: (bytes: Uint8Array) => void },
  ): Promise<void>;
  isInTransaction(): boolean;
}

/** Answers are handed to the socket in pieces of about this many bytes. */
const pieceSize = 256 * 1024;

/** How long a client may sit in an open transaction while others wait for the session, in milliseconds. */
const idleInTransactionLimit = 10_000;

interface Unit {
  readonly client: Client | null;
  readonly bytes: Uint8Array;
  readonly complete: boolean;
}

/**
 * Serves any number of connections over PGlite's one session. A connection holds the session for a whole batch of
 * messages and for a whole transaction; the others wait their turn. A connection that ends inside a transaction is
 * rolled back. What belongs to a session (settings, advisory locks, named statements) is shared by all.
 *
 * It stands in for the multiplexer of @electric-sql/pglite-socket, which takes turns between messages: a statement
 * that arrives in two pieces was seen to be bound to another connection's parameters.
 */
export class SessionServer {
  readonly #engine: Engine;
  readonly #crashed: (error: unknown) => void;
  readonly #idleLimit: number;
  readonly #server: Server;
  readonly #clients = new Set<Client>();
  readonly #queue: Unit[] = [];
  #greeting: Buffer = Buffer.alloc(0);
  #owner: Client | null = null;
  #running = false;
  #idleSince = 0;
  #idleTimer: NodeJS.Timeout | null = null;
  #ran = 0;

  /** `crashed` is told when the engine itself fails, after which it can't be used. */
  constructor(engine: Engine, crashed: (error: unknown) => void, idleLimit = idleInTransactionLimit) {
    this.#engine = engine;
    this.#crashed = crashed;
    this.#idleLimit = idleLimit;
    this.#server = createServer((socket) => this.#accept(socket));
  }

  /** How many of the clients' batches have been run, to tell whether there was work. */
  get ran(): number {
    return this.#ran;
  }

  /** Listens on a unix socket; rejects when it can't. */
  async listen(path: string): Promise<void> {
    this.#greeting = await this.#exchange(startupMessage());
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(path, () => {
        this.#server.off("error", reject);
        resolve();
      });
    });
  }

  /** Runs a statement between the clients' work, outside of any transaction; its answer is not looked at. */
  run(sql: string): void {
    this.#enqueue({ client: null, bytes: queryMessage(sql), complete: true });
  }

  /** Ends every connection and stops listening. */
  async close(): Promise<void> {
    if (this.#idleTimer !== null) clearTimeout(this.#idleTimer);
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const client of this.#clients) client.socket.destroy();
    await closed;
  }

  #accept(socket: Socket): void {
    const client = new Client(socket);
    this.#clients.add(client);
    socket.on("data", (chunk: Buffer) => {
      for (const request of client.reader.read(chunk)) this.#handle(client, request);
    });
    // An error is always followed by "close", which cleans up.
    socket.on("error", () => {});
    socket.on("close", () => this.#leave(client));
  }

  #handle(client: Client, request: Request): void {
    if (client.gone) return;
    if (request.kind === "batch") {
      this.#enqueue({ client, bytes: request.bytes, complete: request.complete });
    } else if (request.kind === "startup") {
      client.socket.write(this.#greeting);
    } else if (request.kind === "encryption") {
      client.socket.write("N");
    } else if (request.kind === "terminate") {
      client.socket.end();
    } else {
      client.socket.destroy();
    }
  }

  #leave(client: Client): void {
    client.gone = true;
    this.#clients.delete(client);
    for (let i = this.#queue.length - 1; i >= 0; i--) {
      if (this.#queue[i]?.client === client) this.#queue.splice(i, 1);
    }
    void this.#work();
  }

  #enqueue(unit: Unit): void {
    this.#queue.push(unit);
    void this.#work();
  }

  async #work(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    try {
      await this.#releaseIfGone();
      for (let unit = this.#next(); unit !== undefined; unit = this.#next()) {
        await this.#runUnit(unit);
        await this.#releaseIfGone();
      }
    } catch (error) {
      // The engine failed, not a statement: nothing may be run on it again, so the session stays taken.
      this.#crashed(error);
      return;
    }
    this.#running = false;
    this.#watchIdleOwner();
  }

  #next(): Unit | undefined {
    if (this.#owner === null) return this.#queue.shift();
    const at = this.#queue.findIndex((unit) => unit.client === this.#owner);
    return at === -1 ? undefined : this.#queue.splice(at, 1)[0];
  }

  async #runUnit({ client, bytes, complete }: Unit): Promise<void> {
    if (client !== null) this.#ran++;
    let pieces: Buffer[] = [];
    let size = 0;
    const send = () => {
      if (client !== null && !client.gone && size > 0) client.socket.write(Buffer.concat(pieces));
      pieces = [];
      size = 0;
    };
    await this.#engine.execProtocolRawStream(bytes, {
      syncToFs: false,
      // The bytes lie in the engine's memory, which it uses again: they must be copied.
      onRawData: (data) => {
        pieces.push(Buffer.from(data));
        size += data.length;
        if (size >= pieceSize) send();
      },
    });
    send();
    this.#idleSince = performance.now();
    this.#owner = client !== null && (!complete || this.#engine.isInTransaction()) ? client : null;
  }

  /** Gives the session back when its holder has left: what it had not committed is undone. */
  async #releaseIfGone(): Promise<void> {
    if (this.#owner?.gone !== true) return;
    this.#owner = null;
    await this.#exchange(Buffer.concat([Buffer.from([0x53, 0, 0, 0, 4]), queryMessage("ROLLBACK")]));
  }

  async #exchange(message: Uint8Array): Promise<Buffer> {
    const answer: Buffer[] = [];
    await this.#engine.execProtocolRawStream(message, {
      syncToFs: false,
      onRawData: (data) => answer.push(Buffer.from(data)),
    });
    return Buffer.concat(answer);
  }

  /** A transaction whose program waits for another connection would never end: it is ended, with the reason. */
  #watchIdleOwner(): void {
    if (this.#idleTimer !== null) clearTimeout(this.#idleTimer);
    this.#idleTimer = null;
    const owner = this.#owner;
    if (owner === null || this.#queue.length === 0) return;
    this.#idleTimer = setTimeout(
      () => {
        const message =
          "the transaction was idle while other connections waited for the embedded database's one session";
        owner.socket.end(fatalMessage("25P03", message), () => owner.socket.destroy());
      },
      this.#idleSince + this.#idleLimit - performance.now(),
    );
  }
}

class Client {
  readonly socket: Socket;
  readonly reader = new FrontendReader();
  gone = false;

  constructor(socket: Socket) {
    this.socket = socket;
  }
}
