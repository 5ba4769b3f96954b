import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../../context.ts";
import { reads } from "../../graph/asked.ts";
import { ConditionPredicate, shownPredicate } from "../../graph/condition-predicate.ts";
import { recordById } from "../../graph/records.ts";
import { CaseNode, caseStub } from "../cases/case-node.ts";
import { Decision } from "../outcomes/decision.ts";
import { Condition } from "./condition.ts";
import { ConditionChange } from "./condition-change.ts";

@Resolver(() => ConditionChange)
export class ConditionChangeFields {
  @reads("caseId")
  @FieldResolver(() => CaseNode, { nullable: true, description: "The case that it is about." })
  case(@Root() { caseId }: ConditionChange) {
    return caseStub(caseId);
  }

  @reads("conditionId")
  @FieldResolver(() => Condition, { nullable: true, description: "The condition as it was." })
  condition(@Root() { conditionId }: ConditionChange, @Ctx() context: Context) {
    return recordById(context, Condition, conditionId);
  }

  @reads("newConditionId")
  @FieldResolver(() => Condition, {
    nullable: true,
    description: "The condition in its new wording; null before the change holds, and where the condition falls.",
  })
  newCondition(@Root() { newConditionId }: ConditionChange, @Ctx() context: Context) {
    return recordById(context, Condition, newConditionId);
  }

  @reads("predicate")
  @FieldResolver(() => ConditionPredicate, {
    nullable: true,
    description: "What of the new wording a machine can check; null where the condition falls.",
  })
  predicate(@Root() { predicate }: ConditionChange) {
    return predicate && shownPredicate(predicate);
  }

  @reads("decisionId")
  @FieldResolver(() => Decision, {
    nullable: true,
    description: "The proposal that carries the ruling, where you may see it; null for a consent.",
  })
  decision(@Root() { decisionId }: ConditionChange, @Ctx() context: Context) {
    return recordById(context, Decision, decisionId);
  }
}
