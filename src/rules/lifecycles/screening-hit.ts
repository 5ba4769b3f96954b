import type { Lifecycle } from "../lifecycle.ts";
import type { ScreeningDisposition, ScreeningDispositionReason, ScreeningHitStatus } from "../vocabulary.ts";

/** What moves a screening hit: an official of Commerce finds that the partner is the listed party, or is not. */
export const screeningHitActions = ["disposeAsFalseMatch", "disposeAsTrueMatch"] as const;
export type ScreeningHitAction = (typeof screeningHitActions)[number];

/** How a hit moves. Either finding may be corrected by the other; the ledger keeps both. */
export const screeningHitLifecycle: Lifecycle<ScreeningHitStatus, ScreeningHitAction> = {
  OPEN: { disposeAsFalseMatch: "FALSE_MATCH", disposeAsTrueMatch: "TRUE_MATCH" },
  FALSE_MATCH: { disposeAsTrueMatch: "TRUE_MATCH" },
  TRUE_MATCH: { disposeAsFalseMatch: "FALSE_MATCH" },
};

/** The action that a disposition is. */
export const dispositionAction: Readonly<Record<ScreeningDisposition, ScreeningHitAction>> = {
  FALSE_MATCH: "disposeAsFalseMatch",
  TRUE_MATCH: "disposeAsTrueMatch",
};

/** The reasons that each disposition can rest on. */
export const dispositionReasons: Readonly<Record<ScreeningDisposition, readonly ScreeningDispositionReason[]>> = {
  FALSE_MATCH: [
    "DIFFERENT_ORGANISATION",
    "DIFFERENT_LOCATION",
    "PERSON_NOT_ORGANISATION",
    "COMMON_NAME",
    "NO_LONGER_LISTED",
  ],
  TRUE_MATCH: ["SAME_ORGANISATION", "PART_OF_LISTED_PARTY", "KNOWN_ALIAS"],
};
