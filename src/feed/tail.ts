import { Turns } from "../database/turns.ts";
import { type Sql, sql } from "../graph/sql.ts";
import { type FeedEntry, feedColumns } from "./feed-entry.ts";

interface Source {
  query<Row>(text: string, values: readonly unknown[]): Promise<Row[]>;
}

interface TailLog {
  warn(detail: Readonly<Record<string, unknown>>, message: string): void;
}

export interface TailOptions {
  /** How many entries are kept for readers that are nearly up to date; 10,000 unless told. */
  readonly kept?: number;
  /** How often the table is looked at when no hint comes while someone waits, ms; 250 unless told. */
  readonly pollMs?: number;
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
  #waiting = new Set<() => void>();
  #reading = false;
  #hinted = false;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;
  #failing = false;

  constructor(source: Source, log: TailLog, { kept = 10_000, pollMs = 250 }: TailOptions = {}) {
    this.#source = source;
    this.#log = log;
    this.#options = { kept, pollMs };
  }

  /** The ledger's last sequence number now; 0 before the first entry. */
  async head(): Promise<number> {
    const [row] = await this.#query<{ head: number }>(sql`select last_seq as head from ledger_tail`);
    const head = row?.head ?? 0;
    // Nobody followed for long: whoever begins further back reads the table, and nobody needs what lies between.
    const farBehind = this.#waiting.size === 0 && !this.#reading && head - (this.#last ?? head) > this.#options.kept;
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

  /** Resolves when there is, or may be, something behind a sequence number; also when the signal is aborted. */
  async next(sequence: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted || this.#stopped || (this.#last !== null && this.#last > sequence)) return;
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        this.#waiting.delete(wake);
        signal.removeEventListener("abort", wake);
        resolve();
      };
      this.#waiting.add(wake);
      signal.addEventListener("abort", wake);
      if (this.#hinted) void this.#look();
      else this.#schedule();
    });
  }

  /** Says that something may have been appended. Costs nothing while nobody follows. */
  hint(): void {
    this.#hinted = true;
    if (this.#waiting.size > 0) void this.#look();
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

  get stopped(): boolean {
    return this.#stopped;
  }

  /** Wakes everyone who waits, and reads no more. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#wakeAll();
  }

  #schedule(): void {
    if (this.#timer !== undefined || this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#look();
    }, this.#options.pollMs);
    this.#timer.unref();
  }

  async #look(): Promise<void> {
    if (this.#reading || this.#stopped) return;
    this.#reading = true;
    do {
      this.#hinted = false;
      await this.#read();
    } while (this.#hinted && !this.#stopped);
    this.#reading = false;
    if (this.#waiting.size > 0) this.#schedule();
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
    this.#wakeAll();
  }

  #wakeAll(): void {
    for (const wake of [...this.#waiting]) wake();
  }

  #query<Row>(statement: Sql): Promise<Row[]> {
    return this.#source.query<Row>(statement.text, statement.values);
  }
}
