import pg from "pg";
import type { Log } from "./log.ts";

/** What a listener tells of. */
export interface Listening {
  /** Something was notified, or may have been while nobody heard it. */
  hint(): void;
  /** Whether what is notified arrives: true once the listener has heard its own word, false when it has lost its connection. */
  arrives(yes: boolean): void;
}

export interface ListenerOptions {
  /** The server's address, as DATABASE_URL has it. */
  readonly url: string;
  /** What is listened to: a plain identifier. */
  readonly channel: string;
  /** The first and the longest pause before it connects again, ms; 250 and 30,000 unless told. Each is twice the one before. */
  readonly pauses?: readonly [first: number, longest: number];
  /** How often it asks whether its connection lives, ms; 30,000 unless told. */
  readonly beatMs?: number;
}

/** How its connection shows in pg_stat_activity. */
export const listenerName = "countersign listener";

/** How long the server may take to answer it, ms. */
const patience = 10_000;

/**
 * Listens on a connection of its own to what other processes notify (`LISTEN`), and connects again whenever that one is
 * lost. What it tells is a hint and no more: whoever must miss nothing reads the table. It speaks to itself first: behind
 * a pooler that gives each transaction another connection nothing would ever arrive, and nobody should wait for it.
 */
export class Listener {
  readonly #options: Required<ListenerOptions>;
  readonly #log: Log;
  #told: Listening | null = null;
  #client: pg.Client | null = null;
  #timer: NodeJS.Timeout | undefined;
  #failures = 0;
  #stopped = false;

  constructor(options: ListenerOptions, log: Log) {
    this.#options = { pauses: [250, 30_000], beatMs: 30_000, ...options };
    this.#log = log;
  }

  /** Begins, once. Never throws: until it is connected it only hasn't heard anything. */
  start(told: Listening): void {
    if (this.#told !== null || this.#stopped) return;
    this.#told = told;
    void this.#connect(told);
  }

  /** Resolves when its connection is closed. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#client?.end().catch(() => {});
  }

  async #connect(told: Listening): Promise<void> {
    const { url, channel, beatMs } = this.#options;
    const client = new pg.Client({
      connectionString: url,
      application_name: listenerName,
      connectionTimeoutMillis: patience,
      query_timeout: patience,
      keepAlive: true,
    });
    this.#client = client;
    let beat: NodeJS.Timeout | undefined;
    let over = false;
    const lost = (error: unknown): void => {
      if (over) return;
      over = true;
      clearInterval(beat);
      client.end().catch(() => {});
      this.#again(told, error);
    };
    client.on("error", lost);
    client.on("end", () => lost(new Error("The connection was closed.")));
    client.on("notification", () => {
      if (this.#failures > 0) this.#log.info({}, "changes by other processes are heard of again");
      this.#failures = 0;
      told.arrives(true);
      told.hint();
    });
    try {
      await client.connect();
      await client.query(`listen ${client.escapeIdentifier(channel)}`);
      await client.query("select pg_notify($1, '')", [channel]);
      beat = setInterval(() => void client.query("select 1").catch(lost), beatMs);
    } catch (error) {
      lost(error);
    }
  }

  #again(told: Listening, error: unknown): void {
    if (this.#stopped) return;
    told.arrives(false);
    if (this.#failures === 0) {
      this.#log.warn({ err: error }, "changes by other processes aren't heard of at once: the ledger is asked instead");
    }
    const [first, longest] = this.#options.pauses;
    const pause = Math.min(longest, first * 2 ** this.#failures);
    this.#failures += 1;
    // Spread, so that nodes which lost a server together don't all come back to it at one moment.
    this.#timer = setTimeout(() => void this.#connect(told), pause * (0.5 + Math.random() / 2));
    this.#timer.unref();
  }
}
