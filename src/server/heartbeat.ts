/** The finest that beats are spread, ms. */
const finestMs = 100;

/** Has each of many do something every so often: one timer for all, and never many at one moment however they came. */
export class Heartbeat {
  readonly #everyMs: number;
  /** Who beats when: each of these is due once in the time. */
  readonly #slots: Set<() => void>[];
  #next = 0;
  #size = 0;
  #timer: NodeJS.Timeout | undefined;
  /** When the slot before the next one was due, by `performance.now`. */
  #since = 0;

  /** Every 12 s unless told, ms. */
  constructor(everyMs = 12_000) {
    this.#everyMs = everyMs;
    this.#slots = Array.from({ length: Math.max(2, Math.round(everyMs / finestMs)) }, () => new Set());
  }

  /** How many beat. */
  get size(): number {
    return this.#size;
  }

  /** Has `beat` called in half the time at the earliest, and from then on every time. Gives what ends it. */
  add(beat: () => void): () => void {
    const slot = this.#emptiest();
    slot.add(beat);
    this.#size += 1;
    if (this.#timer === undefined) {
      this.#since = performance.now();
      this.#timer = setInterval(() => this.#beat(), this.#slotMs).unref();
    }
    return () => {
      if (!slot.delete(beat)) return;
      this.#size -= 1;
      if (this.#size > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
    };
  }

  /** Of the later half of what is to come the slot with the fewest: of those with as few the latest. */
  #emptiest(): Set<() => void> {
    const all = this.#slots.length;
    let found = this.#slots[(this.#next + all - 1) % all]!;
    for (let ahead = all - 2; ahead >= all / 2; ahead -= 1) {
      const slot = this.#slots[(this.#next + ahead) % all]!;
      if (slot.size < found.size) found = slot;
    }
    return found;
  }

  /**
   * Those that are due by now: a process that was held up has missed calls of its timer. At most half of all at once, so that
   * nobody is asked again whose answer has come meanwhile and wasn't read yet.
   */
  #beat(): void {
    const missed = Math.floor((performance.now() - this.#since) / this.#slotMs);
    this.#since += missed * this.#slotMs;
    for (let left = Math.min(missed, this.#slots.length / 2); left > 0; left -= 1) {
      const slot = this.#slots[this.#next]!;
      this.#next = (this.#next + 1) % this.#slots.length;
      for (const beat of [...slot]) beat();
    }
  }

  get #slotMs(): number {
    return this.#everyMs / this.#slots.length;
  }
}
