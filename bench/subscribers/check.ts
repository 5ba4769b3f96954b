import { type Filter, isWithin } from "./audience.ts";
import type { Heard } from "./readers.ts";
import type { Written } from "./written.ts";

/** What the subscribers got. */
export interface Checked {
  /** How many events were to come and came, of all changes. */
  readonly expected: number;
  readonly delivered: number;
  /** From the commit to the client, ms, of the changes that count, ascending. */
  readonly latencies: Float64Array;
  /** Events that came later than a second after the last change, or never. */
  readonly behind: number;
  /** When the last event came, ms of the machine's clock. */
  readonly lastCame: number;
  /** What was sent of each change; null where nobody got anything. */
  readonly texts: readonly (string | null)[];
}

/** A subscriber got what it shouldn't have, or not what it should have. */
export class WrongEvents extends Error {
  override readonly name = "WrongEvents";
}

/**
 * Holds what came against what was written, in the ledger's order: to each subscriber the events of its filter, each once and
 * in order, without a gap; only the last ones may not have come yet. Throws WrongEvents for anything else.
 */
export function check(
  written: readonly Written[],
  filters: readonly Filter[],
  heard: Heard,
  isRight: (text: string, place: number) => boolean,
): Checked {
  const closed = new Set(heard.closed.map(({ reader }) => reader));
  const other = heard.others.find(({ reader }) => !closed.has(reader));
  if (other) throw new WrongEvents(`To subscriber ${other.reader} came what is no event: ${other.text}`);
  const places = placesOf(written, heard, isRight);
  const expectations = expectationsOf(written, filters);
  const reached = new Uint32Array(filters.length);
  const lastCommit = written.reduce((latest, { committed }) => Math.max(latest, committed), 0);
  const latencies = new Float64Array(heard.when.length);
  let counted = 0;
  let inTime = 0;
  for (const [index, when] of heard.when.entries()) {
    const who = heard.who[index] as number;
    const place = places[heard.what[index] as number] as number;
    const at = reached[who] as number;
    const awaited = expectations[who]?.[at];
    if (place !== awaited) {
      const wanted = awaited === undefined ? "nothing more" : `change ${awaited}`;
      throw new WrongEvents(`Subscriber ${who} awaited ${wanted} of ${written.length}, and got change ${place}.`);
    }
    reached[who] = at + 1;
    const { committed, counts } = written[place] as Written;
    if (counts) {
      latencies[counted] = when - committed;
      counted += 1;
    }
    if (when <= lastCommit + 1_000) inTime += 1;
  }
  const expected = expectations.reduce((sum, { length }) => sum + length, 0);
  const texts = written.map((): string | null => null);
  for (const [what, place] of places.entries()) texts[place] = heard.texts[what]?.[0] ?? null;
  return {
    ...{ expected, delivered: heard.when.length, behind: expected - inTime, texts },
    latencies: latencies.slice(0, counted).sort(),
    lastCame: heard.when.at(-1) ?? 0,
  };
}

/** Which change each of the events is, in the order of `cursors`. */
function placesOf(
  written: readonly Written[],
  { cursors, texts }: Heard,
  isRight: (text: string, place: number) => boolean,
): number[] {
  const byCursor = new Map(written.map(({ cursor }, place) => [cursor, place]));
  return cursors.map((cursor, what) => {
    const place = byCursor.get(cursor);
    if (place === undefined) throw new WrongEvents(`An event of no change came: ${texts[what]?.[0]}`);
    const wrong = texts[what]?.find((text) => !isRight(text, place));
    if (wrong !== undefined) throw new WrongEvents(`The event of change ${place} came as ${wrong}`);
    return place;
  });
}

/** For each subscriber the places of the changes that it is to hear of; one list for all of one filter. */
function expectationsOf(written: readonly Written[], filters: readonly Filter[]): number[][] {
  const known = new Map<string, number[]>();
  return filters.map((filter) => {
    const key = `${filter.releaseId} ${filter.applicationId}`;
    const places = known.get(key) ?? written.flatMap((changed, place) => (isWithin(filter, changed) ? [place] : []));
    known.set(key, places);
    return places;
  });
}
