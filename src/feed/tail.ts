import { Turns } from "../database/turns.ts";
import { type Sql, sql } from "../graph/sql.ts";
import { type FeedEntry, feedColumns } from "./feed-entry.ts";

interface Source {
  query<Row>(text: string, values: readonly unknown[]): Promise<Row[]>;
}

interface TailLog {
  warn(detail: Readonly<Record<string, unknown>>, message: string): void;
}

/** Where hints come from that other processes have appended. */
export interface Hints {
  /** Begins: `hint` at each, and `arrives` whether they can be counted on for now. */
  start(told: { hint(): void; arrives(yes: boolean): void }): void;
  /** Resolves when it holds nothing any more. */
  stop(): Promise<void>;
}

export interface TailOptions {
  /** How many entries are kept for readers that are nearly up to date; 10,000 unless told. */
  readonly kept?: number;
  /** How often the table is looked at when no hint comes while someone waits, ms; 250 unless told. */
  readonly pollMs?: number;
  /** The same while hints of other processes arrive, ms; 1,000 unless told. */
  readonly pollWhileHintedMs?: number;
  /** Without it, what other processes append is found by looking alone. */
  readonly hints?: Hints | null;
}

/** One that waits: it has come as far as an entry, and is woken by the next one that it wants. */
interface Waiting {
  sequence: number;
  readonly wants: (entry: FeedEntry) => boolean;
  readonly wake: () => void;
}

/** How many followers read at once what an entry brings them. */
const readersAtOnce = 3;

/** How many entries one statement reads. */
const stretch = 500;

/**
 * The end of the ledger as one process knows it: each entry is read once, however many follow the feed. The table is the
 * truth; a hint only makes the next look come sooner, so that one which is lost costs a moment and no entry. Sequence
 * numbers come without gaps and in commit order: what is read past the last one known is complete.
 */
export class LedgerTail {
  readonly #source: Source;
  readonly #log: TailLog;
  readonly #options: Required<TailOptions>;
  /** Turns at reading what an entry brings: one entry may concern every follower, and others need the database too. */
  readonly turns = new Turns(readersAtOnce);
  /** The last entries, contiguous, up to `#last`. */
  #entries: FeedEntry[] = [];
  #last: number | null = null;
  #waiting = new Set<Waiting>();
  readonly #watchers = new Set<(entries: readonly FeedEntry[]) => void>();
  #reading = false;
  #hinted = false;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;
  #failing = false;
  #hintsArrive = false;
  #begun = false;

  constructor(source: Source, log: TailLog, options: TailOptions = {}) {
    const { kept = 10_000, pollMs = 250, pollWhileHintedMs = 1_000, hints = null } = options;
    this.#source = source;
    this.#log = log;
    this.#options = { kept, pollMs, pollWhileHintedMs, hints };
  }

  /** The ledger's last sequence number now; 0 before the first entry. */
  async head(): Promise<number> {
    const [row] = await this.#query<{ head: number }>(sql`select last_seq as head from ledger_tail`);
    const head = row?.head ?? 0;
    // Nobody followed for long: whoever begins further back reads the table, and nobody needs what lies between.
    const farBehind = !this.#wanted && !this.#reading && head - (this.#last ?? head) > this.#options.kept;
    if (this.#last === null || farBehind) {
      this.#entries = [];
      this.#last = head;
    }
    return head;
  }

  /**
   * The entries behind a sequence number that this process keeps, at most 500: none where it is the last one known, null
   * where it lies further back than what is kept, and only the table has them.
   */
  entriesAfter(sequence: number): readonly FeedEntry[] | null {
    if (this.#last === null) return null;
    const first = this.#last - this.#entries.length + 1;
    if (sequence < first - 1) return null;
    const from = sequence - first + 1;
    return this.#entries.slice(from, from + stretch);
  }

  /**
   * Resolves when there is, or may be, something behind a sequence number that is wanted, whatever is unless told; also when
   * the signal is aborted. Gives up to where there is nothing.
   */
  async next(
    sequence: number,
    signal: AbortSignal,
    wants: (entry: FeedEntry) => boolean = () => true,
  ): Promise<number> {
    if (signal.aborted || this.#stopped || (this.#last !== null && this.#last > sequence)) return sequence;
    this.#begin();
    return new Promise<number>((resolve) => {
      const wake = (): void => {
        this.#waiting.delete(waiting);
        signal.removeEventListener("abort", wake);
        resolve(waiting.sequence);
      };
      const waiting: Waiting = { sequence, wants, wake };
      this.#waiting.add(waiting);
      signal.addEventListener("abort", wake);
      if (this.#hinted) void this.#look();
      else this.#schedule();
    });
  }

  /** Has every entry told, as it is read, from now on. Gives what ends it. */
  watch(told: (entries: readonly FeedEntry[]) => void): () => void {
    this.#begin();
    this.#watchers.add(told);
    void this.#look();
    return () => void this.#watchers.delete(told);
  }

  /** Says that something may have been appended. Costs nothing while nobody follows. */
  hint(): void {
    this.#hinted = true;
    if (this.#wanted) void this.#look();
  }

  get #wanted(): boolean {
    return this.#waiting.size > 0 || this.#watchers.size > 0;
  }

  /** The last sequence number that this process knows of; 0 before it has looked. */
  get known(): number {
    return this.#last ?? 0;
  }

  /** How many entries of the ledger have not been read yet; 0 while nobody waits for them. */
  async lag(): Promise<number> {
    if (this.#waiting.size === 0 || this.#last === null) return 0;
    const known = this.#last;
    return Math.max(0, (await this.head()) - known);
  }

  /** How many wait for the next entry: for metrics. */
  get following(): number {
    return this.#waiting.size;
  }

  /** Whether hints of other processes arrive now: without them their entries are found a little later. */
  get hinted(): boolean {
    return this.#hintsArrive;
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  /** Wakes everyone who waits, and reads no more. Resolves when nothing is held any more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    for (const { wake } of [...this.#waiting]) wake();
    await this.#options.hints?.stop();
  }

  /** Nothing is listened to before someone follows. */
  #begin(): void {
    if (this.#begun) return;
    this.#begun = true;
    this.#options.hints?.start({
      hint: () => this.hint(),
      arrives: (yes) => {
        if (yes === this.#hintsArrive) return;
        this.#hintsArrive = yes;
        clearTimeout(this.#timer);
        this.#timer = undefined;
        // What was appended while no hint arrived is looked for now, and then at the new pace.
        this.hint();
      },
    });
  }

  #schedule(): void {
    if (this.#timer !== undefined || this.#stopped) return;
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        void this.#look();
      },
      this.#hintsArrive ? this.#options.pollWhileHintedMs : this.#options.pollMs,
    );
    this.#timer.unref();
  }

  async #look(): Promise<void> {
    if (this.#reading || this.#stopped) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#reading = true;
    do {
      this.#hinted = false;
      await this.#read();
    } while (this.#hinted && !this.#stopped);
    this.#reading = false;
    if (this.#wanted) this.#schedule();
  }

  async #read(): Promise<void> {
    try {
      if (this.#last === null) await this.head();
      for (;;) {
        const rows = await this.#query<FeedEntry>(
          sql`select ${feedColumns} from ledger_entry e where e.seq > ${this.#last}::int8 order by e.seq limit ${stretch}`,
        );
        if (rows.length > 0) this.#take(rows);
        if (rows.length < stretch) break;
      }
      this.#failing = false;
    } catch (error) {
      if (!this.#failing && !this.#stopped) this.#log.warn({ err: error }, "the ledger can't be read: the feed waits");
      this.#failing = true;
    }
  }

  #take(rows: readonly FeedEntry[]): void {
    this.#entries.push(...rows);
    // Cut in bulk: moving the array for every entry would cost more than it saves.
    if (this.#entries.length > this.#options.kept * 1.5) this.#entries = this.#entries.slice(-this.#options.kept);
    this.#last = rows.at(-1)!.sequence;
    // Before anyone reads them: whoever is named hears nothing more.
    for (const told of this.#watchers) told(rows);
    for (const waiting of [...this.#waiting]) wakeFor(rows, waiting);
  }

  #query<Row>(statement: Sql): Promise<Row[]> {
    return this.#source.query<Row>(statement.text, statement.values);
  }
}

/** Wakes one for which there is something among new entries; whoever else waits has come past them. */
function wakeFor(entries: readonly FeedEntry[], waiting: Waiting): void {
  for (const entry of entries) {
    if (entry.sequence <= waiting.sequence) continue;
    if (waiting.wants(entry)) {
      waiting.wake();
      return;
    }
    waiting.sequence = entry.sequence;
  }
}
