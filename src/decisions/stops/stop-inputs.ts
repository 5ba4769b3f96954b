import { IsOptional } from "class-validator";
import { Field, ID, InputType, Int } from "type-graphql";
import { Line, Text } from "../../graph/bounds.ts";
import { MutationInput } from "../../graph/mutation.ts";
import { DateTime } from "../../graph/scalars.ts";
import { AgencyEnum } from "../../graph/vocabulary-enums.ts";
import type { Addressee, HoldReason, InformationTopic } from "../../rules/review-vocabulary.ts";
import { holdReviewWithinDays } from "../../rules/stops.ts";
import type { Agency } from "../../rules/vocabulary.ts";
import { HoldReasonEnum } from "./hold.ts";
import { AddresseeEnum, InformationTopicEnum } from "./information-request.ts";

@InputType({ description: "Stops a case's clock until it is released." })
export class PlaceHoldInput extends MutationInput {
  @Field(() => ID, { description: "The case: an application or a phase advance." })
  @Line(64)
  caseId!: string;

  @Field(() => Int, { description: "The case's revision that you read: a stale one is refused." })
  revision!: number;

  @Field(() => HoldReasonEnum, { description: "Why." })
  reason!: HoldReason;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      "Whether the reason is withheld from the case's parties. That the clock is stopped, for whom and until which review always shows.",
  })
  reasonWithheld!: boolean;

  @Field(() => AgencyEnum, { description: "The agency on whose behalf the clock is stopped." })
  owner!: Agency;

  @Field(() => DateTime, {
    description: `When it is looked at again: still to come, and at most ${holdReviewWithinDays} days ahead.`,
  })
  reviewAt!: Date;

  @Field(() => String, {
    nullable: true,
    description: "What to say of it, for officials and auditors: 1 to 2,000 characters.",
  })
  @IsOptional()
  @Text(2000)
  note?: string | null;
}

@InputType({ description: "Releases a hold: the clock runs again, unless something else stops it." })
export class ReleaseHoldInput extends MutationInput {
  @Field(() => ID, { description: "The hold." })
  @Line(64)
  holdId!: string;

  @Field(() => String, {
    nullable: true,
    description: "What to say of it, for officials and auditors: 1 to 2,000 characters.",
  })
  @IsOptional()
  @Text(2000)
  note?: string | null;
}

@InputType({ description: "Asks a party of a case for information, which is no objection." })
export class RequestInformationInput extends MutationInput {
  @Field(() => ID, { description: "The case: an application or a phase advance." })
  @Line(64)
  caseId!: string;

  @Field(() => Int, { description: "The case's revision that you read: a stale one is refused." })
  revision!: number;

  @Field(() => AddresseeEnum, { description: "Whom you ask. A phase advance has its vendor alone." })
  addressee!: Addressee;

  @Field(() => InformationTopicEnum, { description: "What it is about: shown to both parties." })
  topic!: InformationTopic;

  @Field(() => String, { description: "The question, for the party that is asked: 1 to 10,000 characters." })
  @Text(10_000)
  question!: string;
}

@InputType({ description: "Answers what an agency asked of your organisation." })
export class AnswerInformationRequestInput extends MutationInput {
  @Field(() => ID, { description: "The request." })
  @Line(64)
  informationRequestId!: string;

  @Field(() => String, { description: "The answer: 1 to 10,000 characters." })
  @Text(10_000)
  answer!: string;
}

@InputType({ description: "Closes your agency's request without an answer." })
export class CloseInformationRequestInput extends MutationInput {
  @Field(() => ID, { description: "The request." })
  @Line(64)
  informationRequestId!: string;

  @Field(() => String, {
    nullable: true,
    description: "What to say of it, for the party that was asked: 1 to 2,000 characters.",
  })
  @IsOptional()
  @Text(2000)
  note?: string | null;
}

@InputType({ description: "Extends your agency's time for its position, once." })
export class ExtendReferralInput extends MutationInput {
  @Field(() => ID, { description: "The referral: your agency's seat on a case." })
  @Line(64)
  referralId!: string;

  @Field(() => Int, { description: "The case's revision that you read: a stale one is refused." })
  revision!: number;

  @Field(() => String, { description: "Why your agency needs it, for officials and auditors: 1 to 2,000 characters." })
  @Text(2000)
  reason!: string;
}
