const protocolVersion3 = 196_608;
const tlsRequest = 80_877_103;
const gssRequest = 80_877_104;

const terminate = "X".charCodeAt(0);
const flush = "H".charCodeAt(0);
/** Simple query, sync and function call: the engine answers each with ReadyForQuery. */
const batchEnds: ReadonlySet<number> = new Set(["Q", "S", "F"].map((letter) => letter.charCodeAt(0)));

/** What a client asks for, cut where the engine may be given to someone else. */
export type Request =
  | { readonly kind: "encryption" }
  | { readonly kind: "startup" }
  /** Whole messages up to where an answer is due; `complete` when ReadyForQuery follows. */
  | { readonly kind: "batch"; readonly bytes: Buffer; readonly complete: boolean }
  | { readonly kind: "terminate" }
  | { readonly kind: "unsupported" };

/**
 * Reads one client's bytes (PostgreSQL's protocol, version 3) as requests. A request is handed out only when all of
 * it has arrived, so a statement that comes in several pieces can't be mixed with another client's.
 */
export class FrontendReader {
  #chunks: Buffer[] = [];
  #length = 0;
  #needed = 0;
  #started = false;
  #batch: Buffer[] = [];

  /** Takes the bytes that arrived and gives the requests that are complete with them, in order. */
  *read(chunk: Buffer): Generator<Request> {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    while (this.#length > 0 && this.#length >= this.#needed) {
      const bytes = this.#chunks.length === 1 ? (this.#chunks[0] as Buffer) : Buffer.concat(this.#chunks);
      const message = this.#message(bytes);
      this.#keep(message === null ? bytes : bytes.subarray(message.length));
      if (message === null) return;
      this.#needed = 0;
      const request = this.#started ? this.#request(message) : this.#greeting(message);
      if (request !== null) yield request;
    }
  }

  /** The first whole message; null when more bytes are needed, and then how many in all is noted. */
  #message(bytes: Buffer): Buffer | null {
    const tag = this.#started ? 1 : 0;
    if (bytes.length < tag + 4) {
      this.#needed = tag + 4;
      return null;
    }
    const length = tag + bytes.readInt32BE(tag);
    if (bytes.length >= length) return bytes.subarray(0, Math.max(length, tag + 4));
    this.#needed = length;
    return null;
  }

  #keep(rest: Buffer): void {
    this.#chunks = rest.length === 0 ? [] : [rest];
    this.#length = rest.length;
  }

  #greeting(message: Buffer): Request {
    const code = message.length >= 8 ? message.readInt32BE(4) : 0;
    if (code === tlsRequest || code === gssRequest) return { kind: "encryption" };
    if (code !== protocolVersion3) return { kind: "unsupported" };
    this.#started = true;
    return { kind: "startup" };
  }

  #request(message: Buffer): Request | null {
    const type = message[0] as number;
    if (type === terminate) return { kind: "terminate" };
    this.#batch.push(message);
    const complete = batchEnds.has(type);
    if (!complete && type !== flush) return null;
    const bytes = this.#batch.length === 1 ? message : Buffer.concat(this.#batch);
    this.#batch = [];
    return { kind: "batch", bytes, complete };
  }
}

/** A simple query as the client would send it. */
export function queryMessage(sql: string): Buffer {
  const text = Buffer.from(`${sql}\0`);
  const head = Buffer.alloc(5);
  head.write("Q");
  head.writeInt32BE(4 + text.length, 1);
  return Buffer.concat([head, text]);
}

/** A startup message for the embedded database's one user. */
export function startupMessage(): Buffer {
  const body = Buffer.from("user\0postgres\0database\0postgres\0client_encoding\0UTF8\0\0");
  const head = Buffer.alloc(8);
  head.writeInt32BE(8 + body.length, 0);
  head.writeInt32BE(protocolVersion3, 4);
  return Buffer.concat([head, body]);
}

/** An error that ends the connection, as a backend sends it. `code` is an SQLSTATE. */
export function fatalMessage(code: string, message: string): Buffer {
  const body = Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${message}\0\0`);
  const head = Buffer.alloc(5);
  head.write("E");
  head.writeInt32BE(4 + body.length, 1);
  return Buffer.concat([head, body]);
}
