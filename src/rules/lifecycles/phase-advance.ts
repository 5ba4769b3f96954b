import type { Lifecycle } from "../lifecycle.ts";
import type { PhaseAdvanceStatus } from "../vocabulary.ts";
import { type ReviewAction, reviewLifecycle } from "./review.ts";

/** How a vendor's request to move a release to its next phase moves: the review, and nothing else. */
export const phaseAdvanceLifecycle: Lifecycle<PhaseAdvanceStatus, ReviewAction> = {
  ...reviewLifecycle,
  WITHDRAWN: {},
};

/** The statuses of an open phase advance: at most one per release. */
export const openPhaseAdvanceStatuses = [
  "SUBMITTED",
  "IN_REVIEW",
  "IN_DISPUTE",
  "INTENT_TO_DENY",
  "AWAITING_COUNTERSIGNATURE",
] as const satisfies readonly PhaseAdvanceStatus[];
