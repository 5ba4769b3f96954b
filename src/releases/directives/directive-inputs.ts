import { IsOptional } from "class-validator";
import { Field, ID, InputType } from "type-graphql";
import { Line, Text } from "../../graph/bounds.ts";
import { graphEnum } from "../../graph/enums.ts";
import { IdempotencyKey, MutationInput } from "../../graph/mutation.ts";
import { MeasureReasonEnum } from "../../graph/vocabulary-enums.ts";
import type { DirectiveEffect, DirectiveForce, MeasureReason } from "../../rules/vocabulary.ts";
import { DirectiveEffectEnum, DirectiveForceEnum } from "./directive.ts";
import { LiftInput, MeasureInput } from "./measure-inputs.ts";

@InputType({
  description: "A directive as it would be issued, on one release or on all releases of one vendor: without a key.",
})
export class PreviewDirectiveInput extends MeasureInput {
  @Field(() => ID, { nullable: true, description: "The release that it is about. Give this or `vendorId`." })
  @IsOptional()
  @Line(64)
  releaseId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: "The vendor all of whose releases it is about. Give this or `releaseId`.",
  })
  @IsOptional()
  @Line(64)
  vendorId?: string | null;

  @Field(() => DirectiveEffectEnum, { description: "What it orders." })
  effect!: DirectiveEffect;

  @Field(() => DirectiveForceEnum, { description: "How it binds." })
  force!: DirectiveForce;

  @Field(() => MeasureReasonEnum, { description: "Why." })
  reason!: MeasureReason;
}

@InputType({ description: "Issues a directive on one release, or on all releases of one vendor." })
export class IssueDirectiveInput extends PreviewDirectiveInput {
  @IdempotencyKey()
  idempotencyKey!: string;
}

export const DirectiveAnswerEnum = graphEnum("DirectiveAnswer", "What a vendor answers to a directive's request.", {
  ACCEPT: "It is in force from now on.",
  DECLINE: "It does not come into force.",
});
export type DirectiveAnswer = keyof typeof DirectiveAnswerEnum;

@InputType({ description: "Answers a request that was made of your company." })
export class AnswerDirectiveRequestInput extends MutationInput {
  @Field(() => ID, { description: "The directive." })
  @Line(64)
  directiveId!: string;

  @Field(() => DirectiveAnswerEnum, { description: "The answer; final." })
  answer!: DirectiveAnswer;

  @Field(() => String, {
    nullable: true,
    description: "What to say of it, for officials and auditors: 1 to 2,000 characters. DECLINE says why.",
  })
  @IsOptional()
  @Text(2000)
  note?: string | null;
}

@InputType({ description: "Lifts a directive that your agency issued, or takes back its request." })
export class LiftDirectiveInput extends LiftInput {
  @Field(() => ID, { description: "The directive." })
  @Line(64)
  directiveId!: string;
}

@InputType({ description: "Acknowledges a directive in force on your company or its release." })
export class AcknowledgeDirectiveInput extends MutationInput {
  @Field(() => ID, { description: "The directive." })
  @Line(64)
  directiveId!: string;
}
