import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import pg from "pg";
import { type WebSocket, WebSocketServer } from "ws";
import type { Filter } from "./audience.ts";

/**
 * What is left of subscriptions when nothing is general: a `ws` server that knows its sockets by what each follows. At each
 * notification of a commit it sends the next of the texts that Countersign sent, to the sockets that follow it: it checks no
 * token, sees to nobody's rights and reads nothing.
 */
export interface BareSettings {
  readonly port: number;
  readonly databaseUrl: string;
  /** The file that holds the texts, in the order of the commits. */
  readonly texts: string;
}

/** A text that Countersign sent, and what it is about. */
export interface RecordedText {
  readonly releaseId: string;
  readonly applicationId: string;
  readonly text: string;
}

/** The environment variable that holds the settings as JSON. */
export const bareVariable = "BENCH_BARE";

const channel = "countersign_ledger";
const everything = "";

if (import.meta.main) {
  const { port, databaseUrl, texts } = JSON.parse(process.env[bareVariable] ?? "{}") as BareSettings;
  const recorded = (JSON.parse(readFileSync(texts, "utf8")) as RecordedText[]).map(({ text, ...about }) => ({
    keys: [about.releaseId, about.applicationId, everything],
    text: Buffer.from(text),
  }));
  const followers = new Map<string, Set<WebSocket>>();

  const client = new pg.Client({ connectionString: databaseUrl, application_name: "countersign bench bare" });
  await client.connect();
  let next = 0;
  client.on("notification", () => {
    const sent = recorded[next];
    next += 1;
    for (const key of sent?.keys ?? []) {
      for (const socket of followers.get(key) ?? []) socket.send(sent!.text, { binary: false });
    }
  });
  await client.query(`listen ${channel}`);

  const server = createServer((_, response) => response.end("{}"));
  const sockets = new WebSocketServer({
    server,
    perMessageDeflate: false,
    handleProtocols: (protocols) => [...protocols][0] ?? false,
  });
  sockets.on("connection", (socket) => {
    socket.on("message", (message) => {
      const { type, payload } = JSON.parse(String(message)) as { type: string; payload: { variables?: Filter } };
      if (type === "connection_init") return socket.send('{"type":"connection_ack"}');
      const key = payload.variables?.applicationId ?? payload.variables?.releaseId ?? everything;
      const same = followers.get(key) ?? new Set();
      followers.set(key, same.add(socket));
      socket.once("close", () => same.delete(socket));
    });
  });
  server.listen(port, "127.0.0.1");
}
