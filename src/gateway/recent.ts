/** A map that keeps the entries last used, of at most `limit` together: each weighs 1 unless `weigh` says otherwise. */
export class Recent<Key, Value extends object> {
  readonly #limit: number;
  readonly #weigh: (value: Value) => number;
  readonly #entries = new Map<Key, Value>();
  #weight = 0;

  constructor(limit: number, weigh: (value: Value) => number = () => 1) {
    if (!Number.isInteger(limit) || limit < 1) throw new RangeError(`A limit of ${limit} makes no sense.`);
    this.#limit = limit;
    this.#weigh = weigh;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** The value of a key, made if there is none. One that outweighs the limit by itself is given and not kept. */
  remember(key: Key, make: () => Value): Value {
    const known = this.#entries.get(key);
    if (known) {
      this.#entries.delete(key);
      this.#entries.set(key, known);
      return known;
    }
    const value = make();
    this.#entries.set(key, value);
    this.#weight += this.#weigh(value);
    for (const [oldest, entry] of this.#entries) {
      if (this.#weight <= this.#limit) break;
      this.#entries.delete(oldest);
      this.#weight -= this.#weigh(entry);
    }
    return value;
  }
}
