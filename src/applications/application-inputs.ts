import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsOptional,
  Matches,
  Max,
  Min,
  ValidateNested,
} from "class-validator";
import { Field, ID, InputType, Int } from "type-graphql";
import { Line, Text } from "../graph/bounds.ts";
import { MutationInput } from "../graph/mutation.ts";
import { DeploymentEnum, EndUseEnum } from "../graph/vocabulary-enums.ts";
import type { Deployment, EndUse, ReturnReason } from "../rules/vocabulary.ts";
import { ReturnReasonEnum } from "./application.ts";

const mostUsers = 1_000_000;
const mostJurisdictions = 60;
const usersMessage = { message: "namedUsers is from 1 to 1,000,000." };

const NamedUsers = (): PropertyDecorator => (target, property) => {
  Min(1, usersMessage)(target, property as string);
  Max(mostUsers, usersMessage)(target, property as string);
};

const Jurisdictions = (): PropertyDecorator => (target, property) => {
  ArrayMinSize(1, { message: "userJurisdictions names at least one jurisdiction." })(target, property as string);
  ArrayMaxSize(mostJurisdictions, { message: "userJurisdictions names at most 60 jurisdictions." })(
    target,
    property as string,
  );
  ArrayUnique({ message: "userJurisdictions names no jurisdiction twice." })(target, property as string);
  Matches(/^[A-Z]{2}$/, {
    each: true,
    message: "userJurisdictions holds ISO 3166-1 alpha-2 codes in capitals, like US.",
  })(target, property as string);
};

@InputType({ description: "What a new application asks for." })
export class NewApplicationInput {
  @Field(() => ID, { description: "The release." })
  @Line(64)
  releaseId!: string;

  @Field(() => EndUseEnum, { description: "What the access is for." })
  endUse!: EndUse;

  @Field(() => String, { description: "The end use in your own words: 1 to 10,000 characters." })
  @Text(10_000)
  endUseStatement!: string;

  @Field(() => DeploymentEnum, { description: "How the model would be run." })
  deployment!: Deployment;

  @Field(() => Int, { description: "How many people would use it: 1 to 1,000,000." })
  @NamedUsers()
  namedUsers!: number;

  @Field(() => [String], { description: "Where they are: 1 to 60 ISO 3166-1 alpha-2 codes, like US." })
  @Jurisdictions()
  userJurisdictions!: string[];

  @Field(() => ID, {
    nullable: true,
    description:
      "To renew what you hold, or to hold it on other terms (more users, another deployment): your authorization for the same release and end use. Once this is approved it takes that one's place at the same instant, and the earlier application is SUPERSEDED.",
  })
  @IsOptional()
  @Line(64)
  replacesAuthorizationId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description:
      "The trusted-access programme that it is made under, in which your organisation is enrolled: it is reviewed under the programme's policy, in place of the release's.",
  })
  @IsOptional()
  @Line(64)
  programmeId?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: "Whether to keep it as a draft, which you alone see until you submit it.",
  })
  draft!: boolean;
}

@InputType({ description: "Which draft or returned application to submit, as it stands." })
export class ExistingApplicationInput {
  @Field(() => ID, { description: "The application: your draft, or one that was returned to you." })
  @Line(64)
  applicationId!: string;

  @Field(() => Int, { description: "The revision that you read: a stale one is refused." })
  revision!: number;
}

@InputType({
  description: "Submits an application: a new one by `new`, a draft or a returned one by `existing`. Give one of both.",
})
export class SubmitApplicationInput extends MutationInput {
  @Field(() => NewApplicationInput, { nullable: true, description: "What a new application asks for." })
  @IsOptional()
  @ValidateNested()
  new?: NewApplicationInput | null;

  @Field(() => ExistingApplicationInput, {
    nullable: true,
    description: "The draft or returned application to submit, as it stands.",
  })
  @IsOptional()
  @ValidateNested()
  existing?: ExistingApplicationInput | null;
}

@InputType({
  description:
    "Changes what your application asks for: makes a new revision. What is left out stays. Once it was submitted, officials and the vendor see each revision at once, also while it is returned to you.",
})
export class AmendApplicationInput extends MutationInput {
  @Field(() => ID, { description: "The application." })
  @Line(64)
  applicationId!: string;

  @Field(() => Int, { description: "The revision that you read: a stale one is refused." })
  revision!: number;

  @Field(() => EndUseEnum, { nullable: true, description: "What the access is for." })
  endUse?: EndUse | null;

  @Field(() => String, { nullable: true, description: "The end use in your own words: 1 to 10,000 characters." })
  @IsOptional()
  @Text(10_000)
  endUseStatement?: string | null;

  @Field(() => DeploymentEnum, { nullable: true, description: "How the model would be run." })
  deployment?: Deployment | null;

  @Field(() => Int, { nullable: true, description: "How many people would use it: 1 to 1,000,000." })
  @IsOptional()
  @NamedUsers()
  namedUsers?: number | null;

  @Field(() => [String], { nullable: true, description: "Where they are: 1 to 60 ISO 3166-1 alpha-2 codes, like US." })
  @IsOptional()
  @Jurisdictions()
  userJurisdictions?: string[] | null;

  @Field(() => String, { nullable: true, description: "What you changed and why: 1 to 2,000 characters." })
  @IsOptional()
  @Text(2000)
  note?: string | null;
}

@InputType({ description: "Withdraws your application; final." })
export class WithdrawApplicationInput extends MutationInput {
  @Field(() => ID, { description: "The application." })
  @Line(64)
  applicationId!: string;
}

@InputType({ description: "Returns a submitted application without action." })
export class ReturnApplicationInput extends MutationInput {
  @Field(() => ID, { description: "The application." })
  @Line(64)
  applicationId!: string;

  @Field(() => Int, { description: "The revision that you read: a stale one is refused." })
  revision!: number;

  @Field(() => ReturnReasonEnum, { description: "Why." })
  reason!: ReturnReason;

  @Field(() => String, { description: "What the partner should mend: 1 to 2,000 characters." })
  @Text(2000)
  note!: string;
}
