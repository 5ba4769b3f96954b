import { ArrayMaxSize, ArrayMinSize, IsOptional, ValidateNested } from "class-validator";
import { Field, ID, InputType, Int } from "type-graphql";
import { Line, Text } from "../../graph/bounds.ts";
import { MutationInput } from "../../graph/mutation.ts";
import { DateTime } from "../../graph/scalars.ts";
import type { EnforcementPart } from "../../rules/release-vocabulary.ts";
import { EnforcementPartEnum } from "./enforcement-statement.ts";

const partsAtMost = { message: "$property has at most 20 values." };

@InputType({ description: "What you can, or can't, enforce." })
class StatedPartInput {
  @Field(() => EnforcementPartEnum, { description: "What a directive would be worded with." })
  part!: EnforcementPart;

  @Field(() => Boolean, { description: "Whether you can do it on this release." })
  enforceable!: boolean;

  @Field(() => String, {
    nullable: true,
    description:
      "In your words, 1 to 2,000 characters; where you can't, why, and what you would have to do instead: required then.",
  })
  @IsOptional()
  @Text(2000)
  note?: string | null;
}

@InputType({
  description:
    "States what you can, and can't, enforce on a release if a directive is worded so: takes the place of what you stated before.",
})
export class StateEnforcementInput extends MutationInput {
  @Field(() => ID, { description: "The release." })
  @Line(64)
  releaseId!: string;

  @Field(() => Int, {
    nullable: true,
    description:
      "The revision of your latest statement, which this takes the place of: a stale one is refused. Left out for the first.",
  })
  revision?: number | null;

  @Field(() => [StatedPartInput], { description: "What you say of each part, once each: 1 to 20." })
  @ArrayMinSize(1, { message: "parts names at least one part." })
  @ArrayMaxSize(20, partsAtMost)
  @ValidateNested({ each: true })
  parts!: StatedPartInput[];
}

@InputType({ description: "Attests since when, and how far, a directive on your company or its release is enforced." })
export class AttestEnforcementInput extends MutationInput {
  @Field(() => ID, {
    nullable: true,
    description: "The directive: in force, or lifted since. Give this or `designationId`.",
  })
  @IsOptional()
  @Line(64)
  directiveId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: "The designation: in force, or lifted since. Give this or `directiveId`.",
  })
  @IsOptional()
  @Line(64)
  designationId?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: "The revision of the attestation that this corrects: a stale one is refused. Left out for the first.",
  })
  revision?: number | null;

  @Field(() => DateTime, {
    description: "Since when: not before it was in force, nor after it was lifted, nor still to come.",
  })
  enforcedAt!: Date;

  @Field(() => [EnforcementPartEnum], {
    defaultValue: [],
    description: "The parts of its wording that are not enforced as they stand: the note says what is done instead.",
  })
  @ArrayMaxSize(20, partsAtMost)
  notEnforced!: EnforcementPart[];

  @Field(() => String, {
    nullable: true,
    description: "How, for officials and auditors: 1 to 2,000 characters. Required where a part is not enforced.",
  })
  @IsOptional()
  @Text(2000)
  note?: string | null;
}
