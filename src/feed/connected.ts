import type { GraphQLError } from "graphql";
import type { Actor } from "../identity/actor.ts";
import { disconnected, tokenRefused } from "../identity/refusals.ts";
import { isNamed } from "../identity/revocation.ts";
import type { Ending } from "./endings.ts";

/** Where what ends connections is heard of: the tail of the ledger, or what stands for it where there is no database. */
interface Tail {
  watch(told: (entries: readonly Ending[]) => void): () => void;
  /** The ledger's last sequence number now. */
  head(): Promise<number>;
  /** The last one that is known of here. */
  readonly known: number;
  /** Whether `known` may be so old that what was opened meanwhile is to be told from it by asking. */
  readonly lags?: boolean;
}

interface Connection {
  readonly actor: Actor;
  readonly end: (reason: GraphQLError) => void;
  /** The last entry that there was, as far as is known, when it was opened: none up to there is about it. */
  readonly since: number | Promise<number>;
}

/** What an entry that names an actor means for what that actor has open. */
const endings: Readonly<Record<string, () => GraphQLError>> = {
  ActorRevoked: () => tokenRefused("TOKEN_REVOKED"),
  ActorDisconnected: disconnected,
};

/**
 * Who has something open at this process, so that a revocation or a disconnection reaches all that it names, also what
 * follows nothing at the moment: as soon as the tail of the ledger brings the entry, from whatever process it came.
 */
export class Connected {
  readonly #tail: Tail;
  readonly #open = new Set<Connection>();
  #unwatch: (() => void) | null = null;
  /** Where the ledger ended when the first of them was opened: what the tail still had to read then is older than all. */
  #begun: Promise<number> = Promise.resolve(0);

  constructor(tail: Tail) {
    this.#tail = tail;
  }

  /** Has `end` called, with what to tell the actor, when the actor is named. Gives what calls that off. */
  add(actor: Actor, end: (reason: GraphQLError) => void): () => void {
    // The public has no name.
    if (actor.subject === null) return () => undefined;
    const connection = { actor, end, since: this.#place() };
    this.#open.add(connection);
    if (this.#unwatch === null) {
      this.#begun = this.#tail.head().catch(() => 0);
      this.#unwatch = this.#tail.watch((entries) => void this.#heard(entries));
    }
    return () => {
      this.#open.delete(connection);
      if (this.#open.size > 0) return;
      this.#unwatch?.();
      this.#unwatch = null;
    };
  }

  #place(): number | Promise<number> {
    const { known, lags = false } = this.#tail;
    return lags ? this.#tail.head().catch(() => known) : known;
  }

  async #heard(entries: readonly Ending[]): Promise<void> {
    for (const { sequence, type, names } of entries) {
      const reason = endings[type];
      if (names === null || reason === undefined) continue;
      const named = [...this.#open].filter(({ actor }) => isNamed(actor, names));
      if (named.length === 0 || sequence <= (await this.#begun)) continue;
      for (const connection of named) {
        const { since } = connection;
        // Where the place is known nobody waits: who is named is told before anything behind the entry.
        const place = typeof since === "number" ? since : await since;
        if (sequence > place && this.#open.has(connection)) connection.end(reason());
      }
    }
  }
}
