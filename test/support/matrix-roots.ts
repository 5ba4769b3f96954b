import type { NodeType } from "../../src/graph/ids.ts";
import { encodePosition, ledgerStart } from "../../src/ledger/cursor.ts";
import { expeditedPreview } from "../../src/rules/policies/expedited-preview.ts";
import { panel, type Role } from "./matrix-viewpoints.ts";
import { policyInput } from "./policies.ts";

/** Who may ask a query, and what it finds. */
export interface QueryRule {
  readonly roles: readonly Role[] | "EVERYONE";
  /** One record by its id, a list of them, or something of its own. */
  readonly finds:
    | { readonly one: NodeType }
    | { readonly list: NodeType }
    | "NODE"
    | "ACCESS"
    | "PREVIEW"
    | "VIEWER"
    | "REVIEWS"
    | "PROOFS"
    | "AS_OF"
    | "ATTEMPTS"
    | "LOG";
}

const open = (type: NodeType, one: string, list: string): Record<string, QueryRule> => ({
  [one]: { roles: "EVERYONE", finds: { one: type } },
  [list]: { roles: "EVERYONE", finds: { list: type } },
});
const closed = (type: NodeType, one: string, list: string, roles: readonly Role[]): Record<string, QueryRule> => ({
  [one]: { roles, finds: { one: type } },
  [list]: { roles, finds: { list: type } },
});

/** Every query. One that isn't here fails the matrix. */
export const queryRules: Readonly<Record<string, QueryRule>> = {
  viewer: { roles: "EVERYONE", finds: "VIEWER" },
  node: { roles: "EVERYONE", finds: "NODE" },
  checkAccess: { roles: ["VENDOR", "PARTNER", ...panel, "AUDITOR"], finds: "ACCESS" },
  checkAccessBatch: { roles: ["VENDOR", "PARTNER", ...panel, "AUDITOR"], finds: "ACCESS" },
  explainDeadline: { roles: "EVERYONE", finds: "REVIEWS" },
  forecast: { roles: [...panel, "AUDITOR"], finds: "REVIEWS" },
  replayPolicy: { roles: [...panel, "AUDITOR"], finds: "REVIEWS" },
  oversightReport: { roles: [...panel, "AUDITOR"], finds: "REVIEWS" },
  precedents: { roles: [...panel, "AUDITOR"], finds: "REVIEWS" },
  previewDirective: { roles: ["COMMERCE", "ONCD", "OSTP"], finds: "PREVIEW" },
  previewDesignation: { roles: ["DEFENSE"], finds: "PREVIEW" },
  refusedAttempts: { roles: ["AUDITOR"], finds: "ATTEMPTS" },
  releaseAsOf: { roles: ["AUDITOR"], finds: "AS_OF" },
  applicationAsOf: { roles: ["AUDITOR"], finds: "AS_OF" },
  authorizationAsOf: { roles: ["AUDITOR"], finds: "AS_OF" },
  checkpoint: { roles: "EVERYONE", finds: "PROOFS" },
  inclusionProof: { roles: "EVERYONE", finds: "PROOFS" },
  consistencyProof: { roles: "EVERYONE", finds: "PROOFS" },
  ...open("Vendor", "vendor", "vendors"),
  ...open("Release", "release", "releases"),
  ...open("PhaseAdvance", "phaseAdvance", "phaseAdvances"),
  ...open("Policy", "policy", "policies"),
  ...open("Directive", "directive", "directives"),
  ...open("Designation", "designation", "designations"),
  ...open("Partner", "partner", "partners"),
  ...open("Application", "application", "applications"),
  ...open("Decision", "decision", "decisions"),
  ...open("Authorization", "authorization", "authorizations"),
  ...open("Change", "change", "changes"),
  ...open("CyberReview", "cyberReview", "cyberReviews"),
  ...open("Finding", "finding", "findings"),
  ...open("Hold", "hold", "holds"),
  ...open("InformationRequest", "informationRequest", "informationRequests"),
  ...open("Nomination", "nomination", "nominations"),
  ...open("Programme", "programme", "programmes"),
  ...open("Enrolment", "enrolment", "enrolments"),
  ...open("EnforcementStatement", "enforcementStatement", "enforcementStatements"),
  ...open("EnforcementAttestation", "enforcementAttestation", "enforcementAttestations"),
  ...closed("ScreeningHit", "screeningHit", "screeningHits", [...panel, "AUDITOR"]),
  ...closed("ScreeningList", "screeningList", "screeningLists", [...panel, "AUDITOR"]),
  ...closed("Referral", "referral", "referrals", [...panel, "AUDITOR"]),
  ...closed("Dispute", "dispute", "disputes", [...panel, "AUDITOR"]),
  ...open("Appeal", "appeal", "appeals"),
  ...closed("ConditionChange", "conditionChange", "conditionChanges", [...panel, "AUDITOR"]),
  ...open("Webhook", "webhook", "webhooks"),
  webhookAttempts: { roles: "EVERYONE", finds: "LOG" },
  ...closed("Revocation", "revocation", "revocations", ["ADMINISTRATOR", "AUDITOR"]),
};

/** What a mutation's id may name. */
export interface Target {
  /** The input that is right but for this id. */
  readonly input: (id: string) => Record<string, unknown>;
  readonly types: readonly NodeType[];
  /** Whose records alone it takes, of those that the actor sees: of a request, who was asked; null where any will do. */
  readonly own: "VENDOR" | "PARTNER" | "ADDRESSEE" | null;
  /** What it answers for a record that the actor sees and that is another's. */
  readonly foreign?: "BLOCKED" | "NOT_FOUND";
}

/** Who may run a mutation, and its targets by the path of the id in its input. */
export interface MutationRule {
  readonly roles: readonly Role[];
  readonly targets: Readonly<Record<string, Target>>;
  /** The whole input, for a mutation without a target. */
  readonly input?: Record<string, unknown>;
}

const one = (field: string, type: NodeType, more: Record<string, unknown> = {}, own: Target["own"] = null) => ({
  [field]: { input: (id: string) => ({ [field]: id, ...more }), types: [type], own, foreign: "BLOCKED" as const },
});

const application = (roles: readonly Role[], own: Target["own"], more: Record<string, unknown> = {}): MutationRule => ({
  roles,
  targets: one("applicationId", "Application", more, own),
});
const authorization = (
  roles: readonly Role[],
  own: Target["own"],
  more: Record<string, unknown> = {},
): MutationRule => ({ roles, targets: one("authorizationId", "Authorization", more, own) });
const release = (more: Record<string, unknown> = {}): MutationRule => ({
  roles: ["VENDOR"],
  targets: one("releaseId", "Release", more, "VENDOR"),
});
const partner = (more: Record<string, unknown> = {}): MutationRule => ({
  roles: ["COMMERCE"],
  targets: one("partnerId", "Partner", more),
});
const directive = (roles: readonly Role[], own: Target["own"], more: Record<string, unknown> = {}): MutationRule => ({
  roles,
  targets: one("directiveId", "Directive", more, own),
});
const decision = (more: Record<string, unknown> = {}): MutationRule => ({
  roles: panel,
  targets: one("decisionId", "Decision", { revision: 1, ...more }),
});

const dispute = (more: Record<string, unknown>) => one("disputeId", "Dispute", { level: 1, ...more });

const readers: readonly Role[] = ["VENDOR", "PARTNER", ...panel, "AUDITOR"];
/** Who sees a webhook and may not change it, auditors, are refused by a test of its own. */
const webhook = (more: Record<string, unknown> = {}): MutationRule => ({
  roles: readers,
  targets: one("webhookId", "Webhook", more),
});

const measure = { reason: "DIVERSION", legalBasis: "A test." };
const applied = {
  endUse: "OTHER",
  endUseStatement: "Ours.",
  deployment: "VENDOR_HOSTED",
  namedUsers: 3,
  userJurisdictions: ["US"],
};
const order = { effect: "SUSPEND", force: "ORDER", reason: "DIVERSION", legalBasis: "A test." };
/** A month after the world's last day. */
const reviewAt = "2026-08-15T14:00:00.000Z";
const inScope = (id: string) => ({ scope: { partnerIds: [id] } });

/** Every mutation. One that isn't here fails the matrix, and so does an id in an input that no target names. */
export const mutationRules: Readonly<Record<string, MutationRule>> = {
  enrolVendor: { roles: ["COMMERCE"], targets: {}, input: { org: "new-labs", name: "New Labs" } },
  registerRelease: {
    roles: ["VENDOR"],
    targets: {},
    input: { name: "Nova", modelVersion: "3", description: "D", safeguards: "S", policyKey: "eo12981" },
  },
  amendRelease: release({ revision: 1, name: "Renamed" }),
  submitReleaseForReview: release(),
  requestPhaseAdvance: release({ justification: "It is ready." }),
  withdrawRelease: release({ reason: "Enough." }),
  postponeRelease: release({ reason: "Not yet." }),
  resumeRelease: release(),
  nominatePartner: release({ org: "newcomer", legalName: "Newcomer", jurisdiction: "US" }),
  withdrawNomination: { roles: ["VENDOR"], targets: one("nominationId", "Nomination", {}, "VENDOR") },
  openProgramme: {
    roles: ["VENDOR"],
    targets: {},
    input: {
      name: "Another programme",
      description: "D",
      partnerKinds: ["ACADEMIC"],
      endUses: ["OTHER"],
      policyKey: "trusted-access",
    },
  },
  closeProgramme: { roles: ["VENDOR"], targets: one("programmeId", "Programme", { reason: "Over." }, "VENDOR") },
  enrolInProgramme: {
    roles: ["VENDOR"],
    targets: one("programmeId", "Programme", { org: "newcomer", reason: "Known.", legalBasis: "A test." }, "VENDOR"),
  },
  revokeProgramme: { roles: ["COMMERCE"], targets: one("programmeId", "Programme", measure) },
  revokeEnrolment: { roles: ["COMMERCE"], targets: one("enrolmentId", "Enrolment", measure) },
  reinstateEnrolment: { roles: ["COMMERCE"], targets: one("enrolmentId", "Enrolment") },
  endEnrolment: { roles: ["VENDOR"], targets: one("enrolmentId", "Enrolment", { reason: "Over." }, "VENDOR") },
  stateEnforcement: release({ parts: [{ part: "SCOPE_PHASES", enforceable: true }] }),
  openCyberReview: {
    roles: ["ONCD"],
    targets: one("releaseId", "Release", { remit: "All of it.", legalBasis: "A test." }),
  },
  concludeCyberReview: { roles: ["ONCD"], targets: one("reviewId", "CyberReview", { conclusion: "Seen." }) },
  recordFinding: {
    roles: ["ONCD"],
    targets: {
      ...one("reviewId", "CyberReview", { title: "T", description: "D", severity: "LOW" }),
      ...one("findingId", "Finding", { revision: 1, severity: "MEDIUM", statusNote: "S" }),
    },
  },
  acceptPhaseAdvance: { roles: ["COMMERCE"], targets: one("phaseAdvanceId", "PhaseAdvance", { revision: 1 }) },
  withdrawPhaseAdvance: {
    roles: ["VENDOR"],
    targets: one("phaseAdvanceId", "PhaseAdvance", {}, "VENDOR"),
  },
  registerPartner: {
    roles: ["PARTNER"],
    targets: {},
    input: { legalName: "New Partner", kind: "ACADEMIC", jurisdiction: "US" },
  },
  amendPartner: {
    roles: ["PARTNER"],
    targets: one("partnerId", "Partner", { revision: 1, jurisdiction: "CA" }, "PARTNER"),
  },
  admitPartner: partner(),
  suspendPartner: partner(measure),
  barPartner: partner(measure),
  disposeScreeningHit: {
    roles: ["COMMERCE"],
    targets: one("hitId", "ScreeningHit", {
      disposition: "FALSE_MATCH",
      reason: "DIFFERENT_ORGANISATION",
      note: "Another.",
    }),
  },
  unbarPartner: partner({ note: "Mistaken." }),
  submitApplication: {
    roles: ["PARTNER"],
    targets: {
      "new.releaseId": { input: (releaseId) => ({ new: { releaseId, ...applied } }), types: ["Release"], own: null },
      "existing.applicationId": {
        input: (applicationId) => ({ existing: { applicationId, revision: 1 } }),
        types: ["Application"],
        own: "PARTNER",
        foreign: "BLOCKED",
      },
    },
  },
  amendApplication: application(["PARTNER"], "PARTNER", { revision: 1, namedUsers: 5 }),
  withdrawApplication: application(["PARTNER"], "PARTNER"),
  acceptApplication: application(["COMMERCE"], null, { revision: 1 }),
  returnApplication: application(["COMMERCE"], null, { revision: 1, reason: "INCOMPLETE", note: "More." }),
  recordPosition: {
    roles: panel,
    targets: {
      caseId: {
        input: (caseId) => ({ caseId, revision: 1, kind: "CONCUR" }),
        types: ["Application", "PhaseAdvance"],
        own: null,
      },
    },
  },
  countersignDecision: decision(),
  refuseCountersignature: decision({ reason: "NEW_INFORMATION" }),
  decideDispute: { roles: ["ONCD"], targets: dispute({ outcome: "APPROVE", rationale: "So." }) },
  castVote: { roles: panel, targets: dispute({ outcome: "APPROVE" }) },
  escalateDispute: { roles: panel, targets: dispute({ reason: "So." }) },
  rebutIntentToDeny: {
    roles: ["PARTNER", "VENDOR"],
    targets: {
      caseId: {
        input: (caseId) => ({ caseId, revision: 1, statement: "Ours." }),
        types: ["Application", "PhaseAdvance"],
        own: null,
      },
    },
  },
  appealDecision: {
    roles: ["PARTNER", "VENDOR"],
    targets: {
      caseId: {
        input: (caseId) => ({ caseId, ground: "DENIAL", statement: "Once more." }),
        types: ["Application", "PhaseAdvance"],
        own: null,
      },
    },
  },
  decideRebuttal: { roles: panel, targets: one("rebuttalId", "Rebuttal", { accept: false, reason: "So." }) },
  decideAppeal: { roles: panel, targets: one("appealId", "Appeal", { revision: 1, upheld: false, reason: "So." }) },
  proposeConditionChange: { roles: panel, targets: one("conditionId", "Condition", { drops: true, reason: "So." }) },
  consentToConditionChange: {
    roles: panel,
    targets: one("changeId", "ConditionChange", { consent: true, reason: "So." }),
  },
  suspendAuthorization: authorization(["COMMERCE"], null, measure),
  reinstateAuthorization: authorization(["COMMERCE"], null),
  revokeAuthorization: authorization(["COMMERCE"], null, measure),
  surrenderAuthorization: authorization(["PARTNER"], "PARTNER"),
  issueDirective: {
    roles: ["COMMERCE", "ONCD", "OSTP"],
    targets: {
      releaseId: { input: (releaseId) => ({ releaseId, ...order }), types: ["Release"], own: null },
      vendorId: { input: (vendorId) => ({ vendorId, ...order }), types: ["Vendor"], own: null },
    },
  },
  liftDirective: directive(["COMMERCE", "ONCD", "OSTP"], null, { reason: "Resolved." }),
  answerDirectiveRequest: directive(["VENDOR"], "VENDOR", { answer: "ACCEPT" }),
  acknowledgeDirective: directive(["VENDOR"], "VENDOR"),
  acknowledgeDesignation: { roles: ["VENDOR"], targets: one("designationId", "Designation", {}, "VENDOR") },
  attestEnforcement: {
    roles: ["VENDOR"],
    targets: {
      ...one("directiveId", "Directive", { enforcedAt: "2026-08-01T14:00:00.000Z" }, "VENDOR"),
      ...one("designationId", "Designation", { enforcedAt: "2026-08-01T14:00:00.000Z" }, "VENDOR"),
    },
  },
  designateSupplyChainRisk: {
    roles: ["DEFENSE"],
    targets: one("vendorId", "Vendor", { legalBasis: "A test." }),
  },
  liftDesignation: { roles: ["DEFENSE"], targets: one("designationId", "Designation", { reason: "Resolved." }) },
  publishPolicy: {
    roles: ["OSTP"],
    targets: {},
    input: { document: policyInput({ ...expeditedPreview, version: 2, silence: "It means nothing." }) },
  },
  placeHold: {
    roles: ["COMMERCE"],
    targets: {
      caseId: {
        input: (caseId) => ({ caseId, revision: 1, reason: "FOREIGN_CONSULTATION", owner: "OSTP", reviewAt }),
        types: ["Application", "PhaseAdvance"],
        own: null,
      },
    },
  },
  releaseHold: { roles: ["COMMERCE"], targets: one("holdId", "Hold") },
  requestInformation: {
    roles: panel,
    targets: {
      caseId: {
        input: (caseId) => ({ caseId, revision: 1, addressee: "VENDOR", topic: "OTHER", question: "Why?" }),
        types: ["Application", "PhaseAdvance"],
        own: null,
      },
    },
  },
  closeInformationRequest: { roles: panel, targets: one("informationRequestId", "InformationRequest") },
  answerInformationRequest: {
    roles: ["PARTNER", "VENDOR"],
    targets: one("informationRequestId", "InformationRequest", { answer: "Ours." }, "ADDRESSEE"),
  },
  extendReferral: { roles: panel, targets: one("referralId", "Referral", { revision: 1, reason: "Away." }) },
  revokeActor: {
    roles: ["ADMINISTRATOR"],
    targets: {},
    input: { kind: "SUBJECT", value: "test|someone", reason: "Left." },
  },
  registerWebhook: { roles: readers, targets: {}, input: { url: "https://hooks.example.org/countersign" } },
  rotateWebhookSecret: webhook(),
  pauseWebhook: webhook(),
  resumeWebhook: webhook(),
  replayWebhook: webhook({ after: encodePosition(ledgerStart) }),
  deleteWebhook: webhook(),
  restoreActor: { roles: ["ADMINISTRATOR"], targets: one("revocationId", "Revocation", { reason: "Back." }) },
  disconnectActor: {
    roles: ["ADMINISTRATOR"],
    targets: {},
    input: { kind: "SUBJECT", value: "test|someone", reason: "A test." },
  },
};

/** Ids in inputs that name nothing that could be hidden from those who may give them, or of which a test of its own speaks. */
export const otherIds: Readonly<Record<string, (id: string) => Record<string, unknown>>> = {
  "submitApplication.new.replacesAuthorizationId": (id) => ({ new: { ...applied, replacesAuthorizationId: id } }),
  "decideDispute.rulings.conditionId": (id) => ({ rulings: [{ conditionId: id, drops: true, reason: "So." }] }),
  "appealDecision.conditionIds": (id) => ({ conditionIds: [id], ground: "CONDITIONS", statement: "So." }),
  "decideAppeal.rulings.conditionId": (id) => ({ rulings: [{ conditionId: id, drops: true, reason: "So." }] }),
  "submitApplication.new.programmeId": (id) => ({ new: { ...applied, programmeId: id } }),
  "issueDirective.scope.partnerIds": inScope,
  "designateSupplyChainRisk.scope.partnerIds": inScope,
};
