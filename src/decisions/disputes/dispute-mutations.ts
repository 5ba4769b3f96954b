import { Arg, Ctx, Directive, Mutation, Resolver } from "type-graphql";
import type { Context } from "../../context.ts";
import { inputArg } from "../../graph/mutation.ts";
import { recordById } from "../../graph/records.ts";
import { requires, scopeDirective } from "../../identity/permissions.ts";
import { caseStub } from "../cases/case-node.ts";
import { decideRebuttal } from "../outcomes/decide-rebuttal.ts";
import { rebutIntentToDeny } from "../outcomes/rebut-intent-to-deny.ts";
import { Rebuttal } from "../outcomes/rebuttal.ts";
import { castVote } from "./cast-vote.ts";
import { decideDispute } from "./decide-dispute.ts";
import { Dispute } from "./dispute.ts";
import * as inputs from "./dispute-inputs.ts";
import * as payloads from "./dispute-payloads.ts";
import { escalateDispute } from "./escalate-dispute.ts";
import { LadderDecision } from "./ladder-decision.ts";
import { Vote } from "./vote.ts";

@Resolver()
export class DisputeMutations {
  @Directive(scopeDirective("dispute:decide"))
  @Mutation(() => payloads.DecideDisputePayload, {
    nullable: true,
    description: `Decides a dispute at a level that one official decides: as its chair, or as the ladder's last word. An approval carries the conditions that stand, as you rule on them, and those that you add. On an earlier level agencies may take the result to the next one; the last level's is proposed at once. ${requires("dispute:decide")}`,
  })
  async decideDispute(
    @Arg("input", () => inputs.DecideDisputeInput, inputArg) input: inputs.DecideDisputeInput,
    @Ctx() context: Context,
  ) {
    const { refusals, ladderDecisionId, disputeId, caseId } = await decideDispute(context, input);
    const [ladderDecision, dispute] = await Promise.all([
      recordById(context, LadderDecision, ladderDecisionId),
      recordById(context, Dispute, disputeId),
    ]);
    return { refusals, ladderDecision, dispute, case: caseStub(caseId) };
  }

  @Directive(scopeDirective("dispute:vote"))
  @Mutation(() => payloads.CastVotePayload, {
    nullable: true,
    description: `Casts your agency's vote at a dispute's level: one for each agency and level. A majority of the voters decides at once; when all have voted or the time is over, the votes cast do, and a tie keeps the chair's result. ${requires("dispute:vote")}`,
  })
  async castVote(
    @Arg("input", () => inputs.CastVoteInput, inputArg) input: inputs.CastVoteInput,
    @Ctx() context: Context,
  ) {
    const { refusals, voteId, disputeId, caseId } = await castVote(context, input);
    const [vote, dispute] = await Promise.all([
      recordById(context, Vote, voteId),
      recordById(context, Dispute, disputeId),
    ]);
    return { refusals, vote, dispute, case: caseStub(caseId) };
  }

  @Directive(scopeDirective("dispute:escalate"))
  @Mutation(() => payloads.EscalateDisputePayload, {
    nullable: true,
    description: `Takes the result of a dispute's level to the next level, within the policy's days for it: for an agency with a deciding seat on the case's panel. A level that gives no result is passed by itself. ${requires("dispute:escalate")}`,
  })
  async escalateDispute(
    @Arg("input", () => inputs.EscalateDisputeInput, inputArg) input: inputs.EscalateDisputeInput,
    @Ctx() context: Context,
  ) {
    const { refusals, disputeId, caseId } = await escalateDispute(context, input);
    return { refusals, dispute: await recordById(context, Dispute, disputeId), case: caseStub(caseId) };
  }

  @Directive(scopeDirective("rebuttal:file"))
  @Mutation(() => payloads.RebutIntentToDenyPayload, {
    nullable: true,
    description: `Says something against an intended denial of your case, within the time to rebut: once for each denial. The denial isn't countersigned before the rebuttal is decided. ${requires("rebuttal:file")}`,
  })
  async rebutIntentToDeny(
    @Arg("input", () => inputs.RebutIntentToDenyInput, inputArg) input: inputs.RebutIntentToDenyInput,
    @Ctx() context: Context,
  ) {
    const { refusals, rebuttalId, caseId } = await rebutIntentToDeny(context, input);
    return { refusals, rebuttal: await recordById(context, Rebuttal, rebuttalId), case: caseStub(caseId) };
  }

  @Directive(scopeDirective("rebuttal:decide"))
  @Mutation(() => payloads.DecideRebuttalPayload, {
    nullable: true,
    description: `Decides a rebuttal: accepted, an approval is proposed; rejected, the denial awaits its countersignature. Only an official who took no part in the case may. ${requires("rebuttal:decide")}`,
  })
  async decideRebuttal(
    @Arg("input", () => inputs.DecideRebuttalInput, inputArg) input: inputs.DecideRebuttalInput,
    @Ctx() context: Context,
  ) {
    const { refusals, rebuttalId, caseId } = await decideRebuttal(context, input);
    return { refusals, rebuttal: await recordById(context, Rebuttal, rebuttalId), case: caseStub(caseId) };
  }
}
