import { payloadOf } from "../../graph/mutation.ts";
import { Appeal } from "../appeals/appeal.ts";
import { Authorization } from "../authorizations/authorization.ts";
import { CaseNode } from "../cases/case-node.ts";
import { Condition } from "../conditions/condition.ts";
import { ConditionChange } from "../conditions/condition-change.ts";
import { Position } from "../panel/position.ts";
import { ApplicationStub, PhaseAdvanceStub, ReleaseStub } from "../stubs.ts";
import { Decision } from "./decision.ts";

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

const appeal = () => Appeal;
const conditionChange = () => ConditionChange;

export const AppealDecisionPayload = payloadOf("appealDecision", { appeal, case: reviewed });
export const DecideAppealPayload = payloadOf("decideAppeal", { appeal, case: reviewed, decision });
export const ProposeConditionChangePayload = payloadOf("proposeConditionChange", { conditionChange });
export const ConsentToConditionChangePayload = payloadOf("consentToConditionChange", {
  conditionChange,
  condition: () => Condition,
  authorization,
});
