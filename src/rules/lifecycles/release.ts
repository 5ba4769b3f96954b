import type { Lifecycle } from "../lifecycle.ts";
import type { ReleasePhase } from "../vocabulary.ts";

/** What moves a release. `advance` is taken by a countersigned phase advance alone, `withdraw` by the vendor alone. */
export const releaseActions = ["register", "amend", "submitForReview", "advance", "withdraw"] as const;
export type ReleaseAction = (typeof releaseActions)[number];

/**
 * How a release's phase moves. The vendor may amend its record until the review begins: from UNDER_REVIEW on the
 * panel speaks of the record as it was submitted.
 */
export const releaseLifecycle: Lifecycle<ReleasePhase, ReleaseAction> = {
  DRAFT: { register: "REGISTERED", amend: "DRAFT", withdraw: "WITHDRAWN" },
  REGISTERED: { submitForReview: "UNDER_REVIEW", amend: "REGISTERED", withdraw: "WITHDRAWN" },
  UNDER_REVIEW: { advance: "LIMITED_PREVIEW", withdraw: "WITHDRAWN" },
  LIMITED_PREVIEW: { advance: "EXPANDED_PREVIEW", withdraw: "WITHDRAWN" },
  EXPANDED_PREVIEW: { advance: "GENERAL_AVAILABILITY", withdraw: "WITHDRAWN" },
  GENERAL_AVAILABILITY: { withdraw: "WITHDRAWN" },
  WITHDRAWN: {},
};

/** The phases in which partners may use a release, and the public register shows it. */
export const openPhases = ["LIMITED_PREVIEW", "EXPANDED_PREVIEW", "GENERAL_AVAILABILITY"] as const;

/** Whether partners may use a release in this phase, its standing and their authorization apart. */
export function isOpenPhase(phase: ReleasePhase): boolean {
  return (openPhases as readonly ReleasePhase[]).includes(phase);
}
