import { ArrayMaxSize, IsOptional, MaxLength, ValidateNested } from "class-validator";
import { Field, ID, InputType, Int } from "type-graphql";
import { Line, Text } from "../../graph/bounds.ts";
import { MutationInput } from "../../graph/mutation.ts";
import type { AppealGround } from "../../rules/review-vocabulary.ts";
import { ConditionRulingInput } from "../conditions/condition-inputs.ts";
import { AppealGroundEnum } from "./appeal.ts";

@InputType({ description: "Appeals what was decided about your case, or that nothing was." })
export class AppealDecisionInput extends MutationInput {
  @Field(() => ID, { description: "Your case: an application, or a phase advance." })
  @Line(64)
  caseId!: string;

  @Field(() => AppealGroundEnum, { description: "What it is against." })
  ground!: AppealGround;

  @Field(() => [ID], {
    nullable: true,
    description:
      "For CONDITIONS: the single conditions that it is against, as they stand now, 100 at most; left out otherwise.",
  })
  @IsOptional()
  @ArrayMaxSize(100, { message: "conditionIds has at most 100 entries." })
  @MaxLength(64, { each: true, message: "conditionIds holds ids." })
  conditionIds?: string[] | null;

  @Field(() => String, { description: "What you say for it: 1 to 10,000 characters." })
  @Text(10_000)
  statement!: string;
}

@InputType({ description: "Decides an appeal." })
export class DecideAppealInput extends MutationInput {
  @Field(() => ID, { description: "The appeal." })
  @Line(64)
  appealId!: string;

  @Field(() => Int, { description: "The case's revision that you read: a stale one is refused." })
  revision!: number;

  @Field(() => Boolean, { description: "Whether it is upheld; otherwise it is rejected." })
  upheld!: boolean;

  @Field(() => String, { description: "Why, for the applicant too: 1 to 10,000 characters." })
  @Text(10_000)
  reason!: string;

  @Field(() => [ConditionRulingInput], {
    nullable: true,
    description:
      "What an upheld appeal makes of the conditions that it names: of those appealed at least one, or of those that a new approval would carry any; 100 at most.",
  })
  @IsOptional()
  @ArrayMaxSize(100, { message: "rulings has at most 100 entries." })
  @ValidateNested({ each: true })
  rulings?: ConditionRulingInput[] | null;
}
