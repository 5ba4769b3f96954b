import { ArrayMaxSize, IsOptional, ValidateNested } from "class-validator";
import { Field, ID, InputType, Int } from "type-graphql";
import { Line, Text } from "../../graph/bounds.ts";
import { ConditionPredicateInput } from "../../graph/condition-predicate.ts";
import { MutationInput } from "../../graph/mutation.ts";
import { MeasureReasonEnum, ObjectionReasonEnum } from "../../graph/vocabulary-enums.ts";
import type {
  CountersignatureRefusalReason,
  MeasureReason,
  ObjectionReason,
  PositionKind,
} from "../../rules/vocabulary.ts";
import { PositionKindEnum } from "../panel/position.ts";
import { CountersignatureRefusalReasonEnum } from "./decision.ts";

@InputType({ description: "Accepts a submitted application and refers it to the panel." })
export class AcceptApplicationInput extends MutationInput {
  @Field(() => ID, { description: "The application." })
  @Line(64)
  applicationId!: string;

  @Field(() => Int, { description: "The revision that you read: a stale one is refused." })
  revision!: number;
}

@InputType({ description: "Accepts a requested phase advance and refers it to the panel." })
export class AcceptPhaseAdvanceInput extends MutationInput {
  @Field(() => ID, { description: "The phase advance." })
  @Line(64)
  phaseAdvanceId!: string;

  @Field(() => Int, { description: "The revision that you read: a stale one is refused." })
  revision!: number;
}

@InputType({ description: "Withdraws your phase advance; final." })
export class WithdrawPhaseAdvanceInput extends MutationInput {
  @Field(() => ID, { description: "The phase advance." })
  @Line(64)
  phaseAdvanceId!: string;
}

@InputType({ description: "A condition that an agency proposes with its position." })
export class ProposedConditionInput {
  @Field(() => String, { description: "Its wording: 1 to 2,000 characters." })
  @Text(2000)
  text!: string;

  @Field(() => ConditionPredicateInput, {
    description: "What a machine can check of it; FREE_TEXT where only a person can.",
  })
  @ValidateNested()
  predicate!: ConditionPredicateInput;
}

@InputType({ description: "Records your agency's view on one revision of a case." })
export class RecordPositionInput extends MutationInput {
  @Field(() => ID, { description: "The case: an application or a phase advance." })
  @Line(64)
  caseId!: string;

  @Field(() => Int, { description: "The case's revision that you read: a stale one is refused." })
  revision!: number;

  @Field(() => PositionKindEnum, { description: "The view. DEEMED_NO_OBJECTION is the system's alone." })
  kind!: PositionKind;

  @Field(() => ObjectionReasonEnum, {
    nullable: true,
    description:
      "Why you object; needed for OBJECT, refused otherwise. INCOMPLETE_INFORMATION is for who asked, and was answered or left without an answer in time.",
  })
  reason?: ObjectionReason | null;

  @Field(() => String, {
    nullable: true,
    description: "The reasoning, for officials and auditors: 1 to 10,000 characters.",
  })
  @IsOptional()
  @Text(10_000)
  rationale?: string | null;

  @Field(() => [ProposedConditionInput], {
    nullable: true,
    description: "The conditions: at least one for CONCUR_WITH_CONDITIONS, none otherwise, 20 at most.",
  })
  @IsOptional()
  @ArrayMaxSize(20, { message: "conditions has at most 20 entries." })
  @ValidateNested({ each: true })
  conditions?: ProposedConditionInput[] | null;
}

@InputType({ description: "Countersigns a proposed decision." })
export class CountersignDecisionInput extends MutationInput {
  @Field(() => ID, { description: "The decision." })
  @Line(64)
  decisionId!: string;

  @Field(() => Int, { description: "The case's revision that you read: a stale one is refused." })
  revision!: number;
}

@InputType({ description: "Refuses to countersign a proposed decision: opens a dispute." })
export class RefuseCountersignatureInput extends CountersignDecisionInput {
  @Field(() => CountersignatureRefusalReasonEnum, { description: "Why." })
  reason!: CountersignatureRefusalReason;

  @Field(() => String, { nullable: true, description: "What to say of it: 1 to 2,000 characters." })
  @IsOptional()
  @Text(2000)
  note?: string | null;
}

@InputType({ description: "Suspends an authorization." })
export class SuspendAuthorizationInput extends MutationInput {
  @Field(() => ID, { description: "The authorization." })
  @Line(64)
  authorizationId!: string;

  @Field(() => MeasureReasonEnum, { description: "Why." })
  reason!: MeasureReason;

  @Field(() => String, { description: "The law that it rests on: 1 to 500 characters." })
  @Line(500)
  legalBasis!: string;

  @Field(() => String, {
    nullable: true,
    description: "What to say of it, for the partner and the vendor: 1 to 2,000 characters.",
  })
  @IsOptional()
  @Text(2000)
  note?: string | null;
}

@InputType({ description: "Revokes an authorization; final." })
export class RevokeAuthorizationInput extends SuspendAuthorizationInput {}

@InputType({ description: "Ends an authorization's suspension." })
export class ReinstateAuthorizationInput extends MutationInput {
  @Field(() => ID, { description: "The authorization." })
  @Line(64)
  authorizationId!: string;

  @Field(() => String, { nullable: true, description: "What to say of it: 1 to 2,000 characters." })
  @IsOptional()
  @Text(2000)
  note?: string | null;
}

@InputType({ description: "Gives up your own authorization; final." })
export class SurrenderAuthorizationInput extends ReinstateAuthorizationInput {}
