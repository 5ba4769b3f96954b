import { type Ending, type Endings, mostEndings } from "../feed/endings.ts";
import { proofHeader } from "./proof.ts";

/** Asks a subgraph for what ends connections behind a place; with null for it, for the ledger's end alone. */
export type AskEndings = (after: number | null) => Promise<Endings>;

interface Log {
  info(detail: Readonly<Record<string, unknown>>, message: string): void;
  warn(detail: Readonly<Record<string, unknown>>, message: string): void;
}

/** How long a subgraph may take to answer, ms. */
const answeredWithin = 2_000;

/** Asks a subgraph of ours, by its address and the secret that it shares with the gateway. */
export function askingFor(url: string, secret: string): AskEndings {
  return async (after) => {
    const endings = new URL(url);
    endings.pathname = `${endings.pathname.replace(/\/$/, "")}/endings`;
    if (after !== null) endings.searchParams.set("after", String(after));
    const response = await fetch(endings, {
      headers: { [proofHeader]: secret },
      redirect: "error",
      signal: AbortSignal.timeout(answeredWithin),
    });
    if (!response.ok) throw new Error(`answered ${response.status}`);
    return (await response.json()) as Endings;
  };
}

/**
 * The ledger's end as a gateway without a database knows it: what ends connections, asked of a subgraph every so often while
 * someone has one open. What isn't answered is asked again from the same place, so that a subgraph which was away costs a delay
 * and no entry.
 */
export class RemoteEndings {
  /** What was told last may be older than what is opened now. */
  readonly lags = true;
  readonly #ask: AskEndings;
  readonly #log: Log;
  readonly #everyMs: number;
  readonly #told = new Set<(endings: readonly Ending[]) => void>();
  #known: number | null = null;
  #timer: NodeJS.Timeout | undefined;
  #asking = false;
  #headUnderWay: Promise<number> | null = null;
  #headNext: Promise<number> | null = null;
  #failing = false;

  constructor(ask: AskEndings, log: Log, everyMs = 1_000) {
    this.#ask = ask;
    this.#log = log;
    this.#everyMs = everyMs;
  }

  /** The last sequence number that this gateway knows of. */
  get known(): number {
    return this.#known ?? 0;
  }

  /** The ledger's last sequence number now. Those who ask at once share an answer that was asked for after all of them. */
  head(): Promise<number> {
    this.#headNext ??= (this.#headUnderWay ?? Promise.resolve(0)).then(
      () => this.#askHead(),
      () => this.#askHead(),
    );
    return this.#headNext;
  }

  #askHead(): Promise<number> {
    this.#headNext = null;
    this.#headUnderWay = this.#ask(null).then(({ head }) => {
      this.#known ??= head;
      return head;
    });
    return this.#headUnderWay;
  }

  /** Has every ending told, from now on. Gives what ends it. */
  watch(told: (endings: readonly Ending[]) => void): () => void {
    this.#told.add(told);
    this.#schedule();
    return () => {
      this.#told.delete(told);
      if (this.#told.size > 0) return;
      clearTimeout(this.#timer);
      this.#timer = undefined;
      // Whoever comes next begins at the end that there is then.
      this.#known = null;
    };
  }

  #schedule(): void {
    if (this.#timer !== undefined || this.#asking || this.#told.size === 0) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#look();
    }, this.#everyMs);
    this.#timer.unref();
  }

  async #look(): Promise<void> {
    this.#asking = true;
    try {
      if (this.#known === null) await this.head();
      let more = true;
      while (more) more = await this.#read();
      if (this.#failing) this.#log.info({}, "the ledger's subgraph tells again whose connections end");
      this.#failing = false;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (!this.#failing) this.#log.warn({ reason }, "the ledger's subgraph doesn't tell whose connections end");
      this.#failing = true;
    }
    this.#asking = false;
    this.#schedule();
  }

  /** Reads on; whether there may be more at once. */
  async #read(): Promise<boolean> {
    const after = this.#known;
    if (after === null) return false;
    const { head, entries } = await this.#ask(after);
    // Nobody may be left, or somebody else by now.
    if (this.#known !== after) return false;
    const more = entries.length === mostEndings;
    this.#known = more ? (entries.at(-1) as Ending).sequence : head;
    if (entries.length > 0) for (const told of this.#told) told(entries);
    return more;
  }
}
