import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsOptional, Matches } from "class-validator";
import { Field, ID, InputType } from "type-graphql";
import { Line, Text } from "../../graph/bounds.ts";
import { MutationInput } from "../../graph/mutation.ts";
import { EndUseEnum, MeasureReasonEnum, PartnerKindEnum } from "../../graph/vocabulary-enums.ts";
import type { EndUse, MeasureReason, PartnerKind } from "../../rules/vocabulary.ts";

/** An organisation as its people's tokens name it. */
export const Organisation = (): PropertyDecorator =>
  Matches(/^[a-z0-9-]{1,64}$/, { message: "org has 1 to 64 characters of a-z, 0-9 and -." });

const some = (property: object, name: string | symbol): void => {
  ArrayMinSize(1, { message: "$property names at least one value." })(property, name);
  ArrayMaxSize(20, { message: "$property has at most 20 values." })(property, name);
  ArrayUnique({ message: "$property names no value twice." })(property, name);
};

@InputType({ description: "Opens a trusted-access programme of your company." })
export class OpenProgrammeInput extends MutationInput {
  @Field(() => String, { description: "Its name, of no other open programme of yours: 1 to 200 characters." })
  @Line(200)
  name!: string;

  @Field(() => String, {
    description: "What it is for, and how you choose whom you take in: 1 to 10,000 characters.",
  })
  @Text(10_000)
  description!: string;

  @Field(() => [PartnerKindEnum], { description: "The kinds of organisation that may apply under it: at least one." })
  @some
  partnerKinds!: PartnerKind[];

  @Field(() => [EndUseEnum], { description: "The end uses that may be applied for under it: at least one." })
  @some
  endUses!: EndUse[];

  @Field(() => String, {
    description:
      "The key of the policy that its applications are reviewed under: one that is published for PROGRAMMES.",
  })
  @Line(60)
  policyKey!: string;
}

@InputType({ description: "Closes your programme; final." })
export class CloseProgrammeInput extends MutationInput {
  @Field(() => ID, { description: "The programme." })
  @Line(64)
  programmeId!: string;

  @Field(() => String, { description: "Why, for those enrolled too: 1 to 2,000 characters." })
  @Text(2000)
  reason!: string;
}

@InputType({
  description: "Enrols an organisation in your programme, whether or not it is registered as a partner.",
})
export class EnrolInProgrammeInput extends MutationInput {
  @Field(() => ID, { description: "The programme." })
  @Line(64)
  programmeId!: string;

  @Field(() => String, {
    description: "The organisation's identifier in its people's tokens, as it tells you: 1 to 64 of a-z, 0-9 and -.",
  })
  @Organisation()
  org!: string;

  @Field(() => String, { description: "Why you trust it, for itself and officials: 1 to 2,000 characters." })
  @Text(2000)
  reason!: string;

  @Field(() => String, { description: "What it rests on, an agreement or a law: 1 to 500 characters." })
  @Line(500)
  legalBasis!: string;
}

@InputType({ description: "Ends an organisation's enrolment in your programme." })
export class EndEnrolmentInput extends MutationInput {
  @Field(() => ID, { description: "The enrolment." })
  @Line(64)
  enrolmentId!: string;

  @Field(() => String, { description: "Why, for the organisation and officials: 1 to 2,000 characters." })
  @Text(2000)
  reason!: string;
}

/** What every revocation states. */
@InputType()
abstract class ProgrammeRevocationInput extends MutationInput {
  @Field(() => MeasureReasonEnum, { description: "Why." })
  reason!: MeasureReason;

  @Field(() => String, { description: "The law that it rests on: 1 to 500 characters." })
  @Line(500)
  legalBasis!: string;

  @Field(() => String, {
    nullable: true,
    description: "What to say of it, for the vendor and those enrolled: 1 to 2,000 characters.",
  })
  @IsOptional()
  @Text(2000)
  note?: string | null;
}

@InputType({
  description: "Revokes a vendor's programme, open or closed: nothing is applied for or approved under it. Final.",
})
export class RevokeProgrammeInput extends ProgrammeRevocationInput {
  @Field(() => ID, { description: "The programme." })
  @Line(64)
  programmeId!: string;
}

@InputType({ description: "Revokes an organisation's enrolment in a vendor's programme." })
export class RevokeEnrolmentInput extends ProgrammeRevocationInput {
  @Field(() => ID, { description: "The enrolment." })
  @Line(64)
  enrolmentId!: string;
}

@InputType({ description: "Reinstates an enrolment that was revoked: it stands as its vendor made it." })
export class ReinstateEnrolmentInput extends MutationInput {
  @Field(() => ID, { description: "The enrolment." })
  @Line(64)
  enrolmentId!: string;

  @Field(() => String, {
    nullable: true,
    description: "What to say of it, for the vendor and the organisation: 1 to 2,000 characters.",
  })
  @IsOptional()
  @Text(2000)
  note?: string | null;
}
