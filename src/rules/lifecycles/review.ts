/**
 * The part of a case's lifecycle that applications and phase advances share: from the panel's first look to the
 * countersignature. An accepted rebuttal and an upheld appeal give a new proposal, countersigned like any other.
 */
export const reviewLifecycle = {
  SUBMITTED: { accept: "IN_REVIEW", withdraw: "WITHDRAWN" },
  IN_REVIEW: {
    propose: "AWAITING_COUNTERSIGNATURE",
    proposeDenial: "INTENT_TO_DENY",
    dispute: "IN_DISPUTE",
    withdraw: "WITHDRAWN",
  },
  // A ladder level's result is a proposal; `resolve` is a dispute that ends with its cause, when no objection is left.
  IN_DISPUTE: {
    resolve: "IN_REVIEW",
    propose: "AWAITING_COUNTERSIGNATURE",
    proposeDenial: "INTENT_TO_DENY",
    escalate: "IN_DISPUTE",
    withdraw: "WITHDRAWN",
  },
  // `dispute` is a rebuttal that nobody decided in its time.
  INTENT_TO_DENY: {
    endRebuttal: "AWAITING_COUNTERSIGNATURE",
    acceptRebuttal: "AWAITING_COUNTERSIGNATURE",
    dispute: "IN_DISPUTE",
    voidProposal: "IN_REVIEW",
    upholdAppeal: "AWAITING_COUNTERSIGNATURE",
    withdraw: "WITHDRAWN",
  },
  AWAITING_COUNTERSIGNATURE: {
    countersignApproval: "APPROVED",
    countersignDenial: "DENIED",
    refuse: "IN_DISPUTE",
    voidProposal: "IN_REVIEW",
    upholdAppeal: "AWAITING_COUNTERSIGNATURE",
    withdraw: "WITHDRAWN",
  },
  APPROVED: { upholdAppeal: "AWAITING_COUNTERSIGNATURE" },
  DENIED: { upholdAppeal: "AWAITING_COUNTERSIGNATURE" },
} as const;

/** What happens to every case under review, whatever it asks for. */
export const reviewActions = [
  "accept",
  "propose",
  "proposeDenial",
  "dispute",
  "escalate",
  "resolve",
  "endRebuttal",
  "acceptRebuttal",
  "voidProposal",
  "countersignApproval",
  "countersignDenial",
  "refuse",
  "upholdAppeal",
  "withdraw",
] as const;
export type ReviewAction = (typeof reviewActions)[number];
