import type { ScreeningHitStatus } from "../vocabulary.ts";

/** What screening has to say against an admission. */
export type ScreeningBlocker = "SCREENING_HIT_OPEN" | "SCREENING_TRUE_MATCH";

/**
 * What of a partner's hits stands against admitting it. An open hit always does: nobody has looked. A match that
 * Commerce found to be true does until Commerce says why it admits the partner all the same, for being listed forbids
 * nothing by itself.
 */
export function screeningBlockers(
  hits: readonly { readonly status: ScreeningHitStatus }[],
  despiteTrueMatch: string | null,
): ScreeningBlocker[] {
  const blockers: ScreeningBlocker[] = [];
  if (hits.some(({ status }) => status === "OPEN")) blockers.push("SCREENING_HIT_OPEN");
  if (despiteTrueMatch === null && hits.some(({ status }) => status === "TRUE_MATCH"))
    blockers.push("SCREENING_TRUE_MATCH");
  return blockers;
}
