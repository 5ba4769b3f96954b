import { ArrayMaxSize, IsOptional, Matches, MaxLength, ValidateNested } from "class-validator";
import { Field, ID, InputType } from "type-graphql";
import { Line, Text } from "../../graph/bounds.ts";
import { ConditionPredicateInput } from "../../graph/condition-predicate.ts";
import { MutationInput } from "../../graph/mutation.ts";
import { PartnerKindEnum, ReleasePhaseEnum } from "../../graph/vocabulary-enums.ts";
import type { PartnerKind, ReleasePhase } from "../../rules/vocabulary.ts";

@InputType({
  description:
    "Whom a directive or designation touches: partners that match every part given, each by any of its values.",
})
export class DirectiveScopeInput {
  @Field(() => [String], {
    nullable: true,
    description: "Partners established in one of these: ISO 3166-1 alpha-2 codes, 300 at most.",
  })
  @IsOptional()
  @ArrayMaxSize(300, { message: "jurisdictions has at most 300 values." })
  @MaxLength(64, { each: true, message: "A value of jurisdictions has at most 64 characters." })
  jurisdictions?: string[] | null;

  @Field(() => [PartnerKindEnum], { nullable: true, description: "Partners of one of these kinds." })
  @IsOptional()
  @ArrayMaxSize(100, { message: "partnerKinds has at most 100 values." })
  partnerKinds?: PartnerKind[] | null;

  @Field(() => [ID], { nullable: true, description: "These partners: 1,000 at most." })
  @IsOptional()
  @ArrayMaxSize(1000, { message: "partnerIds has at most 1,000 values." })
  @Matches(/^[\x21-\x7e]{1,64}$/, { each: true, message: "A value of partnerIds is a partner's id." })
  partnerIds?: string[] | null;

  @Field(() => [ReleasePhaseEnum], {
    nullable: true,
    description: "Only while the release is in one of these phases: REGISTERED to GENERAL_AVAILABILITY.",
  })
  @IsOptional()
  @ArrayMaxSize(100, { message: "phases has at most 100 values." })
  phases?: ReleasePhase[] | null;
}

/** What a directive and a designation both state; each adds its effect, its reason, and the key of its mutation. */
@InputType()
export abstract class MeasureInput {
  @Field(() => DirectiveScopeInput, { nullable: true, description: "Whom it touches; left out, everyone." })
  @IsOptional()
  @ValidateNested()
  scope?: DirectiveScopeInput | null;

  @Field(() => [ConditionPredicateInput], {
    nullable: true,
    description: "What use must meet: 1 to 20 for LIMIT, none otherwise. FREE_TEXT says nothing here and is refused.",
  })
  @IsOptional()
  @ArrayMaxSize(20, { message: "limits has at most 20 entries." })
  @ValidateNested({ each: true })
  limits?: ConditionPredicateInput[] | null;

  @Field(() => String, { description: "The law that it rests on: 1 to 500 characters." })
  @Line(500)
  legalBasis!: string;

  @Field(() => String, {
    nullable: true,
    description: "The reasoning, for the vendor, officials and auditors: 1 to 10,000 characters.",
  })
  @IsOptional()
  @Text(10_000)
  rationale?: string | null;
}

/** What lifting a directive or a designation states. */
@InputType()
export abstract class LiftInput extends MutationInput {
  @Field(() => String, { description: "Why, for everyone who may see it: 1 to 2,000 characters." })
  @Text(2000)
  reason!: string;
}
