import type { ScreeningHitStatus } from "../vocabulary.ts";

/** What screening has to say against an admission. */
export type ScreeningBlocker =
  | "SCREENING_LIST_MISSING"
  | "SCREENING_LIST_STALE"
  | "SCREENING_LIST_OUTDATED"
  | "SCREENING_HIT_OPEN"
  | "SCREENING_TRUE_MATCH";

/** How many days a list is good for after it was last imported, unless the configuration says otherwise. */
export const defaultScreeningMaxAgeDays = 30;

const day = 24 * 60 * 60 * 1000;

/** What is known when a partner is to be admitted. */
export interface ScreeningFacts {
  /** From when the age of the list in force counts; null where there is none. */
  readonly confirmedAt: Date | null;
  /** Whether the list in force was read, and the partners screened, by another way of matching names, older or newer. */
  readonly outdated: boolean;
  readonly now: Date;
  readonly maxAgeDays: number;
  readonly hits: readonly { readonly status: ScreeningHitStatus }[];
  /** Why the partner is admitted though it is a listed party; null where nobody says. */
  readonly despiteTrueMatch: string | null;
}

/**
 * What of screening stands against admitting a partner. Without a list in force, with an old one, or
 * with one that was matched by another release, nobody knows whether it is listed: that keeps it out. An open hit always does: nobody has looked. A match that Commerce found to be true does
 * until Commerce says why it admits the partner all the same, for being listed forbids nothing by itself.
 */
export function screeningBlockers({
  confirmedAt,
  outdated,
  now,
  maxAgeDays,
  hits,
  despiteTrueMatch,
}: ScreeningFacts): ScreeningBlocker[] {
  const blockers: ScreeningBlocker[] = [];
  if (confirmedAt === null) blockers.push("SCREENING_LIST_MISSING");
  else if (confirmedAt < staleBefore(now, maxAgeDays)) blockers.push("SCREENING_LIST_STALE");
  if (outdated) blockers.push("SCREENING_LIST_OUTDATED");
  if (hits.some(({ status }) => status === "OPEN")) blockers.push("SCREENING_HIT_OPEN");
  if (despiteTrueMatch === null && hits.some(({ status }) => status === "TRUE_MATCH"))
    blockers.push("SCREENING_TRUE_MATCH");
  return blockers;
}

/** The moment that a list must not have been confirmed before: one that was is too old now. */
export const staleBefore = (now: Date, maxAgeDays: number = defaultScreeningMaxAgeDays): Date =>
  new Date(now.getTime() - maxAgeDays * day);
