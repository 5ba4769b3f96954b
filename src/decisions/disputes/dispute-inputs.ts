import { ArrayMaxSize, IsOptional, ValidateNested } from "class-validator";
import { Field, ID, InputType, Int } from "type-graphql";
import { Line, Text } from "../../graph/bounds.ts";
import { MutationInput } from "../../graph/mutation.ts";
import { ObjectionReasonEnum } from "../../graph/vocabulary-enums.ts";
import type { DecisionOutcome, ObjectionReason } from "../../rules/vocabulary.ts";
import { ConditionRulingInput } from "../conditions/condition-inputs.ts";
import { DecisionOutcomeEnum } from "../outcomes/decision.ts";
import { ProposedConditionInput } from "../outcomes/decision-inputs.ts";

@InputType()
abstract class LevelInput extends MutationInput {
  @Field(() => ID, { description: "The dispute." })
  @Line(64)
  disputeId!: string;

  @Field(() => Int, {
    description: "The ladder's level that you speak of: refused where the dispute is before another.",
  })
  level!: number;
}

@InputType()
abstract class ResultInput extends LevelInput {
  @Field(() => DecisionOutcomeEnum, { description: "What the case is to be given." })
  outcome!: DecisionOutcome;

  @Field(() => [ObjectionReasonEnum], {
    nullable: true,
    description:
      "Why to deny, by the policy's criteria; at least one for DENY, none for APPROVE. The applicant sees them.",
  })
  @IsOptional()
  @ArrayMaxSize(20, { message: "reasons has at most 20 entries." })
  reasons?: ObjectionReason[] | null;
}

@InputType({ description: "Decides a dispute at a level that one official decides." })
export class DecideDisputeInput extends ResultInput {
  @Field(() => String, { description: "The reasoning, for officials and auditors: 1 to 10,000 characters." })
  @Text(10_000)
  rationale!: string;

  @Field(() => [ConditionRulingInput], {
    nullable: true,
    description:
      "What an approval makes of conditions that stand: a new wording, or none. What isn't named stands as it is; 50 at most.",
  })
  @IsOptional()
  @ArrayMaxSize(50, { message: "rulings has at most 50 entries." })
  @ValidateNested({ each: true })
  rulings?: ConditionRulingInput[] | null;

  @Field(() => [ProposedConditionInput], {
    nullable: true,
    description: "Conditions that an approval adds to those that stand: 20 at most.",
  })
  @IsOptional()
  @ArrayMaxSize(20, { message: "conditions has at most 20 entries." })
  @ValidateNested({ each: true })
  conditions?: ProposedConditionInput[] | null;
}

@InputType({ description: "Casts your agency's vote at a dispute's level." })
export class CastVoteInput extends ResultInput {
  @Field(() => String, {
    nullable: true,
    description: "The reasoning, for officials and auditors: 1 to 10,000 characters.",
  })
  @IsOptional()
  @Text(10_000)
  rationale?: string | null;
}

@InputType({ description: "Takes the result of a dispute's level to the next level." })
export class EscalateDisputeInput extends LevelInput {
  @Field(() => String, { description: "Why, for officials and auditors: 1 to 2,000 characters." })
  @Text(2000)
  reason!: string;
}

@InputType({ description: "Says something against an intended denial of your case." })
export class RebutIntentToDenyInput extends MutationInput {
  @Field(() => ID, { description: "The case: an application, or your phase advance." })
  @Line(64)
  caseId!: string;

  @Field(() => Int, { description: "The case's revision that you read: a stale one is refused." })
  revision!: number;

  @Field(() => String, { description: "What you say against the denial: 1 to 20,000 characters." })
  @Text(20_000)
  statement!: string;
}

@InputType({ description: "Decides a rebuttal of an intended denial." })
export class DecideRebuttalInput extends MutationInput {
  @Field(() => ID, { description: "The rebuttal." })
  @Line(64)
  rebuttalId!: string;

  @Field(() => Boolean, {
    description:
      "Whether it is accepted: an approval is proposed then. Otherwise the denial awaits its countersignature.",
  })
  accept!: boolean;

  @Field(() => String, { description: "Why; the applicant reads it: 1 to 2,000 characters." })
  @Text(2000)
  reason!: string;
}
