import { Context } from "../context.ts";
import { endable } from "../graph/endable.ts";
import { type Sql, sql } from "../graph/sql.ts";
import { isNamed } from "../identity/revocation.ts";
import { audienceTags, rowAccess } from "../identity/visibility.ts";
import { hasReached, type LedgerPosition } from "../ledger/cursor.ts";
import { refuseUnknown } from "../ledger/known-place.ts";
import type { FeedEntry } from "./feed-entry.ts";

/** What has a place in the feed. */
export interface Placed {
  readonly cursor: LedgerPosition;
}

/** The events that some entries bring a reader, in order. `rest` is the place from which to ask again, if there is more. */
export interface Brought<Event extends Placed> {
  readonly events: readonly Event[];
  readonly rest: LedgerPosition | null;
}

/** What a reader follows. */
export interface Wanted<Event extends Placed> {
  /** Whether an entry can bring an event, by what the tail knows of it. */
  readonly concerns: (entry: FeedEntry) => boolean;
  /** The same of a ledger entry `e`. */
  readonly where: Sql;
  /**
   * The events of entries, by their sequence numbers, that the reader may see, behind a place: visibility is asked of the
   * database, each time. Gives few at a time: a slow reader holds them all.
   */
  readonly events: (context: Context, sequences: readonly number[], behind: LedgerPosition) => Promise<Brought<Event>>;
}

/** What a reader follows, as it comes, with how far that is. */
export interface Followed<Event extends Placed> extends AsyncIterableIterator<Event, void> {
  /** How far it has looked: what the reader may see up to there has been brought. */
  readonly place: LedgerPosition;
  /** Has it end, once it has come as far as a place, before it waits for more. */
  endAt(place: LedgerPosition): void;
}

/** The next entries that may bring something, by their sequence numbers, and how far that is. */
interface Read {
  readonly sequences: readonly number[];
  readonly upTo: number;
}

/** How many entries one look into the ledger's history gives. */
const historyPage = 200;

/**
 * Follows the feed from behind a place, or from now on: everything the reader may see of what is wanted, in the ledger's
 * order, without a gap and nothing twice. A slow reader holds its place, and the few events that one look gave: nothing is
 * gathered for it. Throws CURSOR_UNKNOWN for a place that isn't in this ledger.
 */
export async function follow<Event extends Placed>(
  context: Context,
  wanted: Wanted<Event>,
  after: LedgerPosition | null | undefined,
): Promise<Followed<Event>> {
  const head = await context.services.tail.head();
  if (after && (after.mark != null || after.sequence > head)) await refuseUnknown(context, after);
  const following = new Following(context, wanted, after ?? { sequence: head, id: null });
  const events = endable((ended) => following.events(ended));
  return {
    ...events,
    get place() {
      return following.place;
    },
    endAt: (place) => following.endAt(place),
  };
}

class Following<Event extends Placed> {
  readonly #context: Context;
  readonly #wanted: Wanted<Event>;
  readonly #tags: ReadonlySet<string> | null;
  #place: LedgerPosition;
  #end: LedgerPosition | null = null;

  constructor(context: Context, wanted: Wanted<Event>, start: LedgerPosition) {
    this.#context = context;
    this.#wanted = wanted;
    this.#place = start;
    const tags = audienceTags(context.actor);
    this.#tags = tags && new Set(tags);
  }

  get place(): LedgerPosition {
    return this.#place;
  }

  endAt(place: LedgerPosition): void {
    this.#end = place;
  }

  async *events(ended: AbortSignal): AsyncGenerator<Event, void, void> {
    const { tail } = this.#context.services;
    while (!ended.aborted && !tail.stopped && !this.#isThere) {
      const place = this.#place;
      // A place within what an entry brought: that entry is looked at again for the rest.
      const behind = place.id === null ? place.sequence : place.sequence - 1;
      const { sequences, upTo } = await this.#read(behind);
      if (upTo === behind) {
        const reached = await tail.next(behind, ended, (entry) => this.#wakesAt(entry));
        if (reached > behind) this.#place = { sequence: reached, id: null };
        continue;
      }
      yield* this.#brought(sequences, place, ended);
      this.#place = { sequence: upTo, id: null };
    }
  }

  get #isThere(): boolean {
    return this.#end !== null && hasReached(this.#place, this.#end);
  }

  async *#brought(
    sequences: readonly number[],
    behind: LedgerPosition,
    ended: AbortSignal,
  ): AsyncGenerator<Event, void, void> {
    let rest: LedgerPosition | null = sequences.length > 0 ? behind : null;
    while (rest !== null && !ended.aborted) {
      const from: LedgerPosition = rest;
      const brought: Brought<Event> = await this.#context.services.tail.turns.take(() =>
        this.#wanted.events(this.#renewed(), sequences, from),
      );
      yield* brought.events;
      rest = brought.rest;
    }
  }

  async #read(behind: number): Promise<Read> {
    const known = this.#context.services.tail.entriesAfter(behind);
    if (known === null) return this.#history(behind);
    // Whoever has just been revoked hears nothing more, and hears that at once.
    if (known.some((entry) => this.#isNamedIn(entry))) await this.#renewed().now();
    return {
      sequences: known.filter((entry) => this.#isFor(entry)).map(({ sequence }) => sequence),
      upTo: known.at(-1)?.sequence ?? behind,
    };
  }

  async #history(behind: number): Promise<Read> {
    const { visible } = rowAccess("Change", "e", this.#context.actor);
    const rows = await this.#context.query<{ sequence: number | null; head: number }>(
      sql`select e.seq as "sequence", tail.head from (select last_seq as head from ledger_tail) tail
        left join lateral (select e.seq from ledger_entry e where e.seq > ${behind}::int8 and (${visible})
          and (${this.#wanted.where}) order by e.seq limit ${historyPage}) e on true order by e.seq`,
    );
    // Of revocations this reads nothing: a reader that comes from far back is asked for instead.
    await this.#renewed().now();
    const found = rows.flatMap(({ sequence }) => sequence ?? []);
    const last = found.length < historyPage ? (rows[0]?.head ?? behind) : found.at(-1)!;
    // No further than the tail: whoever an entry names hears of it there first.
    const { known } = this.#context.services.tail;
    const upTo = known > behind ? Math.min(last, known) : Math.max(last, behind);
    return { sequences: found.filter((sequence) => sequence <= upTo), upTo };
  }

  /** Whether an entry is to be looked at: at all others it goes on waiting. */
  #wakesAt(entry: FeedEntry): boolean {
    const end = this.#end;
    return this.#isFor(entry) || this.#isNamedIn(entry) || (end !== null && entry.sequence >= end.sequence);
  }

  #isFor(entry: FeedEntry): boolean {
    return this.#wanted.concerns(entry) && this.#reads(entry);
  }

  #isNamedIn({ names }: FeedEntry): boolean {
    return names !== null && isNamed(this.#context.actor, names);
  }

  #reads({ audience }: FeedEntry): boolean {
    const tags = this.#tags;
    return tags === null || audience.some((tag) => tags.has(tag));
  }

  /** A context of its own for each look: nothing that was read before counts. */
  #renewed(): Context {
    const { services, actor, correlationId } = this.#context;
    return new Context(services, actor, correlationId);
  }
}
