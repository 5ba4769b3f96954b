import { createHash } from "node:crypto";
import type { Pool } from "pg";
import type { Log } from "./log.ts";

/** How many statements are prepared, each once it has come so often; others are planned each time that they run. */
const most = 300;
const often = 3;
/**
 * Milliseconds between two statements that take the place of another, the longest unused one. A connection keeps what it
 * has prepared until it ends, so this bounds what piles up in it (`maxLifetimeSeconds` in connection.ts).
 */
const patience = 5_000;
/** How many texts are counted that aren't prepared yet. */
const counted = 2_000;

/** A table was changed under a prepared statement. */
const outdated = "0A000";
/** The connection isn't the one that prepared it: a pooler in front gives each transaction another. */
const elsewhere = new Set(["26000", "42P05", "08P01"]);

/**
 * Runs reads as prepared statements, so that PostgreSQL plans a text that comes often once for a connection and
 * not for each of its thousand runs. A statement that a migration has outdated is run anew without a name; where a
 * pooler can't keep names, none are used from then on. A name is its text's digest, so that one which another process
 * gave on the same connection stands for the same text. Only for reads: what failed so is sent again.
 */
export class PreparedReads {
  readonly #pool: Pool;
  readonly #log: Log;
  readonly #names = new Map<string, string>();
  readonly #seen = new Map<string, number>();
  readonly #now: () => number;
  #replacedAt = Number.NEGATIVE_INFINITY;
  #off = false;

  constructor(pool: Pool, log: Log, now: () => number = () => performance.now()) {
    this.#pool = pool;
    this.#log = log;
    this.#now = now;
  }

  async query<Row>(text: string, values: readonly unknown[]): Promise<Row[]> {
    const name = this.#nameOf(text);
    if (name === null) return this.#unnamed(text, values);
    try {
      return (await this.#pool.query({ name, text, values: values as unknown[] })).rows as Row[];
    } catch (error) {
      const { code = "" } = error as { code?: string };
      if (code === outdated) this.#names.delete(text);
      else if (elsewhere.has(code)) this.#giveUp(error);
      else throw error;
      return this.#unnamed(text, values);
    }
  }

  async #unnamed<Row>(text: string, values: readonly unknown[]): Promise<Row[]> {
    return (await this.#pool.query(text, values as unknown[])).rows as Row[];
  }

  #nameOf(text: string): string | null {
    if (this.#off) return null;
    const known = this.#names.get(text);
    if (known !== undefined) {
      // The longest unused comes first.
      this.#names.delete(text);
      this.#names.set(text, known);
      return known;
    }
    if (!this.#comesOften(text) || !this.#hasPlace()) return null;
    const name = `countersign_${createHash("sha256").update(text).digest("base64url")}`;
    this.#names.set(text, name);
    return name;
  }

  /** Counts a text; true when it has come often enough to be worth a plan of its own. */
  #comesOften(text: string): boolean {
    const times = (this.#seen.get(text) ?? 0) + 1;
    if (times < often && this.#seen.size >= counted) this.#seen.clear();
    if (times < often) this.#seen.set(text, times);
    else this.#seen.delete(text);
    return times >= often;
  }

  /** Whether one more may be prepared, perhaps in place of another. */
  #hasPlace(): boolean {
    if (this.#names.size < most) return true;
    const now = this.#now();
    if (now - this.#replacedAt < patience) return false;
    this.#replacedAt = now;
    const [unused] = this.#names.keys();
    return this.#names.delete(unused!);
  }

  #giveUp(error: unknown): void {
    if (!this.#off) this.#log.warn({ err: error }, "statements can't be prepared here: each is planned when it runs");
    this.#off = true;
  }
}
