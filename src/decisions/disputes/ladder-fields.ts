import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../../context.ts";
import { reads } from "../../graph/asked.ts";
import { PageArgs } from "../../graph/paging.ts";
import { recordById } from "../../graph/records.ts";
import { CaseNode, caseStub } from "../cases/case-node.ts";
import { ConditionConnection, conditionsOfLadderDecision } from "../lists.ts";
import { Dispute } from "./dispute.ts";
import { LadderDecision } from "./ladder-decision.ts";
import { Vote } from "./vote.ts";

@Resolver(() => LadderDecision)
export class LadderDecisionFields {
  @reads("disputeId")
  @FieldResolver(() => Dispute, { nullable: true, description: "The dispute." })
  dispute(@Root() { disputeId }: LadderDecision, @Ctx() context: Context) {
    return recordById(context, Dispute, disputeId);
  }

  @reads("caseId")
  @FieldResolver(() => CaseNode, { nullable: true, description: "The case that it is about." })
  case(@Root() { caseId }: LadderDecision) {
    return caseStub(caseId);
  }

  @reads("id")
  @FieldResolver(() => ConditionConnection, { description: "The conditions of its approval, as they would stand." })
  conditions(@Root() { id }: LadderDecision, @Args(() => PageArgs) args: PageArgs, @Ctx() context: Context) {
    return conditionsOfLadderDecision(context, id, args);
  }
}

@Resolver(() => Vote)
export class VoteFields {
  @reads("disputeId")
  @FieldResolver(() => Dispute, { nullable: true, description: "The dispute." })
  dispute(@Root() { disputeId }: Vote, @Ctx() context: Context) {
    return recordById(context, Dispute, disputeId);
  }

  @reads("caseId")
  @FieldResolver(() => CaseNode, { nullable: true, description: "The case that it is about." })
  case(@Root() { caseId }: Vote) {
    return caseStub(caseId);
  }
}
