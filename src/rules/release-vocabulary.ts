/**
 * The closed vocabularies of what surrounds a release: cyber reviews, what of a directive can be enforced, short lists,
 * trusted-access programmes. As in vocabulary.ts, each list is the single source for the TypeScript type, the GraphQL enum and the check constraint.
 */

const list = <const T extends readonly string[]>(...values: T): T => values;

/** Where a cyber review stands. */
export const cyberReviewStatuses = list("OPEN", "CONCLUDED");
export type CyberReviewStatus = (typeof cyberReviewStatuses)[number];

/** How grave a finding is. Ordered from least to most. */
export const findingSeverities = list("LOW", "MEDIUM", "HIGH", "CRITICAL");
export type FindingSeverity = (typeof findingSeverities)[number];

/** Where a finding stands. Only an OPEN one can block. */
export const findingStatuses = list("OPEN", "MITIGATED", "ACCEPTED", "CLOSED");
export type FindingStatus = (typeof findingStatuses)[number];

/**
 * What a directive can be worded with, as far as its vendor must be able to do it: each effect but LIMIT, which is its
 * limits, each part of a scope, each kind of limit.
 */
export const enforcementParts = list(
  "EFFECT_POSTPONE",
  "EFFECT_SUSPEND",
  "EFFECT_WITHDRAW",
  "SCOPE_JURISDICTIONS",
  "SCOPE_PARTNER_KINDS",
  "SCOPE_PARTNERS",
  "SCOPE_PHASES",
  "LIMIT_NAMED_USERS_AT_MOST",
  "LIMIT_USER_JURISDICTIONS",
  "LIMIT_END_USES",
  "LIMIT_DEPLOYMENTS",
  "LIMIT_REQUESTS_PER_DAY_AT_MOST",
  "LIMIT_LOG_RETENTION_DAYS",
  "LIMIT_REPORT_EVERY_DAYS",
  "LIMIT_EXPIRES_AT",
  "LIMIT_NO_ONWARD_TRANSFER",
);
export type EnforcementPart = (typeof enforcementParts)[number];

/** Where a vendor's nomination of a partner stands. */
export const nominationStatuses = list("STANDING", "WITHDRAWN");
export type NominationStatus = (typeof nominationStatuses)[number];

/** Where a trusted-access programme stands. */
export const programmeStatuses = list("OPEN", "CLOSED", "REVOKED");
export type ProgrammeStatus = (typeof programmeStatuses)[number];

/** Where an organisation's enrolment in a programme stands. */
export const enrolmentStatuses = list("ENROLLED", "ENDED", "REVOKED");
export type EnrolmentStatus = (typeof enrolmentStatuses)[number];

/** What a policy is published for: releases with all their cases, or the applications of a trusted-access programme. */
export const policySubjects = list("RELEASES", "PROGRAMMES");
export type PolicySubject = (typeof policySubjects)[number];
