import type { ExecutionResult, GraphQLError } from "graphql";

/** An event's result, or why there is nothing more to get. */
export type Outcome = ExecutionResult | GraphQLError;

/** How long an outcome is good for others, ms from when its computing began: what it joins is no older then. */
const keptForMs = 1_000;

/** How many are kept that are there. */
const kept = 500;

/** An outcome that is there or comes, and since when what it joins may be as it says. */
interface Found {
  readonly outcome: Promise<Outcome>;
  /** When its computing began, by `performance.now`; null while it waits for its turn. */
  readonly since: number | null;
  isThere: boolean;
}

/** Gives the outcome that a key stands for: one that others found, or by `find`, which says when its computing begins. */
export type Finding = (key: string, find: (begins: () => void) => Promise<Outcome>) => Promise<Outcome>;

/**
 * The outcomes of events that were computed a moment ago, for those who are shown the same by the same document and follow
 * other events beside: an event is resolved once for all of them. What went wrong is tried again.
 */
export class Outcomes {
  /** In the order in which they were asked for. */
  readonly #found = new Map<string, Found>();
  #there = 0;
  #timer: NodeJS.Timeout | undefined;

  /** How many are kept now: for tests. */
  get size(): number {
    return this.#found.size;
  }

  /** Asks in the name of one reader, to whom nothing is told that is older than what it was told before. */
  reader(): Finding {
    let newest = 0;
    return async (key, find) => {
      const found = this.#of(key, find, newest);
      const outcome = await found.outcome;
      newest = Math.max(newest, found.since ?? 0);
      return outcome;
    };
  }

  /** The outcome of a key that isn't from before a time. */
  #of(key: string, find: Parameters<Finding>[1], notBefore: number): Found {
    this.#drop();
    const known = this.#found.get(key);
    if (known && (known.since === null || known.since >= notBefore)) return known;
    if (known) this.#forget(key, known);
    let since: number | null = null;
    const outcome = find(() => {
      since = performance.now();
    });
    const found: Found = {
      outcome,
      get since() {
        return since;
      },
      isThere: false,
    };
    this.#found.set(key, found);
    found.outcome.then(
      (outcome) => {
        if (outcome instanceof Error || outcome.errors) this.#forget(key, found);
        else if (this.#found.get(key) === found) {
          found.isThere = true;
          this.#there += 1;
        }
      },
      () => this.#forget(key, found),
    );
    this.#timer ??= setTimeout(() => this.#sweep(), keptForMs).unref();
    return found;
  }

  #forget(key: string, found: Found): void {
    if (this.#found.get(key) !== found) return;
    this.#found.delete(key);
    if (found.isThere) this.#there -= 1;
  }

  /** Those that are still to come stay, however long they take: whoever asks would begin another. */
  #drop(): void {
    const now = performance.now();
    for (const [key, found] of this.#found) {
      if (!found.isThere) continue;
      if (now - found.since! < keptForMs && this.#there <= kept) break;
      this.#forget(key, found);
    }
  }

  /** Nothing stays where nobody asks any more. */
  #sweep(): void {
    this.#timer = undefined;
    this.#drop();
    if (this.#found.size > 0) this.#timer = setTimeout(() => this.#sweep(), keptForMs).unref();
  }
}
