import { payloadOf } from "../../graph/mutation.ts";
import { CaseNode } from "../cases/case-node.ts";
import { Referral } from "../panel/referral.ts";
import { Hold } from "./hold.ts";
import { InformationRequest } from "./information-request.ts";

const hold = () => Hold;
const informationRequest = () => InformationRequest;
const referral = () => Referral;
const reviewed = () => CaseNode as never;

export const PlaceHoldPayload = payloadOf("placeHold", { hold, case: reviewed });
export const ReleaseHoldPayload = payloadOf("releaseHold", { hold, case: reviewed });
export const RequestInformationPayload = payloadOf("requestInformation", { informationRequest, case: reviewed });
export const AnswerInformationRequestPayload = payloadOf("answerInformationRequest", {
  informationRequest,
  case: reviewed,
});
export const CloseInformationRequestPayload = payloadOf("closeInformationRequest", {
  informationRequest,
  case: reviewed,
});
export const ExtendReferralPayload = payloadOf("extendReferral", { referral, case: reviewed });
