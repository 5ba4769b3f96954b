import { payloadOf } from "../graph/mutation.ts";
import { Authorization } from "./authorization.ts";
import { CaseNode } from "./case-node.ts";
import { Decision } from "./decision.ts";
import { Position } from "./position.ts";
import { ApplicationStub, PhaseAdvanceStub, ReleaseStub } from "./stubs.ts";

const application = () => ApplicationStub;
const authorization = () => Authorization;
const decision = () => Decision;
const phaseAdvance = () => PhaseAdvanceStub;
const reviewed = () => CaseNode as never;

export const AcceptApplicationPayload = payloadOf("acceptApplication", { application });
export const AmendApplicationPayload = payloadOf("amendApplication", { application });
export const WithdrawApplicationPayload = payloadOf("withdrawApplication", { application });
export const AcceptPhaseAdvancePayload = payloadOf("acceptPhaseAdvance", { phaseAdvance });
export const WithdrawPhaseAdvancePayload = payloadOf("withdrawPhaseAdvance", { phaseAdvance });
export const RecordPositionPayload = payloadOf("recordPosition", { position: () => Position, case: reviewed });
export const CountersignDecisionPayload = payloadOf("countersignDecision", {
  decision,
  case: reviewed,
  authorization,
  release: () => ReleaseStub,
});
export const RefuseCountersignaturePayload = payloadOf("refuseCountersignature", { decision, case: reviewed });
export const SuspendAuthorizationPayload = payloadOf("suspendAuthorization", { authorization });
export const ReinstateAuthorizationPayload = payloadOf("reinstateAuthorization", { authorization });
export const RevokeAuthorizationPayload = payloadOf("revokeAuthorization", { authorization });
export const SurrenderAuthorizationPayload = payloadOf("surrenderAuthorization", { authorization });
