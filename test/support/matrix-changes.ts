/** Who may read a change, besides auditors, who read every one. */
export type Readers =
  /** The public: policies. */
  | "EVERYONE"
  /** Officials alone: what the panel does. */
  | "PANEL"
  /** Officials, and the partner that it is about. */
  | "PARTNER"
  /** The vendors for whose releases the partner that it is about holds an authorization just then. */
  | "AUTHORIZERS"
  /** Officials, and the vendor that it is about. */
  | "VENDOR"
  /** Officials, the release's vendor, and the applicant where there is one. */
  | "PARTIES"
  /** The release's vendor, and the applicant where there is one: officials read by which steps. */
  | "PARTIES_ALONE"
  /** A draft's vendor alone; then officials too; everyone from the release's first preview on. */
  | "RELEASE"
  /** A draft's partner alone; then officials and the release's vendor too. */
  | "SUBMITTED"
  /** Officials and the vendor; everyone once it was in force on what is public. */
  | "DIRECTIVE"
  /** Officials and the vendor; everyone where the vendor is public. */
  | "DESIGNATION"
  /** Of a case, officials and its parties; of a record of its panel, officials alone. */
  | "DEADLINE"
  /** Everyone of the organisation, or every official of the agency, whose it is. */
  | "OWNER"
  /** Administrators: nobody of the review. */
  | "ADMINISTRATORS";

/** By the change's type. A type that isn't listed fails the matrix. */
export const changeReaders: Readonly<Record<string, Readers>> = {
  PolicyPublished: "EVERYONE",
  VendorEnrolled: "PARTIES",
  PartnerRegistered: "PARTNER",
  PartnerAmended: "PARTNER",
  PartnerAdmitted: "PARTNER",
  PartnerSuspended: "PARTNER",
  PartnerBarred: "PARTNER",
  PartnerUnbarred: "PARTNER",
  ScreeningListImported: "PANEL",
  ScreeningHitRaised: "PANEL",
  ScreeningHitDisposed: "PANEL",
  PartnerStatusChanged: "AUTHORIZERS",
  ReleaseDrafted: "RELEASE",
  ReleaseRegistered: "RELEASE",
  ReleaseAmended: "RELEASE",
  ReleaseSubmittedForReview: "RELEASE",
  ReleaseAdvanced: "RELEASE",
  ReleaseWithdrawn: "RELEASE",
  PhaseAdvanceRequested: "PARTIES",
  PhaseAdvanceAccepted: "PARTIES",
  ApplicationDrafted: "SUBMITTED",
  ApplicationSubmitted: "SUBMITTED",
  ApplicationResubmitted: "SUBMITTED",
  ApplicationAmended: "SUBMITTED",
  ApplicationReturned: "SUBMITTED",
  ApplicationWithdrawn: "SUBMITTED",
  ApplicationRevisionAdded: "SUBMITTED",
  ApplicationRevisionSubmitted: "SUBMITTED",
  ApplicationAccepted: "PARTIES",
  CaseReferred: "PANEL",
  CaseReferredAgain: "PANEL",
  PositionRecorded: "PANEL",
  ConditionProposed: "PANEL",
  DisputeOpened: "PANEL",
  DisputeResolved: "PANEL",
  DisputeClosed: "PANEL",
  DecisionProposed: "PANEL",
  DecisionVoided: "PANEL",
  CountersignatureRefused: "PANEL",
  DecisionCountersigned: "PARTIES",
  DecisionAwaited: "PANEL",
  DenialIntended: "PANEL",
  ProposalVoided: "PANEL",
  CaseDisputed: "PANEL",
  CaseReturnedToPanel: "PANEL",
  RebuttalEnded: "PANEL",
  RebuttalTimeRestarted: "PARTIES",
  CountersignersReminded: "PANEL",
  CountersignatureOverdue: "PANEL",
  CountersignatureMissed: "PARTNER",
  DisputeEscalated: "PANEL",
  DisputeEscalatedBySilence: "PANEL",
  DisputeEscalatedByTime: "PANEL",
  DisputeOverdue: "PANEL",
  LadderDecided: "PANEL",
  VoteCast: "PANEL",
  RebuttalFiled: "PARTIES",
  RebuttalAccepted: "PARTIES",
  RebuttalRejected: "PARTIES",
  RebuttalClosed: "PANEL",
  CaseApproved: "PANEL",
  CaseDenied: "PANEL",
  CaseStatusChanged: "PARTIES_ALONE",
  PhaseAdvanceWithdrawn: "PARTIES",
  HoldPlaced: "PARTIES",
  HoldReleased: "PARTIES",
  HoldEndedWithCase: "PARTIES",
  HoldReviewDue: "PANEL",
  InformationRequested: "PARTIES",
  InformationRequestAnswered: "PARTIES",
  InformationRequestClosed: "PARTIES",
  InformationRequestLapsed: "PARTIES",
  InformationRequestEndedWithCase: "PARTIES",
  ReferralExtended: "PANEL",
  DeadlineMoved: "DEADLINE",
  AuthorizationIssued: "PARTIES",
  AuthorizationSuperseded: "PARTIES",
  AuthorizationSuspended: "PARTIES",
  AuthorizationReinstated: "PARTIES",
  AuthorizationRevoked: "PARTIES",
  AuthorizationSurrendered: "PARTIES",
  DirectiveIssued: "DIRECTIVE",
  DirectiveAccepted: "DIRECTIVE",
  DirectiveDeclined: "DIRECTIVE",
  DirectiveAcknowledged: "DIRECTIVE",
  DirectiveLifted: "DIRECTIVE",
  SupplyChainRiskDesignated: "DESIGNATION",
  DesignationAcknowledged: "DESIGNATION",
  DesignationLifted: "DESIGNATION",
  ReleasePostponed: "RELEASE",
  ReleaseResumed: "RELEASE",
  ReleasePostponementEnded: "RELEASE",
  CyberReviewOpened: "PARTIES",
  CyberReviewConcluded: "PARTIES",
  FindingRecorded: "PARTIES",
  FindingUpdated: "PARTIES",
  AppealFiled: "PARTNER",
  AppealUpheld: "PARTNER",
  AppealRejected: "PARTNER",
  AppealClosed: "PARTNER",
  AppealProposalReplaced: "PANEL",
  ApplicationSuperseded: "PARTIES",
  AuthorizationConditionsChanged: "PARTIES",
  ConditionChangeProposed: "PANEL",
  ConditionChangeConsented: "PANEL",
  ConditionChangeRefused: "PANEL",
  ConditionChangeClosed: "PANEL",
  ConditionReworded: "PANEL",
  ConditionReplaced: "PANEL",
  ConditionFell: "PANEL",
  ConditionRuled: "PANEL",
  ConditionRulingProposed: "PANEL",
  DecisionSuperseded: "PARTIES",
  EnforcementStated: "PARTIES",
  EnforcementAttested: "PARTIES",
  EnforcementAttestationCorrected: "PARTIES",
  PartnerNominated: "VENDOR",
  NominationWithdrawn: "VENDOR",
  ProgrammeOpened: "VENDOR",
  ProgrammeClosed: "PARTIES",
  ProgrammeRevoked: "PARTIES",
  EnrolledInProgramme: "PARTIES",
  EnrolmentEnded: "PARTIES",
  EnrolmentRevoked: "PARTIES",
  EnrolmentReinstated: "PARTIES",
  WebhookRegistered: "OWNER",
  WebhookSecretRotated: "OWNER",
  WebhookPaused: "OWNER",
  WebhookResumed: "OWNER",
  WebhookReplayed: "OWNER",
  WebhookDeleted: "OWNER",
  ActorRevoked: "ADMINISTRATORS",
  ActorRestored: "ADMINISTRATORS",
  ActorDisconnected: "ADMINISTRATORS",
};
