/**
 * The closed vocabularies of the review: every state and code that is stored or shown. Each list is the single source
 * for the TypeScript type, the GraphQL enum and the database's check constraint of the same name.
 */

const list = <const T extends readonly string[]>(...values: T): T => values;

/** The agencies that sit in the release path. */
export const agencies = list("ONCD", "OSTP", "COMMERCE", "DEFENSE");
export type Agency = (typeof agencies)[number];

/** How far a release has come. */
export const releasePhases = list(
  "DRAFT",
  "REGISTERED",
  "UNDER_REVIEW",
  "LIMITED_PREVIEW",
  "EXPANDED_PREVIEW",
  "GENERAL_AVAILABILITY",
  "WITHDRAWN",
);
export type ReleasePhase = (typeof releasePhases)[number];

/** Whether a release may be used now; derived, never stored. Ordered from free to strict. */
export const releaseStandings = list("IN_FORCE", "POSTPONED", "LIMITED", "SUSPENDED", "WITHDRAWN");
export type ReleaseStanding = (typeof releaseStandings)[number];

/** Where a partner stands with the registry. */
export const partnerStatuses = list("REGISTERED", "ADMITTED", "SUSPENDED", "BARRED");
export type PartnerStatus = (typeof partnerStatuses)[number];

/** What kind of organisation a partner is. */
export const partnerKinds = list(
  "ENTERPRISE",
  "GOVERNMENT",
  "CRITICAL_INFRASTRUCTURE",
  "ACADEMIC",
  "NONPROFIT",
  "SECURITY_RESEARCH",
);
export type PartnerKind = (typeof partnerKinds)[number];

/** Where an application stands. ON_HOLD and UNDER_APPEAL are overlays, not statuses. */
export const applicationStatuses = list(
  "DRAFT",
  "SUBMITTED",
  "RETURNED",
  "IN_REVIEW",
  "IN_DISPUTE",
  "INTENT_TO_DENY",
  "AWAITING_COUNTERSIGNATURE",
  "APPROVED",
  "DENIED",
  "WITHDRAWN",
  "SUPERSEDED",
);
export type ApplicationStatus = (typeof applicationStatuses)[number];

/** Where a vendor's request to move a release to its next phase stands. */
export const phaseAdvanceStatuses = list(
  "SUBMITTED",
  "IN_REVIEW",
  "IN_DISPUTE",
  "INTENT_TO_DENY",
  "AWAITING_COUNTERSIGNATURE",
  "APPROVED",
  "DENIED",
  "WITHDRAWN",
);
export type PhaseAdvanceStatus = (typeof phaseAdvanceStatuses)[number];

/** The purpose a partner states for its access. */
export const endUses = list(
  "CYBER_DEFENSE",
  "VULNERABILITY_RESEARCH",
  "SOFTWARE_ENGINEERING",
  "SCIENTIFIC_RESEARCH",
  "HEALTH",
  "EDUCATION",
  "FINANCE",
  "PUBLIC_SERVICES",
  "CRITICAL_INFRASTRUCTURE_OPERATIONS",
  "MODEL_EVALUATION",
  "OTHER",
);
export type EndUse = (typeof endUses)[number];

/** How a partner runs the model. */
export const deployments = list("VENDOR_HOSTED", "DEDICATED_CLOUD", "GOVERNMENT_CLOUD", "ON_PREMISES", "AIR_GAPPED");
export type Deployment = (typeof deployments)[number];

/** What an agency's seat on a panel counts for. */
export const seats = list("REQUIRED", "DEEMABLE", "CONSULTED");
export type Seat = (typeof seats)[number];

/** An agency's formal view on one revision of a case. Only the system writes DEEMED_NO_OBJECTION. */
export const positionKinds = list("CONCUR", "CONCUR_WITH_CONDITIONS", "OBJECT", "NO_EQUITY", "DEEMED_NO_OBJECTION");
export type PositionKind = (typeof positionKinds)[number];

/** Why an agency objects, or why a case is denied. */
export const objectionReasons = list(
  "NATIONAL_SECURITY",
  "END_USER_CONCERN",
  "END_USE_CONCERN",
  "DIVERSION_RISK",
  "CYBER_CAPABILITY",
  "INSUFFICIENT_SAFEGUARDS",
  "INCOMPLETE_INFORMATION",
  "FOREIGN_POLICY",
);
export type ObjectionReason = (typeof objectionReasons)[number];

/** What a limit on use is about. */
export const conditionKinds = list(
  "NAMED_USERS_AT_MOST",
  "USER_JURISDICTIONS",
  "END_USES",
  "DEPLOYMENTS",
  "REQUESTS_PER_DAY_AT_MOST",
  "LOG_RETENTION_DAYS",
  "REPORT_EVERY_DAYS",
  "EXPIRES_AT",
  "NO_ONWARD_TRANSFER",
  "FREE_TEXT",
);
export type ConditionKind = (typeof conditionKinds)[number];

/** What a decision gives, or would give while it is only proposed. */
export const decisionOutcomes = list("APPROVE", "DENY");
export type DecisionOutcome = (typeof decisionOutcomes)[number];

/** Where a decision stands. PROPOSED and COUNTERSIGNED are standing; at most one stands per case revision. */
export const decisionStatuses = list("PROPOSED", "COUNTERSIGNED", "REFUSED", "VOID", "SUPERSEDED");
export type DecisionStatus = (typeof decisionStatuses)[number];

/** Where a proposal came from. */
export const decisionBases = list("PANEL", "LADDER", "REBUTTAL", "APPEAL");
export type DecisionBasis = (typeof decisionBases)[number];

/** Why an official declines to countersign. */
export const countersignatureRefusalReasons = list(
  "RECORD_INCOMPLETE",
  "LEGAL_BASIS_INSUFFICIENT",
  "CONDITIONS_INSUFFICIENT",
  "NEW_INFORMATION",
  "PROCEDURE_NOT_FOLLOWED",
);
export type CountersignatureRefusalReason = (typeof countersignatureRefusalReasons)[number];

/** Where a dispute over a case stands. */
export const disputeStatuses = list("OPEN", "RESOLVED", "CLOSED");
export type DisputeStatus = (typeof disputeStatuses)[number];

/** What opened a dispute. */
export const disputeCauses = list(
  "OBJECTION",
  "REQUIRED_SEAT_DID_NOT_CONCUR",
  "COUNTERSIGNATURE_REFUSED",
  "TIME_EXHAUSTED",
  "REBUTTAL_UNDECIDED",
);
export type DisputeCause = (typeof disputeCauses)[number];

/** Where an authorization stands. Whether it is effective now is derived. */
export const authorizationStatuses = list("ACTIVE", "SUSPENDED", "REVOKED", "SURRENDERED", "EXPIRED", "SUPERSEDED");
export type AuthorizationStatus = (typeof authorizationStatuses)[number];

/** What a directive orders. */
export const directiveEffects = list("POSTPONE", "LIMIT", "SUSPEND", "WITHDRAW");
export type DirectiveEffect = (typeof directiveEffects)[number];

/** An ORDER is in force at once; a REQUEST when the vendor accepts it. */
export const directiveForces = list("ORDER", "REQUEST");
export type DirectiveForce = (typeof directiveForces)[number];

/** Where a directive stands. */
export const directiveStatuses = list("REQUESTED", "IN_FORCE", "DECLINED", "LIFTED");
export type DirectiveStatus = (typeof directiveStatuses)[number];

/** Why a directive, a designation, a suspension or a bar was made. */
export const measureReasons = list(
  "NATIONAL_SECURITY",
  "CYBER_INCIDENT",
  "SAFETY_FINDING",
  "SUPPLY_CHAIN_RISK",
  "DIVERSION",
  "BREACH_OF_CONDITIONS",
  "FALSE_STATEMENT",
  "LISTED_PARTY",
  "LEGAL_PROCESS",
  "REVIEW_INCOMPLETE",
);
export type MeasureReason = (typeof measureReasons)[number];

/** Where a vendor's designation as a supply-chain risk stands. */
export const designationStatuses = list("IN_FORCE", "LIFTED");
export type DesignationStatus = (typeof designationStatuses)[number];

/** Why an application is returned without action. */
export const returnReasons = list("INCOMPLETE", "WRONG_RELEASE", "DUPLICATE", "NOT_REQUIRED", "UNSUPPORTED_END_USE");
export type ReturnReason = (typeof returnReasons)[number];

/** Why a case ended without a decision. */
export const closureReasons = list(
  "WITHDRAWN_BY_APPLICANT",
  "RELEASE_WITHDRAWN",
  "AUTHORIZATION_ENDED",
  "PROGRAMME_REVOKED",
);
export type ClosureReason = (typeof closureReasons)[number];

/** Which days a policy's clocks count. */
export const dayCounts = list("CALENDAR", "BUSINESS");
export type DayCount = (typeof dayCounts)[number];

/** How a ladder level comes to its result. */
export const ladderRules = list("CHAIR", "MAJORITY", "SOLE");
export type LadderRule = (typeof ladderRules)[number];

/** Where a screening hit stands: OPEN until Commerce disposes of it. */
export const screeningHitStatuses = list("OPEN", "FALSE_MATCH", "TRUE_MATCH");
export type ScreeningHitStatus = (typeof screeningHitStatuses)[number];

/** What Commerce finds of a hit: whether the partner is the listed party. */
export const screeningDispositions = list("FALSE_MATCH", "TRUE_MATCH");
export type ScreeningDisposition = (typeof screeningDispositions)[number];

/** What a disposition rests on. */
export const screeningDispositionReasons = list(
  "DIFFERENT_ORGANISATION",
  "DIFFERENT_LOCATION",
  "PERSON_NOT_ORGANISATION",
  "COMMON_NAME",
  "NO_LONGER_LISTED",
  "SAME_ORGANISATION",
  "PART_OF_LISTED_PARTY",
  "KNOWN_ALIAS",
);
export type ScreeningDispositionReason = (typeof screeningDispositionReasons)[number];

/** Why a partner's name matches a listed one. */
export const matchReasons = list(
  "SAME_NAME",
  "SAME_WITHOUT_LEGAL_FORM",
  "SHARED_WORDS",
  "SAME_MEANING",
  "SAME_SOUND",
  "SIMILAR_SPELLING",
  "INITIALS",
  "OTHER_ORDER",
  "OTHER_SPACES",
  "CONTAINED",
  "OTHER_NUMBER",
  "OTHER_PLACE",
  "OTHER_FORM",
  "UNMATCHED_WORDS",
  "TRANSLITERATED",
  "LOOK_ALIKE",
);
export type MatchReason = (typeof matchReasons)[number];

/** Which of a listed party's names it is. */
export const listedNameKinds = list("PRIMARY", "ALIAS");
export type ListedNameKind = (typeof listedNameKinds)[number];

/** What a version of the screening list did to a party, beside the version before. */
export const listedPartyChangeKinds = list("ADDED", "CHANGED", "REMOVED");
export type ListedPartyChangeKind = (typeof listedPartyChangeKinds)[number];

/** What a list says of a party: what can be said otherwise by its next version. */
export const listedPartyFields = list(
  "SOURCE",
  "ENTITY_NUMBER",
  "TYPE",
  "PROGRAMS",
  "NAME",
  "ALIASES",
  "ADDRESSES",
  "FEDERAL_REGISTER_NOTICE",
  "START_DATE",
  "END_DATE",
  "LICENSE_REQUIREMENT",
  "REMARKS",
  "SOURCE_LIST_URL",
  "SOURCE_INFORMATION_URL",
);
export type ListedPartyField = (typeof listedPartyFields)[number];
