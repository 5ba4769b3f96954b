import type { FeedEntry } from "./feed-entry.ts";

/** The end of the ledger, as what waits for it sees it. */
interface Tail {
  entriesAfter(sequence: number): readonly FeedEntry[] | null;
  next(sequence: number, signal: AbortSignal): Promise<void>;
  readonly stopped: boolean;
}

/** What those who are gathered wait for. */
export interface Gathered {
  /** Stands for it, and for the rights with which it is read. */
  readonly key: string;
  /** The events that an entry brings those who may see it, whatever they narrow it to; null where they are too many. */
  readonly events: (entry: FeedEntry) => Promise<readonly unknown[] | null>;
}

/** Where one begins to wait, and what for. */
export interface Awaited {
  /** The last entry, which has been read. */
  readonly sequence: number;
  readonly wants: (event: unknown) => boolean;
  /** Has it woken once it has come as far, whatever there is; null for nowhere. */
  readonly until: number | null;
}

/** How far one who waited has come: up to that entry there is nothing for it but these events, the entry's. */
export interface Woken {
  readonly sequence: number;
  readonly events: readonly unknown[];
}

interface Waiting extends Awaited {
  sequence: number;
  readonly wake: (events: readonly unknown[]) => void;
}

/**
 * Those who have read all that there is and wait for more of the same with the same rights: the events that a new entry
 * brings are found once for all of them, and only who wants one is woken, with it. A thousand who each follow a record of
 * their own cost an entry little more than one of them.
 */
export class Gatherings {
  readonly #tail: Tail;
  readonly #gatherings = new Map<string, Gathering>();

  constructor(tail: Tail) {
    this.#tail = tail;
  }

  /** How many wait, beside what waits at the tail for them. */
  get waiting(): number {
    let all = 0;
    for (const { size, isAsleep } of this.#gatherings.values()) all += size - (isAsleep ? 1 : 0);
    return all;
  }

  /**
   * Waits behind an entry. Resolves with the events of the next that brings any, or without any where what comes behind is
   * to be read, or it is over.
   */
  wait({ key, events }: Gathered, awaited: Awaited, signal: AbortSignal): Promise<Woken> {
    if (signal.aborted || this.#tail.stopped) return Promise.resolve({ sequence: awaited.sequence, events: [] });
    let gathering = this.#gatherings.get(key);
    if (!gathering) {
      const made = new Gathering(this.#tail, events, () => {
        if (this.#gatherings.get(key) === made) this.#gatherings.delete(key);
      });
      this.#gatherings.set(key, made);
      gathering = made;
    }
    return gathering.wait(awaited, signal);
  }
}

class Gathering {
  readonly #tail: Tail;
  readonly #events: Gathered["events"];
  readonly #gone: () => void;
  readonly #waiting = new Set<Waiting>();
  readonly #left = new AbortController();
  #isAsleep = false;
  /** The last entry that was looked at for all of them; null before the first of them has come. */
  #sequence: number | null = null;

  constructor(tail: Tail, events: Gathered["events"], gone: () => void) {
    this.#tail = tail;
    this.#events = events;
    this.#gone = gone;
  }

  get size(): number {
    return this.#waiting.size;
  }

  /** Whether it waits for the next entry itself. */
  get isAsleep(): boolean {
    return this.#isAsleep;
  }

  wait(awaited: Awaited, signal: AbortSignal): Promise<Woken> {
    return new Promise((resolve) => {
      const one: Waiting = {
        ...awaited,
        wake: (events) => {
          this.#waiting.delete(one);
          signal.removeEventListener("abort", leave);
          resolve({ sequence: one.sequence, events });
        },
      };
      const leave = (): void => {
        one.wake([]);
        if (this.#waiting.size > 0) return;
        // Nobody waits for what is being waited for: whoever comes next begins anew.
        this.#gone();
        this.#left.abort();
      };
      signal.addEventListener("abort", leave);
      this.#waiting.add(one);
      if (this.#sequence === null) {
        this.#sequence = awaited.sequence;
        void this.#run();
      } else if (awaited.sequence < this.#sequence) one.wake([]);
    });
  }

  async #run(): Promise<void> {
    try {
      while (this.#waiting.size > 0 && !this.#tail.stopped) {
        const entries = this.#tail.entriesAfter(this.#sequence!);
        if (entries === null) break;
        if (entries.length === 0) await this.#next();
        for (const entry of entries) await this.#look(entry);
      }
    } catch {
      // Whoever is woken meets the fault, and is told.
    }
    this.#gone();
    for (const { wake } of [...this.#waiting]) wake([]);
  }

  async #next(): Promise<void> {
    this.#isAsleep = true;
    try {
      await this.#tail.next(this.#sequence!, this.#left.signal);
    } finally {
      this.#isAsleep = false;
    }
  }

  async #look(entry: FeedEntry): Promise<void> {
    // One that names an actor is for that one to read, whatever it is about.
    const events = entry.names === null ? await this.#events(entry) : null;
    this.#sequence = entry.sequence;
    for (const one of [...this.#waiting]) {
      if (one.sequence >= entry.sequence) continue;
      if (events === null) {
        one.wake([]);
        continue;
      }
      one.sequence = entry.sequence;
      const wanted = events.filter(one.wants);
      if (wanted.length > 0 || (one.until !== null && entry.sequence >= one.until)) one.wake(wanted);
    }
  }
}
