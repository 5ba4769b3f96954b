import type { NodeType } from "../../src/graph/ids.ts";
import type { Fact } from "./matrix-facts.ts";
import type { Viewpoint } from "./matrix-viewpoints.ts";

/** Who sees which row: the design's paragraph on visibility, told once more in the tests' own words. */
const listed = new Set<NodeType>(["Vendor", "Policy", "Release", "Directive", "Designation"]);
/** What the vendor whose release it is sees, and the partner whose case it is. */
const ofVendor = new Set<NodeType>([
  "Vendor",
  "Release",
  "PhaseAdvance",
  "Directive",
  "Designation",
  "Partner",
  "Application",
  "ApplicationRevision",
  "Condition",
  "Decision",
  "Authorization",
  "CyberReview",
  "Finding",
  "Hold",
  "InformationRequest",
  "Rebuttal",
  "Appeal",
  "ConditionChange",
  "EnforcementStatement",
  "EnforcementAttestation",
  "Nomination",
  "Programme",
  "Enrolment",
]);
const ofPartner = new Set<NodeType>([
  "Partner",
  "Application",
  "ApplicationRevision",
  "Condition",
  "Decision",
  "Authorization",
  "Hold",
  "InformationRequest",
  "Rebuttal",
  "Appeal",
  "ConditionChange",
  "Programme",
  "Enrolment",
]);
/** Of a case, its parties see what has been decided, and nothing that is only proposed. */
const onceDecided = new Set<NodeType>(["Condition", "ConditionChange", "Decision"]);
/** A vendor's draft is its own to see; a partner's draft is hidden from the vendor. */
const fromItsMaker = new Set<NodeType>(["Release"]);

/** Whether the record exists for the one who asks. */
export function sees({ roles, agency, org }: Viewpoint, fact: Fact): boolean {
  const { type } = fact;
  if (roles.includes("AUDITOR")) return true;
  if (type === "Revocation") return roles.includes("ADMINISTRATOR");
  if (type === "Webhook") return fact.vendors.includes(agency === null ? (org ?? "nobody") : `agency:${agency}`);
  if (type === "Change") return reads({ roles, agency, org }, fact);
  if (listed.has(type) && fact.listed) return true;
  if (agency !== null) return fact.shared;
  if (org === null) return false;
  const decided = fact.stands || !onceDecided.has(type);
  const asVendor = roles.includes("VENDOR") && fact.vendors.includes(org) && ofVendor.has(type);
  const asPartner = roles.includes("PARTNER") && fact.partners.includes(org) && ofPartner.has(type);
  return decided && ((asVendor && (fact.shared || fromItsMaker.has(type))) || asPartner);
}

function reads({ roles, agency, org }: Pick<Viewpoint, "roles" | "agency" | "org">, { readers }: Fact): boolean {
  if (readers.has("everyone")) return true;
  if (agency !== null && (readers.has("officials") || readers.has(`agency:${agency}`))) return true;
  if (roles.includes("ADMINISTRATOR") && readers.has("administrators")) return true;
  if (roles.includes("VENDOR") && readers.has(`vendor:${org}`)) return true;
  return roles.includes("PARTNER") && readers.has(`partner:${org}`);
}

/** Why a field of a visible row is not shown, and to whom it is all the same. */
interface Withholding {
  readonly because: string;
  /** Besides officials and auditors. */
  readonly shownTo: (viewpoint: Viewpoint, fact: Fact) => boolean;
}

const nobody = () => false;
const isVendor = ({ roles, org }: Viewpoint, { vendors }: Fact) =>
  roles.includes("VENDOR") && org !== null && vendors.includes(org);
const isPartner = ({ roles, org }: Viewpoint, { partners }: Fact) =>
  roles.includes("PARTNER") && org !== null && partners.includes(org);
const administers = ({ roles }: Viewpoint, { readers }: Fact) =>
  roles.includes("ADMINISTRATOR") && readers.has("administrators");
const madeIt = (viewpoint: Viewpoint, fact: Fact) =>
  administers(viewpoint, fact) || (viewpoint.org !== null && viewpoint.org === fact.madeBy);

const isForIt = (viewpoint: Viewpoint, fact: Fact) =>
  (isVendor(viewpoint, fact) && fact.contentFor?.includes("VENDOR") === true) ||
  (isPartner(viewpoint, fact) && fact.contentFor?.includes("PARTNER") === true);

const deliberation = { because: "PANEL_DELIBERATION", shownTo: nobody };
const identity = { because: "OFFICIAL_IDENTITY", shownTo: nobody };
const rationale = { because: "OFFICIAL_RATIONALE", shownTo: isVendor };
const internal = { because: "OFFICIAL_RATIONALE", shownTo: nobody };
const askedOfAnother = { because: "ASKED_OF_ANOTHER", shownTo: isForIt };
const confidential = { because: "COMMERCIALLY_CONFIDENTIAL", shownTo: isVendor };
const screened = { because: "NAME_SCREENING", shownTo: nobody };
const matched = { because: "LIST_SCREENING", shownTo: nobody };
const insecure = { because: "SECURITY_FINDINGS", shownTo: isVendor };
const concerned = { because: "PARTNERS_CONCERNED", shownTo: isVendor };
const appealed = {
  because: "OF_THE_APPLICANT",
  shownTo: (viewpoint: Viewpoint, fact: Fact) =>
    fact.partners.length === 0 ? isVendor(viewpoint, fact) : isPartner(viewpoint, fact),
};
const actor = { because: "ACTOR_IDENTITY", shownTo: madeIt };

/** How a type's fields are shown. Every field of the schema is in one of these, or the matrix fails. */
export interface TypeRule {
  /** Follow the row; what they lead to is shown where its own row is. */
  readonly open: readonly string[];
  /** Not shown to some who see the row; named in `withheld` to them. */
  readonly withheld?: Readonly<Record<string, Withholding>>;
  /** About the one who asks, and so not the same for all: each has a test of its own. */
  readonly personal?: readonly string[];
}

const words = (text: string): string[] => text.trim().split(/\s+/);
const measured = words(`id effect status reason legalBasis liftedAt liftingReason withheld vendor limits`);
const reviewed =
  words(`id revision submittedAt lastSubmittedAt acceptedAt dueAt rebuttalDueAt closedAt closureReason status withheld
  release policy decisions decision holds informationRequests rebuttals appeals overlays`);
const paneled = { referrals: deliberation, positions: deliberation, disputes: deliberation };
const viewers = words(`viewerCanRecordPosition viewerCanCountersign viewerCanPlaceHold
  viewerCanRequestInformation viewerCanRebut viewerCanAppeal denialReasons countersignatureDueAt`);

export const typeRules: Readonly<Record<string, TypeRule>> = {
  Vendor: {
    open: words("id org name enrolledAt releases directives designations withheld"),
    withheld: { nameFlags: screened },
  },
  Policy: {
    open: words(`id key version publishedAt title summary legalBasis sources dayCount timeZone cutOff holidays phases
      panel clocks ladder countersigners authorizationDays criteria cyberReview silence appliesTo programmePolicies predecessor successor
      changes`),
  },
  Release: {
    open: words(`id applications authorizations partnersAuthorized name modelVersion phase revision registeredAt
      publicSince withdrawalReason withheld standing vendor policy directives partnerCap postponement`),
    withheld: {
      description: confidential,
      safeguards: confidential,
      phaseAdvances: confidential,
      cyberReviews: insecure,
      enforcement: confidential,
      nominations: confidential,
    },
  },
  CyberReview: {
    open: words("id status remit legalBasis openedAt concludedAt conclusion withheld release findings"),
    withheld: { openedBy: identity, concludedBy: identity },
  },
  Finding: {
    open: words(`id title description severity status mitigation statusNote revision recordedAt updatedAt withheld
      cyberReview`),
    withheld: { recordedBy: identity },
  },
  PhaseAdvance: {
    open: [...reviewed, ...words("fromPhase toPhase justification")],
    withheld: paneled,
    personal: viewers,
  },
  Directive: {
    open: [
      ...measured,
      ...words(`force agency issuedAt inForceSince answeredAt acknowledgedAt release enforcedAt enforcedAsWorded
        secondsToAcknowledge secondsToEnforce`),
    ],
    withheld: {
      issuedBy: identity,
      liftedBy: identity,
      rationale,
      scope: concerned,
      answer: confidential,
      unenforceable: confidential,
      attestation: confidential,
      attestations: confidential,
    },
  },
  Nomination: {
    open: words("id org legalName jurisdiction note status nominatedAt withdrawnAt release applications"),
  },
  Programme: {
    open: words(`id name description partnerKinds endUses policyKey status openedAt closedAt closingReason enrolments vendor
      policy revokedAt revocationReason revocationLegalBasis revocationNote`),
  },
  Enrolment: {
    open: words(`id org status reason legalBasis enrolledAt endedAt endingReason programme partner revokedAt
      revocationReason revocationLegalBasis revocationNote`),
  },
  EnforcementStatement: { open: words("id revision parts statedAt release") },
  EnforcementAttestation: {
    open: words("id revision enforcedAt notEnforced note attestedAt directive designation"),
  },
  Designation: {
    open: [
      ...measured,
      ...words("designatedAt acknowledgedAt enforcedAt enforcedAsWorded secondsToAcknowledge secondsToEnforce"),
    ],
    withheld: {
      designatedBy: identity,
      liftedBy: identity,
      rationale,
      scope: concerned,
      unenforceable: confidential,
      attestation: confidential,
      attestations: confidential,
    },
  },
  Partner: {
    open: words(`id applications authorizations org legalName kind jurisdiction website status revision registeredAt
      admittedAt withheld enrolments`),
    withheld: {
      nameFlags: screened,
      screeningHits: matched,
      statusReason: { because: "PARTNER_MEASURE", shownTo: isPartner },
      statusLegalBasis: { because: "PARTNER_MEASURE", shownTo: isPartner },
    },
  },
  ScreeningList: {
    open: words(`id sha256 sources partyCount nameCount rowsSkipped partiesAdded partiesRemoved partiesChanged importedAt
      inForce stale confirmedAt hitsDelisted hitsOnAdmitted hitsRaised partnersScreened partyChanges`),
  },
  ScreeningHit: {
    open: words(`id party screenedName matchedName matchedKind score reasons status dispositionReason dispositionNote
      disposedBy disposedAt raisedAt revision stillListed partner list`),
  },
  Application: {
    open: [
      ...reviewed,
      ...words(`endUse endUseStatement deployment namedUsers userJurisdictions returnReason returnNote partner revisions programme
        authorization replaces`),
    ],
    withheld: { ...paneled, nominated: confidential },
    personal: viewers,
  },
  ApplicationRevision: {
    open: words(
      `id revision endUse endUseStatement deployment namedUsers userJurisdictions note submittedAt application`,
    ),
  },
  Referral: {
    open: words(`id caseRevision agency seat referredAt deliveredAt remindAt remindedAt extendedAt extendedDays
      extensionReason extendedBy dueAt case awaiting overdue position`),
    personal: words("viewerCanExtend"),
  },
  Hold: {
    open: words(
      "id caseRevision reasonWithheld owner reviewAt reviewNotedAt reviewOverdue placedAt releasedAt withheld case",
    ),
    withheld: {
      reason: { because: "OFFICIAL_RATIONALE", shownTo: isForIt },
      note: internal,
      placedBy: identity,
      releasedBy: identity,
      releaseNote: internal,
    },
    personal: words("viewerCanRelease"),
  },
  InformationRequest: {
    open: words("id caseRevision agency addressee topic status requestedAt dueAt endedAt withheld case"),
    withheld: {
      question: askedOfAnother,
      answer: askedOfAnother,
      answeredBy: askedOfAnother,
      closingNote: askedOfAnother,
      requestedBy: identity,
      endedBy: identity,
    },
    personal: words("viewerCanAnswer viewerCanClose"),
  },
  Position: { open: words("id caseRevision agency official kind reason rationale recordedAt late case conditions") },
  Dispute: {
    open: words(`id caseRevision status cause level openedAt levelSince escalatedAgency escalatedBy escalationReason dueAt
      silentAt closedAt case decisions votes`),
    personal: words("viewerCanDecide viewerCanVote viewerCanEscalate"),
  },
  LadderDecision: {
    open: words(
      `id caseRevision level basis outcome reasons rationale agency decidedBy decidedAt dispute case conditions`,
    ),
  },
  Vote: { open: words("id caseRevision level agency official outcome reasons rationale castAt dispute case") },
  Rebuttal: {
    open: words("id caseRevision statement status filedBy filedAt dueAt decidedAt reason withheld case decision"),
    withheld: { decidedBy: identity, decidedAgency: deliberation },
    personal: ["viewerCanDecide"],
  },
  Condition: {
    open: words("id caseRevision kind text proposedAt endedAt withheld predicate case replaces changes"),
    withheld: { proposedBy: deliberation, position: deliberation },
  },
  Appeal: {
    open: words(`id caseRevision ground statement status filedBy filedAt dueAt decidedAt reason withheld case decision
      proposal conditions overdue missed missedAt`),
    withheld: { decidedBy: identity, decidedAgency: deliberation },
    personal: ["viewerCanDecideAppeal"],
  },
  ConditionChange: {
    open: words(`id caseRevision drops text status proposedAt answeredAt withheld case condition newCondition predicate
      decision closedBecause`),
    withheld: {
      reason: internal,
      proposedAgency: deliberation,
      proposedBy: identity,
      answeredBy: identity,
      answerReason: internal,
    },
    personal: ["viewerCanConsent"],
  },
  Decision: {
    open: words(`id caseRevision outcome basis status legalBasis reasons proposedAt countersignedAt refusalReason
      refusalNote closedAt dueAt remindAt remindedAt overdueNotedAt overdue withheld case conditions`),
    withheld: {
      countersignedBy: identity,
      countersignedAgency: deliberation,
      refusedBy: identity,
      appealableUntil: appealed,
    },
  },
  Authorization: {
    // Who sees the row is a party to it or an official, and all of them get the note.
    open: words(`id status statusReason statusLegalBasis statusNote endUse legalBasis issuedAt expiresAt endedAt withheld partner
      release application decision replaces conditions effective ineffectiveBecause token`),
  },
  Change: {
    open: words(`id cursor sequence at type operationId subjectType subjectId subjectRevision from to
      legalBasis outcome leafHash body withheld subject`),
    // Who may have which value proved: test/ledger/disclosures.test.ts.
    personal: words("disclosures"),
    withheld: {
      rationale: { because: "OFFICIAL_RATIONALE", shownTo: administers },
      mutation: actor,
      correlationId: actor,
      actorAgency: actor,
      actorOrg: actor,
      actorSubject: actor,
      actorToken: actor,
    },
  },
  Webhook: {
    open: words(`id org agency url description types subjectTypes status pauseReason statusSince registeredBy registeredAt
      responsible acknowledgedTo waiting`),
  },
  Revocation: { open: words("id kind value reason revokedBy revokedAt") },
};

/** Types that are no records: parts of one, shown as far as it is. All their fields follow it. */
export const valueTypes: Readonly<Record<string, readonly string[]>> = {
  AccessCheck: words("allowed reasons conditions release partner asOf at authorization"),
  AccessReason: words("code message directive designation condition"),
  ApplicationAsOf:
    words(`cursor sequence recordedAt recordedAs unrecorded id releaseId partnerId policyId intendedAt replacesId
    programmeId revision submittedAt lastSubmittedAt acceptedAt dueAt rebuttalDueAt closedAt closureReason endUse
    endUseStatement deployment namedUsers userJurisdictions status returnReason returnNote`),
  AuthorizationAsOf:
    words(`cursor sequence recordedAt recordedAs unrecorded id partnerId releaseId applicationId decisionId
    replacesId status statusReason statusLegalBasis effectEndedAt statusNote endUse legalBasis issuedAt expiresAt endedAt`),
  ReleaseAsOf: words(`cursor sequence recordedAt recordedAs unrecorded id vendorId policyId postponedAt postponedUntil
    postponementReason name modelVersion description safeguards phase revision registeredAt publicSince withdrawalReason`),
  ApplicationStatusChange: words("cursor at type change application"),
  AuthorizationStatusChange: words("cursor at type change authorization"),
  Checkpoint: words("origin treeSize rootHash note verifierKeys"),
  ConsistencyProof: words("fromSize fromRootHash toSize toRootHash hashes"),
  BlockedPhaseAdvance: words("phaseAdvance already"),
  CheckedCondition: words("sourceId predicate result"),
  ClockStop: words("from to hold informationRequest"),
  ConditionPredicate: words("kind max allowed days at"),
  DeadlineExplanation: words("asOf clockStopped timeZone cutOff deadlines stops withheld case"),
  DecisionRecorded: words("cursor at type change decision"),
  DenialReason: words("code says"),
  DirectivePreview: words("refusals touched everyone ceasing partners authorizations wording uncounted phaseAdvances"),
  DirectiveScope: words("jurisdictions partnerKinds partnerIds phases"),
  Disclosure: words("name text"),
  ExplainedDeadline: words("kind agency level event from days extendedDays passedOver dueAt dueAtIfResumed"),
  Forecast: words("agency asOf until items truncated"),
  ForecastItem: words("kind at blockers case referral"),
  InclusionProof: words("sequence leafHash treeSize rootHash hashes"),
  LadderLevel: words("level name decidedBy days appealWithin rule tie"),
  LikenessPart: words("facet points of"),
  ListedParty: words(`sourceId source entityNumber type programs name aliases addresses federalRegisterNotice startDate
    endDate licenseRequirement remarks sourceListUrl sourceInformationUrl`),
  ListedPartyChange: words("partyId kind changed before after"),
  MatchReason: words("code says"),
  PartnerStatusChange: words("cursor at type change partner"),
  PassedOverDay: words("date because"),
  PageInfo: words("hasNextPage hasPreviousPage startCursor endCursor"),
  PolicyChange: words("kind path before after"),
  PolicyCyberReview: words("blockingSeverity"),
  PolicyClocks: words(
    "refer position total intentToDeny appeal remind extension information rebuttal appealDecision countersign",
  ),
  PolicyHoliday: words("date name"),
  PolicyPhase: words("phase partnerCap authorizationRequired"),
  PolicySeat: words("agency seat"),
  PolicySource: words("cite says"),
  Postponement: words("since until reason"),
  CaseReplay: words(`case policyInFact inFact decidedInFactAt waitingForInFact outcome cause level proposedAt decidedAt
    waitingFor seats unheard referDueAt dueAt overdue differences appealsLeftOut`),
  PolicyReplay: words("policy asOf summary replays"),
  ReplayCount: words("difference cases"),
  ReplayLeftOut: words("what count"),
  ReplayProgress: words("cursor at done total finished summary replays policy"),
  ReplaySummary: words("cases unchanged turns differences daysLater leftOut"),
  ReplayTurn: words("inFact outcome cases"),
  SeatReplay: words("agency seat referredAt dueAt position heardAt late"),
  OversightReport: words("from to asOf statuses durations overdue holds informationRequests positions"),
  ReportDuration: words("stage level agency jurisdiction count meanDays medianDays p90Days"),
  ReportHold: words("reason agency holds open days"),
  ReportInformation: words("topic agency requests open days"),
  ReportOverdue: words("reason level agency jurisdiction count medianDays longestDays longest"),
  ReportPositions: words("agency expressed objections late deemed"),
  ReportStatus: words("status jurisdiction applications phaseAdvances"),
  Precedent:
    words(`likeness parts outcome conditionKinds decidedAt days treatedDifferently heldAgainst differences application
    decision`),
  PreviewedPart: words("release part enforceable note"),
  PreviewedReach: words("partners authorizations complete"),
  RefusedAttempt: words("at subject agency org roles tokenId correlationId operation code blockers targets repeats"),
  Refusal: words("code message field blockers from attempted"),
  ReleaseStatusChange: words("cursor at type change release"),
  ReviewCriterion: words("code says"),
  StatedPart: words("part enforceable note"),
  TouchedPartner: words("partner authorizations ceasing"),
  UncountedUse: words("release everyone ceases"),
  UnenforceablePart: words("release part note"),
  ScreeningSource: words("source parties"),
  TreatmentDifference: words("kind condition says"),
  Viewer: words("subject roles agency org mayDo expiresAt vendor partner"),
  WebhookAttempt: words("messageId at number outcome status durationMs nextAt change"),
  Withheld: words("field because"),
};

/** The fields of a visible row that are withheld from the one who asks, sorted by name. */
export function withheldFrom(viewpoint: Viewpoint, fact: Fact): { field: string; because: string }[] {
  if (viewpoint.agency !== null || viewpoint.roles.includes("AUDITOR")) return [];
  return Object.entries(typeRules[fact.type]?.withheld ?? {})
    .filter(([, { shownTo }]) => !shownTo(viewpoint, fact))
    .map(([field, { because }]) => ({ field, because }))
    .sort((one, other) => one.field.localeCompare(other.field));
}
