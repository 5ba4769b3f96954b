import { payloadOf } from "../../graph/mutation.ts";
import { CaseNode } from "../cases/case-node.ts";
import { Rebuttal } from "../outcomes/rebuttal.ts";
import { Dispute } from "./dispute.ts";
import { LadderDecision } from "./ladder-decision.ts";
import { Vote } from "./vote.ts";

const dispute = () => Dispute;
const rebuttal = () => Rebuttal;
const reviewed = () => CaseNode as never;

export const DecideDisputePayload = payloadOf("decideDispute", {
  ladderDecision: () => LadderDecision,
  dispute,
  case: reviewed,
});
export const CastVotePayload = payloadOf("castVote", { vote: () => Vote, dispute, case: reviewed });
export const EscalateDisputePayload = payloadOf("escalateDispute", { dispute, case: reviewed });
export const RebutIntentToDenyPayload = payloadOf("rebutIntentToDeny", { rebuttal, case: reviewed });
export const DecideRebuttalPayload = payloadOf("decideRebuttal", { rebuttal, case: reviewed });
