/** What was found a moment ago, for whoever asks the same: found once for all of them, and kept for so many ms. */
export class Briefly<Value> {
  readonly #ms: number;
  readonly #most: number;
  /** In the order in which they were asked for. */
  readonly #found = new Map<string, { readonly since: number; readonly value: Promise<Value> }>();

  /** Keeps at most `most` at once. */
  constructor(ms: number, most: number) {
    this.#ms = ms;
    this.#most = most;
  }

  /** What `find` finds for a key, or found for it lately. What fails is asked for again. */
  get(key: string, find: () => Promise<Value>): Promise<Value> {
    const now = performance.now();
    for (const [old, { since }] of this.#found) {
      if (now - since < this.#ms && this.#found.size < this.#most) break;
      this.#found.delete(old);
    }
    const known = this.#found.get(key);
    if (known) return known.value;
    const value = find();
    const entry = { since: now, value };
    this.#found.set(key, entry);
    value.catch(() => {
      if (this.#found.get(key) === entry) this.#found.delete(key);
    });
    return value;
  }
}
