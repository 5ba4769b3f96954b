import type { Context } from "../context.ts";
import { type Followed, follow, type Wanted } from "../feed/follow.ts";
import { all } from "../graph/sql.ts";
import { type ChangesWanted, changesNumbered, conditionsOf } from "./changes.ts";
import type { LedgerPosition } from "./cursor.ts";
import type { RecordedChange } from "./recorded-change.ts";

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
    events: async (each, entries) => ({
      events: await changesNumbered(
        each,
        entries.map(({ sequence }) => sequence),
      ),
      rest: null,
    }),
  };
  // A place within what an entry brought elsewhere is behind it here, where the entry itself is all it brings.
  return follow(context, wanted, after && { ...after, id: null });
}
