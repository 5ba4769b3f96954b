import { IsOptional, ValidateNested } from "class-validator";
import { Field, ID, InputType } from "type-graphql";
import { Line, Text } from "../../graph/bounds.ts";
import { MutationInput } from "../../graph/mutation.ts";
import { ProposedConditionInput } from "../outcomes/decision-inputs.ts";

@InputType({ description: "What a ladder or appeal decision rules on one condition that it names." })
export class ConditionRulingInput {
  @Field(() => ID, { description: "The condition, one of those that stand." })
  @Line(64)
  conditionId!: string;

  @Field(() => Boolean, { description: "Whether it falls; otherwise give its new wording." })
  drops!: boolean;

  @Field(() => ProposedConditionInput, {
    nullable: true,
    description: "Its new wording; left out where it falls.",
  })
  @IsOptional()
  @ValidateNested()
  newWording?: ProposedConditionInput | null;

  @Field(() => String, { description: "Why, for officials and auditors: 1 to 2,000 characters." })
  @Text(2000)
  reason!: string;
}

@InputType({ description: "Asks for a change of a condition: another wording, or its end." })
export class ProposeConditionChangeInput extends MutationInput {
  @Field(() => ID, { description: "The condition, as it stands now." })
  @Line(64)
  conditionId!: string;

  @Field(() => Boolean, { description: "Whether it is to fall; otherwise give its new wording." })
  drops!: boolean;

  @Field(() => ProposedConditionInput, {
    nullable: true,
    description: "Its new wording; left out where it is to fall.",
  })
  @IsOptional()
  @ValidateNested()
  newWording?: ProposedConditionInput | null;

  @Field(() => String, { description: "Why, for officials and auditors: 1 to 2,000 characters." })
  @Text(2000)
  reason!: string;
}

@InputType({ description: "Consents to a change of a condition that your agency proposed, or refuses it." })
export class ConsentToConditionChangeInput extends MutationInput {
  @Field(() => ID, { description: "The change." })
  @Line(64)
  changeId!: string;

  @Field(() => Boolean, { description: "Whether your agency consents; otherwise it refuses." })
  consent!: boolean;

  @Field(() => String, { description: "Why, for officials and auditors: 1 to 2,000 characters." })
  @Text(2000)
  reason!: string;
}
