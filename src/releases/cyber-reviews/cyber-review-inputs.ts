import { IsOptional } from "class-validator";
import { Field, ID, InputType, Int } from "type-graphql";
import { Line, Text } from "../../graph/bounds.ts";
import { MutationInput } from "../../graph/mutation.ts";
import type { FindingSeverity, FindingStatus } from "../../rules/release-vocabulary.ts";
import { FindingSeverityEnum, FindingStatusEnum } from "./finding.ts";

@InputType({ description: "Opens a cyber review of a release: until it is concluded the release does not advance." })
export class OpenCyberReviewInput extends MutationInput {
  @Field(() => ID, { description: "The release." })
  @Line(64)
  releaseId!: string;

  @Field(() => String, { description: "What it looks into, for the vendor too: 1 to 2,000 characters." })
  @Text(2000)
  remit!: string;

  @Field(() => String, { description: "What it rests on: 1 to 500 characters." })
  @Line(500)
  legalBasis!: string;
}

@InputType({ description: "Concludes a cyber review; final. Its findings stay as they are." })
export class ConcludeCyberReviewInput extends MutationInput {
  @Field(() => ID, { description: "The cyber review." })
  @Line(64)
  reviewId!: string;

  @Field(() => String, { description: "What it came to, for the vendor too: 1 to 10,000 characters." })
  @Text(10_000)
  conclusion!: string;
}

@InputType({
  description:
    "Records a finding: a new one by `reviewId`, or more of one that is recorded by `findingId` and `revision`, where what is left out stays. Give one of both.",
})
export class RecordFindingInput extends MutationInput {
  @Field(() => ID, { nullable: true, description: "For a new finding: the open cyber review." })
  @IsOptional()
  @Line(64)
  reviewId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: "The finding to record more of; also once its review is concluded.",
  })
  @IsOptional()
  @Line(64)
  findingId?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: "The finding's revision that you read: a stale one is refused. To be given with `findingId`.",
  })
  revision?: number | null;

  @Field(() => String, {
    nullable: true,
    description: "What it is, in a line: 1 to 200 characters. A new finding needs it.",
  })
  @IsOptional()
  @Line(200)
  title?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "What was found, and how: 1 to 10,000 characters. A new finding needs it.",
  })
  @IsOptional()
  @Text(10_000)
  description?: string | null;

  @Field(() => FindingSeverityEnum, {
    nullable: true,
    description: "How grave it is. A new finding needs it; a lower one than before needs `statusNote`.",
  })
  severity?: FindingSeverity | null;

  @Field(() => FindingStatusEnum, { nullable: true, description: "Where it stands; a new finding's is OPEN." })
  status?: FindingStatus | null;

  @Field(() => String, {
    nullable: true,
    description: "What holds it in check: 1 to 10,000 characters. MITIGATED needs it.",
  })
  @IsOptional()
  @Text(10_000)
  mitigation?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Why its status changes, or its severity falls: 1 to 2,000 characters. ACCEPTED, CLOSED and a lower severity need it.",
  })
  @IsOptional()
  @Text(2000)
  statusNote?: string | null;
}
