/**
 * The closed vocabularies of what can happen to a case between its acceptance and its end: what stops its clock, who is
 * asked what, how disputes, rebuttals and appeals end. As in vocabulary.ts, each list is the single source.
 */

const list = <const T extends readonly string[]>(...values: T): T => values;

/**
 * Why a hold stops a case's clock. The first six are those of 15 CFR 750.4(b), by analogy: what export licensing leaves
 * out of its processing time.
 */
export const holdReasons = list(
  "APPLICANT_AGREED",
  "PRE_ACCESS_CHECK",
  "GOVERNMENT_ASSURANCES",
  "MULTILATERAL_REVIEW",
  "CONGRESSIONAL_NOTIFICATION",
  "FOREIGN_CONSULTATION",
  "SCREENING_HIT",
  "CYBER_REVIEW",
  "LEGAL_REVIEW",
  "RELATED_CASE",
);
export type HoldReason = (typeof holdReasons)[number];

/** What an agency wants to know more about. */
export const informationTopics = list(
  "END_USE",
  "END_USERS",
  "OWNERSHIP_AND_CONTROL",
  "DEPLOYMENT",
  "SAFEGUARDS",
  "SECURITY_CONTROLS",
  "ONWARD_TRANSFER",
  "OTHER",
);
export type InformationTopic = (typeof informationTopics)[number];

/** Of whom information is asked. */
export const addressees = list("PARTNER", "VENDOR");
export type Addressee = (typeof addressees)[number];

/** Where an information request stands: open, it stops the clock. */
export const informationRequestStatuses = list("OPEN", "ANSWERED", "CLOSED", "LAPSED");
export type InformationRequestStatus = (typeof informationRequestStatuses)[number];

/** How a ladder level came to its result. */
export const ladderDecisionBases = list("CHAIR", "MAJORITY", "TIE", "SOLE", "DEADLOCK");
export type LadderDecisionBasis = (typeof ladderDecisionBases)[number];

/** Where a rebuttal of an intended denial stands. */
export const rebuttalStatuses = list("FILED", "ACCEPTED", "REJECTED", "CLOSED");
export type RebuttalStatus = (typeof rebuttalStatuses)[number];

/** What an appeal is against. */
export const appealGrounds = list("DENIAL", "CONDITIONS", "MISSED_DEADLINE");
export type AppealGround = (typeof appealGrounds)[number];

/** What was due and wasn't done, that an appeal of a missed deadline is about. */
export const missedDeadlines = list("REFERRAL", "DECISION_IN_ALL", "LADDER_DECISION", "COUNTERSIGNATURE");
export type MissedDeadline = (typeof missedDeadlines)[number];

/** Where an appeal stands. */
export const appealStatuses = list("FILED", "UPHELD", "REJECTED", "CLOSED");
export type AppealStatus = (typeof appealStatuses)[number];

/** Where a change of a condition stands: nothing changes before its proposer's consent, or a ruling. */
export const conditionChangeStatuses = list("PROPOSED", "CONSENTED", "REFUSED", "RULED", "CLOSED");
export type ConditionChangeStatus = (typeof conditionChangeStatuses)[number];

/** Why a change of a condition ended that nobody answered. */
export const conditionChangeEnds = list(
  "CASE_CLOSED",
  "REVISION_REPLACED",
  "RULED",
  "CONDITION_NOT_CARRIED",
  "AUTHORIZATION_ENDED",
  "ADVANCE_APPROVED",
);
export type ConditionChangeEnd = (typeof conditionChangeEnds)[number];

/** What lies over a case's status. */
export const caseOverlays = list("ON_HOLD", "UNDER_APPEAL");
export type CaseOverlay = (typeof caseOverlays)[number];
