import type * as words from "../rules/vocabulary.ts";
import { graphEnum } from "./enums.ts";

/** The enums that more than one subgraph speaks. Each lists every value of its vocabulary, with its meaning. */
export const AgencyEnum = graphEnum<words.Agency>("Agency", "An agency in the release path.", {
  ONCD: "Office of the National Cyber Director.",
  OSTP: "Office of Science and Technology Policy.",
  COMMERCE: "Department of Commerce.",
  DEFENSE: "Department of Defense.",
});

export const SeatEnum = graphEnum<words.Seat>("Seat", "What an agency's seat on a panel counts for.", {
  REQUIRED: "Only an express concurrence counts.",
  DEEMABLE: "Silence counts as no objection.",
  CONSULTED: "Heard; an objection is recorded and opens no dispute.",
});

export const EndUseEnum = graphEnum<words.EndUse>("EndUse", "The purpose that a partner states for its access.", {
  CYBER_DEFENSE: "Defending networks and systems.",
  VULNERABILITY_RESEARCH: "Finding and reporting vulnerabilities.",
  SOFTWARE_ENGINEERING: "Writing and maintaining software.",
  SCIENTIFIC_RESEARCH: "Research in the sciences.",
  HEALTH: "Health care and medical research.",
  EDUCATION: "Teaching and learning.",
  FINANCE: "Financial services.",
  PUBLIC_SERVICES: "Services of government to the public.",
  CRITICAL_INFRASTRUCTURE_OPERATIONS: "Running critical infrastructure.",
  MODEL_EVALUATION: "Evaluating the model itself.",
  OTHER: "Another purpose, as the statement says.",
});

export const DeploymentEnum = graphEnum<words.Deployment>("Deployment", "How a partner runs the model.", {
  VENDOR_HOSTED: "On the vendor's shared service.",
  DEDICATED_CLOUD: "On capacity dedicated to the partner.",
  GOVERNMENT_CLOUD: "On a government cloud.",
  ON_PREMISES: "On the partner's own premises.",
  AIR_GAPPED: "Without any connection to other networks.",
});

export const ReleasePhaseEnum = graphEnum<words.ReleasePhase>("ReleasePhase", "How far a release has come.", {
  DRAFT: "Being prepared by its vendor.",
  REGISTERED: "Registered by its vendor.",
  UNDER_REVIEW: "Submitted for review.",
  LIMITED_PREVIEW: "Open to few partners, each authorized by name.",
  EXPANDED_PREVIEW: "Open to more partners, each authorized by name.",
  GENERAL_AVAILABILITY: "Open to all; no authorization is needed unless the policy says so.",
  WITHDRAWN: "Withdrawn by its vendor; final.",
});

export const MeasureReasonEnum = graphEnum<words.MeasureReason>(
  "MeasureReason",
  "Why a directive, designation, suspension, revocation or bar was made.",
  {
    NATIONAL_SECURITY: "National security.",
    CYBER_INCIDENT: "A cyber incident.",
    SAFETY_FINDING: "A finding about the model's safety.",
    SUPPLY_CHAIN_RISK: "A risk in the supply chain.",
    DIVERSION: "Access passed on to others.",
    BREACH_OF_CONDITIONS: "A condition was broken.",
    FALSE_STATEMENT: "A statement in the application was false.",
    LISTED_PARTY: "The party is on a screening list.",
    LEGAL_PROCESS: "A court's or legislature's act.",
    REVIEW_INCOMPLETE: "The review is not complete.",
  },
);

export const ObjectionReasonEnum = graphEnum<words.ObjectionReason>(
  "ObjectionReason",
  "Why an agency objects, or why a case is denied.",
  {
    NATIONAL_SECURITY: "National security.",
    END_USER_CONCERN: "Who would use it.",
    END_USE_CONCERN: "What it would be used for.",
    DIVERSION_RISK: "The risk that access is passed on.",
    CYBER_CAPABILITY: "What the model can do in cyber operations.",
    INSUFFICIENT_SAFEGUARDS: "The safeguards do not suffice.",
    INCOMPLETE_INFORMATION:
      "What was given does not allow a finding. An agency objects for this once what it asked was answered or has lapsed: asking is no objection.",
    FOREIGN_POLICY: "Foreign policy.",
  },
);

export const ConditionKindEnum = graphEnum<words.ConditionKind>("ConditionKind", "What a limit on use is about.", {
  NAMED_USERS_AT_MOST: "`max`: how many named users at most.",
  USER_JURISDICTIONS: "`allowed`: ISO 3166-1 alpha-2 codes where users may be.",
  END_USES: "`allowed`: the end uses permitted.",
  DEPLOYMENTS: "`allowed`: the deployments permitted.",
  REQUESTS_PER_DAY_AT_MOST: "`max`: requests a day at most.",
  LOG_RETENTION_DAYS: "`days`: logs are kept at least so long.",
  REPORT_EVERY_DAYS: "`days`: a report is due at least so often.",
  EXPIRES_AT: "`at`: use ends at this time.",
  NO_ONWARD_TRANSFER: "Access may not be passed on.",
  FREE_TEXT: "The text alone; only a person can check it.",
});

export const PartnerKindEnum = graphEnum<words.PartnerKind>("PartnerKind", "What kind of organisation a partner is.", {
  ENTERPRISE: "A company.",
  GOVERNMENT: "A public body.",
  CRITICAL_INFRASTRUCTURE: "An operator of critical infrastructure.",
  ACADEMIC: "A university or research institute.",
  NONPROFIT: "A nonprofit organisation.",
  SECURITY_RESEARCH: "A security research organisation.",
});

/** One enum for both types of case, so that a query may ask for `status` of either under one name. */
export const CaseStatusEnum = graphEnum<words.ApplicationStatus | words.PhaseAdvanceStatus>(
  "CaseStatus",
  "Where a case stands: an application or a phase advance.",
  {
    DRAFT: "An application that its partner prepares; nobody else sees it.",
    SUBMITTED: "Submitted; Commerce has not yet referred it.",
    RETURNED: "An application returned without action; may be resubmitted.",
    IN_REVIEW: "Before the panel.",
    IN_DISPUTE: "The panel does not agree.",
    INTENT_TO_DENY: "A denial is intended; whoever brought the case may rebut.",
    AWAITING_COUNTERSIGNATURE: "A decision is proposed and awaits its countersignature.",
    APPROVED: "Approved: an authorization was issued, or the release has moved.",
    DENIED: "Denied.",
    WITHDRAWN: "Ended without a decision.",
    SUPERSEDED: "An application that another one replaced.",
  },
);
