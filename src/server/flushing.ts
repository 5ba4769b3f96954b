/** A connection that can hold back what is written to it, and then writes it at once. */
export interface Corkable {
  cork(): void;
  uncork(): void;
}

/** How long it writes at a stretch before others get a turn, ms. */
const stretchMs = 4;

/** How long it rests at most between two rounds, ms. */
const longestRestMs = 100;

/** How many times as long it rests as it wrote. */
const restsTimes = 3;

/**
 * Writes to many connections in rounds: what is sent to one between two rounds leaves it as one write, which costs what a
 * single message does. A round begins with the next turn of the event loop, or once what it reads and computes has had
 * three times as long as the last round took: so a process that can't write everything by itself writes less often, and more
 * at a time.
 */
export class Flushing {
  #next = new Set<Corkable>();
  #round = new Set<Corkable>();
  #isGoing = false;
  /** How long the present round has written, ms. */
  #spent = 0;
  /** Until when it rests, by `performance.now`. */
  #restsUntil = 0;

  /** Holds back what is written to a connection until the next round. */
  hold(connection: Corkable): void {
    if (this.#round.has(connection) || this.#next.has(connection)) return;
    connection.cork();
    this.#next.add(connection);
    if (!this.#isGoing) this.#begin();
  }

  #begin(): void {
    this.#isGoing = true;
    const rest = this.#restsUntil - performance.now();
    if (rest >= 1) setTimeout(() => this.#turn(), rest);
    else setImmediate(() => this.#turn());
  }

  #turn(): void {
    [this.#round, this.#next] = [this.#next, this.#round];
    this.#spent = 0;
    this.#write();
  }

  #write(): void {
    const begun = performance.now();
    let now = begun;
    for (const connection of this.#round) {
      this.#round.delete(connection);
      connection.uncork();
      now = performance.now();
      if (now - begun >= stretchMs) break;
    }
    this.#spent += now - begun;
    if (this.#round.size > 0) return void setImmediate(() => this.#write());
    this.#restsUntil = now + Math.min(restsTimes * this.#spent, longestRestMs);
    if (this.#next.size > 0) this.#begin();
    else this.#isGoing = false;
  }
}
