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
]);
const ofPartner = new Set<NodeType>([
  "Partner",
  "Application",
  "ApplicationRevision",
  "Condition",
  "Decision",
  "Authorization",
]);
/** Of a case, its parties see what has been decided, and nothing that is only proposed. */
const onceDecided = new Set<NodeType>(["Condition", "Decision"]);
/** A vendor's draft is its own to see; a partner's draft is hidden from the vendor. */
const fromItsMaker = new Set<NodeType>(["Release"]);

/** Whether the record exists for the one who asks. */
export function sees({ roles, agency, org }: Viewpoint, fact: Fact): boolean {
  const { type } = fact;
  if (roles.includes("AUDITOR")) return true;
  if (type === "Revocation") return roles.includes("ADMINISTRATOR");
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
  if (agency !== null && readers.has("officials")) return true;
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

const deliberation = { because: "PANEL_DELIBERATION", shownTo: nobody };
const identity = { because: "OFFICIAL_IDENTITY", shownTo: nobody };
const rationale = { because: "OFFICIAL_RATIONALE", shownTo: isVendor };
const confidential = { because: "COMMERCIALLY_CONFIDENTIAL", shownTo: isVendor };
const screened = { because: "NAME_SCREENING", shownTo: nobody };
const matched = { because: "LIST_SCREENING", shownTo: nobody };
const concerned = { because: "PARTNERS_CONCERNED", shownTo: isVendor };
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
  release policy decisions decision`);
const paneled = { referrals: deliberation, positions: deliberation, disputes: deliberation };
const viewers = words("viewerCanRecordPosition viewerCanCountersign");

export const typeRules: Readonly<Record<string, TypeRule>> = {
  Vendor: {
    open: words("id org name enrolledAt releases directives designations withheld"),
    withheld: { nameFlags: screened },
  },
  Policy: {
    open: words(`id key version publishedAt title summary legalBasis sources dayCount timeZone cutOff holidays phases
      panel clocks ladder countersigners authorizationDays criteria silence`),
  },
  Release: {
    open: words(`id applications authorizations partnersAuthorized name modelVersion phase revision registeredAt
      publicSince withdrawalReason withheld standing vendor policy directives`),
    withheld: { description: confidential, safeguards: confidential, phaseAdvances: confidential },
  },
  PhaseAdvance: {
    open: [...reviewed, ...words("fromPhase toPhase justification")],
    withheld: paneled,
    personal: viewers,
  },
  Directive: {
    open: [...measured, ...words("force agency issuedAt inForceSince answeredAt acknowledgedAt release")],
    withheld: { issuedBy: identity, liftedBy: identity, rationale, scope: concerned, answer: confidential },
  },
  Designation: {
    open: [...measured, "designatedAt"],
    withheld: { designatedBy: identity, liftedBy: identity, rationale, scope: concerned },
  },
  Partner: {
    open: words(`id applications authorizations org legalName kind jurisdiction website status revision registeredAt
      admittedAt withheld`),
    withheld: {
      nameFlags: screened,
      screeningHits: matched,
      statusReason: { because: "PARTNER_MEASURE", shownTo: isPartner },
      statusLegalBasis: { because: "PARTNER_MEASURE", shownTo: isPartner },
    },
  },
  ScreeningList: {
    open: words(`id sha256 sources partyCount nameCount rowsSkipped partiesAdded partiesRemoved partiesChanged importedAt
      inForce`),
  },
  ScreeningHit: {
    open: words(`id party screenedName matchedName matchedKind score reasons status dispositionReason dispositionNote
      disposedBy disposedAt raisedAt revision partner list`),
  },
  Application: {
    open: [
      ...reviewed,
      ...words(`endUse endUseStatement deployment namedUsers userJurisdictions returnReason returnNote partner revisions
        authorization replaces`),
    ],
    withheld: paneled,
    personal: viewers,
  },
  ApplicationRevision: {
    open: words(
      `id revision endUse endUseStatement deployment namedUsers userJurisdictions note submittedAt application`,
    ),
  },
  Referral: { open: words("id caseRevision agency seat referredAt dueAt case awaiting overdue position") },
  Position: { open: words("id caseRevision agency official kind reason rationale recordedAt case conditions") },
  Dispute: { open: words("id caseRevision status cause level openedAt closedAt case") },
  Condition: {
    open: words("id caseRevision kind text proposedAt withheld predicate case"),
    withheld: { proposedBy: deliberation, position: deliberation },
  },
  Decision: {
    open: words(`id caseRevision outcome basis status legalBasis reasons proposedAt countersignedAt refusalReason
      refusalNote closedAt withheld case conditions`),
    withheld: { countersignedBy: identity, countersignedAgency: deliberation, refusedBy: identity },
  },
  Authorization: {
    // Who sees the row is a party to it or an official, and all of them get the note.
    open: words(`id status statusReason statusLegalBasis statusNote endUse legalBasis issuedAt expiresAt endedAt withheld partner
      release application decision replaces conditions effective ineffectiveBecause`),
  },
  Change: {
    open: words(`id cursor sequence at type operationId subjectType subjectId subjectRevision from to
      legalBasis leafHash body withheld subject`),
    withheld: {
      rationale: { because: "OFFICIAL_RATIONALE", shownTo: administers },
      mutation: actor,
      correlationId: actor,
      actorAgency: actor,
      actorOrg: actor,
      actorSubject: actor,
    },
  },
  Revocation: { open: words("id kind value reason revokedBy revokedAt") },
};

/** Types that are no records: parts of one, shown as far as it is. All their fields follow it. */
export const valueTypes: Readonly<Record<string, readonly string[]>> = {
  AccessCheck: words("allowed reasons conditions release partner asOf at authorization"),
  AccessReason: words("code message directive designation condition"),
  ApplicationStatusChange: words("cursor at type change application"),
  AuthorizationStatusChange: words("cursor at type change authorization"),
  CheckedCondition: words("sourceId predicate result"),
  ConditionPredicate: words("kind max allowed days at"),
  DecisionRecorded: words("cursor at type change decision"),
  DirectiveScope: words("jurisdictions partnerKinds partnerIds phases"),
  LadderLevel: words("level name decidedBy days appealWithin rule tie"),
  ListedParty: words(`sourceId source entityNumber type programs name aliases addresses federalRegisterNotice startDate
    endDate licenseRequirement remarks sourceListUrl sourceInformationUrl`),
  MatchReason: words("code says"),
  PartnerStatusChange: words("cursor at type change partner"),
  PageInfo: words("hasNextPage hasPreviousPage startCursor endCursor"),
  PolicyClocks: words("refer position total intentToDeny appeal"),
  PolicyHoliday: words("date name"),
  PolicyPhase: words("phase partnerCap authorizationRequired"),
  PolicySeat: words("agency seat"),
  PolicySource: words("cite says"),
  Refusal: words("code message field blockers from attempted"),
  ReleaseStatusChange: words("cursor at type change release"),
  ReviewCriterion: words("code says"),
  ScreeningSource: words("source parties"),
  Viewer: words("subject roles agency org mayDo expiresAt vendor partner"),
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
