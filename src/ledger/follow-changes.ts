import type { Context } from "../context.ts";
import { type Followed, follow, type Wanted } from "../feed/follow.ts";
import { all } from "../graph/sql.ts";
import { type ChangesWanted, changesNumbered, conditionsOf } from "./changes.ts";
import type { LedgerPosition } from "./cursor.ts";
import type { RecordedChange } from "./recorded-change.ts";

/** How many changes one statement gives, each some 2 kB: so many wait, with a reader that takes none of them. */
const atOnce = 25;

/** Follows the changes that the actor may see, from behind a place or from now on. */
export function followChanges(
  context: Context,
  asked: ChangesWanted,
  after: LedgerPosition | null | undefined,
): Promise<Followed<RecordedChange>> {
  const { types, subjectId, subjectTypes } = asked;
  const wanted: Wanted<RecordedChange> = {
    concerns: (entry) =>
      (types?.includes(entry.type) ?? true) &&
      (subjectTypes?.includes(entry.subjectType) ?? true) &&
      (subjectId == null || subjectId === entry.subjectId),
    where: all(conditionsOf(asked, "e")),
    events: async (each, sequences, behind) => {
      const next = sequences.filter((sequence) => sequence > behind.sequence);
      const page = next.slice(0, atOnce);
      const rest = page.length < next.length ? { sequence: page.at(-1)!, id: null } : null;
      return { events: await changesNumbered(each, page), rest };
    },
  };
  // A place within what an entry brought elsewhere is behind it here, where the entry itself is all it brings.
  return follow(context, wanted, after && { ...after, id: null });
}
