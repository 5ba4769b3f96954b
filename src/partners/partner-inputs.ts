import { IsOptional, Matches } from "class-validator";
import { Field, ID, InputType, Int } from "type-graphql";
import { Line, Text, WebAddress } from "../graph/bounds.ts";
import { MutationInput } from "../graph/mutation.ts";
import { MeasureReasonEnum, PartnerKindEnum } from "../graph/vocabulary-enums.ts";
import type { MeasureReason, PartnerKind } from "../rules/vocabulary.ts";

const jurisdictionForm = { message: "$property is an ISO 3166-1 alpha-2 code in capitals, like US." };

@InputType({ description: "Registers your own organisation as a partner." })
export class RegisterPartnerInput extends MutationInput {
  @Field(() => String, { description: "Its legal name: 1 to 200 characters." })
  @Line(200)
  legalName!: string;

  @Field(() => PartnerKindEnum, { description: "What kind of organisation it is." })
  kind!: PartnerKind;

  @Field(() => String, { description: "Where it is established: ISO 3166-1 alpha-2, like US." })
  @Matches(/^[A-Z]{2}$/, jurisdictionForm)
  jurisdiction!: string;

  @Field(() => String, {
    nullable: true,
    description:
      "Its website: an http or https address of 300 characters at most, without a user or password; other letters than ASCII percent-encoded.",
  })
  @IsOptional()
  @WebAddress(300)
  website?: string | null;
}

@InputType({
  description:
    "Changes your own partner record. What is left out stays. Another legal name, kind or jurisdiction must be vetted: an admitted partner is registered again, and its authorizations are not effective, until Commerce admits it; a suspended one can't change them. An amendment that changes nothing is refused.",
})
export class AmendPartnerInput extends MutationInput {
  @Field(() => ID, { description: "The partner." })
  @Line(64)
  partnerId!: string;

  @Field(() => Int, { description: "The revision that you read: a stale one is refused." })
  revision!: number;

  @Field(() => String, { nullable: true, description: "Its legal name: 1 to 200 characters." })
  @IsOptional()
  @Line(200)
  legalName?: string | null;

  @Field(() => PartnerKindEnum, { nullable: true, description: "What kind of organisation it is." })
  kind?: PartnerKind | null;

  @Field(() => String, { nullable: true, description: "Where it is established: ISO 3166-1 alpha-2, like US." })
  @IsOptional()
  @Matches(/^[A-Z]{2}$/, jurisdictionForm)
  jurisdiction?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Its website: an http or https address of 300 characters at most, without a user or password; other letters than ASCII percent-encoded.",
  })
  @IsOptional()
  @WebAddress(300)
  website?: string | null;
}

/** What every input about one partner names. */
@InputType()
abstract class OfPartnerInput extends MutationInput {
  @Field(() => ID, { description: "The partner." })
  @Line(64)
  partnerId!: string;
}

@InputType({ description: "Admits a partner, or ends its suspension." })
export class AdmitPartnerInput extends OfPartnerInput {
  @Field(() => String, {
    nullable: true,
    description:
      "Why a partner that was found to be a listed party is admitted all the same, and on what legal basis: required then. For officials and auditors, in the ledger: 1 to 2,000 characters.",
  })
  @IsOptional()
  @Text(2000)
  despiteTrueMatch?: string | null;
}

@InputType({ description: "Lifts a partner's bar: it is registered again and may be admitted." })
export class UnbarPartnerInput extends OfPartnerInput {
  @Field(() => String, { description: "Why, for officials and auditors, in the ledger: 1 to 2,000 characters." })
  @Text(2000)
  note!: string;
}

@InputType({ description: "Suspends a partner: its authorizations are not effective until it is admitted again." })
export class SuspendPartnerInput extends OfPartnerInput {
  @Field(() => MeasureReasonEnum, { description: "Why." })
  reason!: MeasureReason;

  @Field(() => String, { description: "The law that it rests on: 1 to 500 characters." })
  @Line(500)
  legalBasis!: string;
}

@InputType({ description: "Bars a partner: its authorizations are not effective and it may not apply." })
export class BarPartnerInput extends SuspendPartnerInput {}
