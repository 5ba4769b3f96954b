import { returnApplication } from "../../src/applications/return-application.ts";
import { submitApplication } from "../../src/applications/submit-application.ts";
import type { Context } from "../../src/context.ts";
import { appealDecision } from "../../src/decisions/appeals/appeal-decision.ts";
import { decideAppeal } from "../../src/decisions/appeals/decide-appeal.ts";
import { reinstateAuthorization } from "../../src/decisions/authorizations/reinstate-authorization.ts";
import { revokeAuthorization } from "../../src/decisions/authorizations/revoke-authorization.ts";
import { surrenderAuthorization } from "../../src/decisions/authorizations/surrender-authorization.ts";
import { suspendAuthorization } from "../../src/decisions/authorizations/suspend-authorization.ts";
import { acceptApplication, acceptPhaseAdvance } from "../../src/decisions/cases/accept-case.ts";
import { amendApplication } from "../../src/decisions/cases/amend-application.ts";
import { withdrawApplication } from "../../src/decisions/cases/withdraw-application.ts";
import { withdrawPhaseAdvance } from "../../src/decisions/cases/withdraw-phase-advance.ts";
import { extendReferral } from "../../src/decisions/clocks/extend-referral.ts";
import { consentToConditionChange } from "../../src/decisions/conditions/consent-to-condition-change.ts";
import { proposeConditionChange } from "../../src/decisions/conditions/propose-condition-change.ts";
import { castVote } from "../../src/decisions/disputes/cast-vote.ts";
import { decideDispute } from "../../src/decisions/disputes/decide-dispute.ts";
import { escalateDispute } from "../../src/decisions/disputes/escalate-dispute.ts";
import { countersignDecision } from "../../src/decisions/outcomes/countersign-decision.ts";
import { decideRebuttal } from "../../src/decisions/outcomes/decide-rebuttal.ts";
import { rebutIntentToDeny } from "../../src/decisions/outcomes/rebut-intent-to-deny.ts";
import { refuseCountersignature } from "../../src/decisions/outcomes/refuse-countersignature.ts";
import { recordPosition } from "../../src/decisions/panel/record-position.ts";
import { answerInformationRequest } from "../../src/decisions/stops/answer-information-request.ts";
import { closeInformationRequest } from "../../src/decisions/stops/close-information-request.ts";
import { placeHold } from "../../src/decisions/stops/place-hold.ts";
import { releaseHold } from "../../src/decisions/stops/release-hold.ts";
import { requestInformation } from "../../src/decisions/stops/request-information.ts";
import { admitPartner } from "../../src/partners/admit-partner.ts";
import { amendPartner } from "../../src/partners/amend-partner.ts";
import { barPartner } from "../../src/partners/bar-partner.ts";
import { suspendPartner } from "../../src/partners/suspend-partner.ts";
import { unbarPartner } from "../../src/partners/unbar-partner.ts";
import { requestPhaseAdvance } from "../../src/releases/advances/request-phase-advance.ts";
import { acknowledgeDesignation } from "../../src/releases/directives/acknowledge-designation.ts";
import { acknowledgeDirective } from "../../src/releases/directives/acknowledge-directive.ts";
import { answerDirectiveRequest } from "../../src/releases/directives/answer-directive-request.ts";
import { designateSupplyChainRisk } from "../../src/releases/directives/designate-supply-chain-risk.ts";
import { issueDirective } from "../../src/releases/directives/issue-directive.ts";
import { liftDesignation } from "../../src/releases/directives/lift-designation.ts";
import { liftDirective } from "../../src/releases/directives/lift-directive.ts";
import { postponeRelease } from "../../src/releases/register/postpone-release.ts";
import { resumeRelease } from "../../src/releases/register/resume-release.ts";
import { withdrawRelease } from "../../src/releases/register/withdraw-release.ts";

/** What a use case came to: its ids, or its refusals. */
export interface Came {
  readonly refusals: readonly { readonly code: string; readonly blockers?: readonly string[] }[];
}

/** Every use case that the model drives, by its mutation's name. Inputs are drafted as GraphQL would coerce them. */
export const useCases: Readonly<Record<string, (context: Context, input: never) => Promise<Came>>> = {
  submitApplication,
  amendApplication,
  withdrawApplication,
  returnApplication,
  acceptApplication,
  requestPhaseAdvance,
  acceptPhaseAdvance,
  withdrawPhaseAdvance,
  recordPosition,
  countersignDecision,
  refuseCountersignature,
  placeHold,
  releaseHold,
  requestInformation,
  answerInformationRequest,
  closeInformationRequest,
  extendReferral,
  decideDispute,
  castVote,
  escalateDispute,
  rebutIntentToDeny,
  decideRebuttal,
  appealDecision,
  decideAppeal,
  proposeConditionChange,
  consentToConditionChange,
  admitPartner,
  suspendPartner,
  barPartner,
  unbarPartner,
  amendPartner,
  suspendAuthorization,
  reinstateAuthorization,
  revokeAuthorization,
  surrenderAuthorization,
  issueDirective,
  liftDirective,
  answerDirectiveRequest,
  acknowledgeDirective,
  designateSupplyChainRisk,
  liftDesignation,
  acknowledgeDesignation,
  withdrawRelease,
  postponeRelease,
  resumeRelease,
};

/** The mutations that the model doesn't drive, each with the reason. */
export const notDriven: Readonly<Record<string, string>> = {
  enrolVendor: "comes before any release",
  registerRelease: "comes before any review",
  amendRelease: "is over when the review begins",
  submitReleaseForReview: "comes before the first case",
  registerPartner: "comes before any application",
  disposeScreeningHit: "needs a screening list, which has a suite of its own",
  publishPolicy: "a case keeps the version that it began under",
  openCyberReview: "keeps a release from advancing, and has a suite of its own",
  recordFinding: "keeps a release from advancing, and has a suite of its own",
  concludeCyberReview: "keeps a release from advancing, and has a suite of its own",
  stateEnforcement: "says what a vendor can enforce, and changes nothing of the review",
  attestEnforcement: "says what a vendor did, and changes nothing of the review",
  openProgramme: "gives a case its policy, and has a suite of its own",
  closeProgramme: "gives a case its policy, and has a suite of its own",
  enrolInProgramme: "comes before any application under a programme",
  endEnrolment: "is about later applications under a programme",
  revokeProgramme: "ends what gives a case its policy, and has a suite of its own",
  revokeEnrolment: "is about applications under a programme, and has a suite of its own",
  reinstateEnrolment: "is about applications under a programme, and has a suite of its own",
  nominatePartner: "comes before any application",
  withdrawNomination: "comes before any application",
  registerWebhook: "sends what the ledger says elsewhere, and has a suite of its own",
  rotateWebhookSecret: "sends what the ledger says elsewhere, and has a suite of its own",
  pauseWebhook: "sends what the ledger says elsewhere, and has a suite of its own",
  resumeWebhook: "sends what the ledger says elsewhere, and has a suite of its own",
  deleteWebhook: "sends what the ledger says elsewhere, and has a suite of its own",
  replayWebhook: "sends what the ledger says elsewhere, and has a suite of its own",
  revokeActor: "ends an actor's access, nothing of the review",
  restoreActor: "ends an actor's access, nothing of the review",
  disconnectActor: "ends an actor's connections, nothing of the review",
};
