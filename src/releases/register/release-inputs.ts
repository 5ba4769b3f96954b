import { IsOptional, Matches } from "class-validator";
import { Field, ID, InputType, Int } from "type-graphql";
import { Line, Text } from "../../graph/bounds.ts";
import { MutationInput } from "../../graph/mutation.ts";
import { DateTime } from "../../graph/scalars.ts";

const versionForm = /^[A-Za-z0-9][A-Za-z0-9._+-]{0,63}$/;
const versionAdvice = {
  message: "modelVersion has 1 to 64 of A-Z, a-z, 0-9 and . _ + -, the first a letter or digit.",
};

@InputType({ description: "Registers a release of one of your models, or prepares one as a draft." })
export class RegisterReleaseInput extends MutationInput {
  @Field(() => String, { description: "The model's name: 1 to 200 characters." })
  @Line(200)
  name!: string;

  @Field(() => String, { description: "The model's version, like `2026-06-12`: 1 to 64 of A-Z, a-z, 0-9 and . _ + -." })
  @Matches(versionForm, versionAdvice)
  modelVersion!: string;

  @Field(() => String, {
    nullable: true,
    description: "What the model is and can do: 1 to 10,000 characters. A draft may leave it open.",
  })
  @IsOptional()
  @Text(10_000)
  description?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "What you do against misuse: 1 to 10,000 characters. A draft may leave it open.",
  })
  @IsOptional()
  @Text(10_000)
  safeguards?: string | null;

  @Field(() => String, {
    description: "The key of the policy that it is reviewed under; its latest version is adopted, and kept.",
  })
  @Line(60)
  policyKey!: string;

  @Field(() => Boolean, {
    defaultValue: false,
    description: "Whether to keep it as a draft, which nobody but you sees; `amendRelease` registers it.",
  })
  draft: boolean = false;
}

@InputType({
  description:
    "Changes a release's record until its review begins. What is left out stays; an amendment that changes nothing is refused.",
})
export class AmendReleaseInput extends MutationInput {
  @Field(() => ID, { description: "The release." })
  @Line(64)
  releaseId!: string;

  @Field(() => Int, { description: "The revision that you read: a stale one is refused." })
  revision!: number;

  @Field(() => String, { nullable: true, description: "The model's name: 1 to 200 characters." })
  @IsOptional()
  @Line(200)
  name?: string | null;

  @Field(() => String, { nullable: true, description: "The model's version: 1 to 64 of A-Z, a-z, 0-9 and . _ + -." })
  @IsOptional()
  @Matches(versionForm, versionAdvice)
  modelVersion?: string | null;

  @Field(() => String, { nullable: true, description: "What the model is and can do: 1 to 10,000 characters." })
  @IsOptional()
  @Text(10_000)
  description?: string | null;

  @Field(() => String, { nullable: true, description: "What you do against misuse: 1 to 10,000 characters." })
  @IsOptional()
  @Text(10_000)
  safeguards?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The key of another policy to be reviewed under; its latest version is adopted.",
  })
  @IsOptional()
  @Line(60)
  policyKey?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: "Whether to register what was a draft: it needs a description and safeguards then.",
  })
  register: boolean = false;
}

@InputType({ description: "Submits a registered release for review." })
export class SubmitReleaseForReviewInput extends MutationInput {
  @Field(() => ID, { description: "The release." })
  @Line(64)
  releaseId!: string;
}

@InputType({ description: "Withdraws a release; final." })
export class WithdrawReleaseInput extends SubmitReleaseForReviewInput {
  @Field(() => String, { description: "Why, for everyone who may see the release: 1 to 2,000 characters." })
  @Text(2000)
  reason!: string;
}

@InputType({ description: "Postpones your release's phase advances, or says anew until when and why. Use goes on." })
export class PostponeReleaseInput extends SubmitReleaseForReviewInput {
  @Field(() => DateTime, {
    nullable: true,
    description: "When it ends by itself: a later moment. Left out, it stands until you resume.",
  })
  until?: Date | null;

  @Field(() => String, { description: "Why, for everyone who may see the release: 1 to 2,000 characters." })
  @Text(2000)
  reason!: string;
}

@InputType({ description: "Ends your own postponement of a release." })
export class ResumeReleaseInput extends SubmitReleaseForReviewInput {}

@InputType({ description: "Asks for a release to move to its next phase: a case of the panel." })
export class RequestPhaseAdvanceInput extends SubmitReleaseForReviewInput {
  @Field(() => String, { description: "Why: what speaks for it, 1 to 10,000 characters." })
  @Text(10_000)
  justification!: string;
}
