import type { AddressInfo } from "node:net";
import { connect, createServer } from "node:net";

/** A way to the database that counts what goes through it. */
export interface CountingProxy {
  readonly url: string;
  /** Statements run so far, transactions' own included. */
  statements(): number;
  stop(): void;
}

const simpleQuery = "Q".charCodeAt(0);
const execute = "E".charCodeAt(0);

/** Listens for PostgreSQL's protocol and hands it on, counting the messages that run a statement. */
export async function countingProxy(databaseUrl: string): Promise<CountingProxy> {
  const target = new URL(databaseUrl);
  let statements = 0;
  const server = createServer((client) => {
    const upstream = connect(Number(target.port || 5432), target.hostname);
    const count = messageCounter((type) => {
      if (type === simpleQuery || type === execute) statements += 1;
    });
    client.on("data", (chunk) => {
      count(chunk);
      upstream.write(chunk);
    });
    upstream.on("data", (chunk) => client.write(chunk));
    for (const [one, other] of [[client, upstream] as const, [upstream, client] as const]) {
      one.on("close", () => other.destroy());
      one.on("error", () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = new URL(databaseUrl);
  url.hostname = "127.0.0.1";
  url.port = String((server.address() as AddressInfo).port);
  return { url: url.href, statements: () => statements, stop: () => void server.close() };
}

/** Tells the type of each message of a client; the first one of a connection has none. */
function messageCounter(seen: (type: number) => void): (chunk: Buffer) => void {
  let held = Buffer.alloc(0);
  let started = false;
  return (chunk) => {
    held = Buffer.concat([held, chunk]);
    for (;;) {
      const header = started ? 1 : 0;
      if (held.length < header + 4) return;
      const length = header + held.readUInt32BE(header);
      if (held.length < length) return;
      if (started) seen(held[0] ?? 0);
      started = true;
      held = held.subarray(length);
    }
  };
}
