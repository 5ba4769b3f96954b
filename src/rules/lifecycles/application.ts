import type { Lifecycle } from "../lifecycle.ts";
import type { ApplicationStatus } from "../vocabulary.ts";
import { type ReviewAction, reviewActions, reviewLifecycle } from "./review.ts";

/** What moves an application; `supersede` when a later one of the partner takes its place. */
export const applicationActions = [...reviewActions, "submit", "amend", "return", "resubmit", "supersede"] as const;
export type ApplicationAction = ReviewAction | "submit" | "amend" | "return" | "resubmit" | "supersede";

/**
 * How an application moves. Amending is allowed until a proposal; it makes a new revision, and from a dispute it leads
 * back to the panel, whose referrals start again. A returned application is amended and then resubmitted.
 */
export const applicationLifecycle: Lifecycle<ApplicationStatus, ApplicationAction> = {
  DRAFT: { submit: "SUBMITTED", amend: "DRAFT", withdraw: "WITHDRAWN" },
  SUBMITTED: { ...reviewLifecycle.SUBMITTED, return: "RETURNED", amend: "SUBMITTED" },
  RETURNED: { resubmit: "SUBMITTED", amend: "RETURNED", withdraw: "WITHDRAWN", supersede: "SUPERSEDED" },
  IN_REVIEW: { ...reviewLifecycle.IN_REVIEW, amend: "IN_REVIEW" },
  IN_DISPUTE: { ...reviewLifecycle.IN_DISPUTE, amend: "IN_REVIEW" },
  INTENT_TO_DENY: reviewLifecycle.INTENT_TO_DENY,
  AWAITING_COUNTERSIGNATURE: reviewLifecycle.AWAITING_COUNTERSIGNATURE,
  APPROVED: { ...reviewLifecycle.APPROVED, supersede: "SUPERSEDED" },
  DENIED: reviewLifecycle.DENIED,
  WITHDRAWN: {},
  SUPERSEDED: {},
};

/** The statuses of an open application: at most one per partner, release and end use. */
export const openApplicationStatuses = [
  "DRAFT",
  "SUBMITTED",
  "RETURNED",
  "IN_REVIEW",
  "IN_DISPUTE",
  "INTENT_TO_DENY",
  "AWAITING_COUNTERSIGNATURE",
] as const satisfies readonly ApplicationStatus[];
