import { payloadOf } from "../graph/mutation.ts";
import { Designation } from "./designation.ts";
import { Directive } from "./directive.ts";
import { PhaseAdvance } from "./phase-advance.ts";
import { Release } from "./release.ts";
import { Vendor } from "./vendor.ts";

const vendor = () => Vendor;
const release = () => Release;
const phaseAdvance = () => PhaseAdvance;
const directive = () => Directive;
const designation = () => Designation;

export const EnrolVendorPayload = payloadOf("enrolVendor", { vendor });
export const RegisterReleasePayload = payloadOf("registerRelease", { release });
export const AmendReleasePayload = payloadOf("amendRelease", { release });
export const SubmitReleaseForReviewPayload = payloadOf("submitReleaseForReview", { release });
export const RequestPhaseAdvancePayload = payloadOf("requestPhaseAdvance", { phaseAdvance });
export const WithdrawReleasePayload = payloadOf("withdrawRelease", { release });
export const IssueDirectivePayload = payloadOf("issueDirective", { directive });
export const AnswerDirectiveRequestPayload = payloadOf("answerDirectiveRequest", { directive });
export const LiftDirectivePayload = payloadOf("liftDirective", { directive });
export const AcknowledgeDirectivePayload = payloadOf("acknowledgeDirective", { directive });
export const DesignateSupplyChainRiskPayload = payloadOf("designateSupplyChainRisk", { designation });
export const LiftDesignationPayload = payloadOf("liftDesignation", { designation });
