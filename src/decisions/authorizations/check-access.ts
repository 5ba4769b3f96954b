import { ArrayMaxSize, ArrayMinSize, IsOptional, MaxLength, ValidateNested } from "class-validator";
import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Directive,
  Field,
  FieldResolver,
  ID,
  InputType,
  Int,
  ObjectType,
  Query,
  Resolver,
  Root,
} from "type-graphql";
import type { Context } from "../../context.ts";
import { reads } from "../../graph/asked.ts";
import { ConditionPredicate, shownPredicate } from "../../graph/condition-predicate.ts";
import { graphEnum } from "../../graph/enums.ts";
import type { Stub } from "../../graph/node.ts";
import { recordById } from "../../graph/records.ts";
import { DateTime } from "../../graph/scalars.ts";
import { DeploymentEnum, EndUseEnum } from "../../graph/vocabulary-enums.ts";
import { authorise, requires, scopeDirective } from "../../identity/permissions.ts";
import { Cursor, type LedgerPosition } from "../../ledger/cursor.ts";
import type { ConditionResult } from "../../rules/conditions.ts";
import type { Deployment, EndUse } from "../../rules/vocabulary.ts";
import { PartnerStub, ReleaseStub } from "../stubs.ts";
import { type AccessAnswer, answersTo } from "./access-answers.ts";
import { Authorization } from "./authorization.ts";
import { AccessReason, shownReason } from "./effect.ts";

const ConditionResultEnum = graphEnum<ConditionResult>(
  "ConditionResult",
  "What a condition comes to for the use that was asked about.",
  {
    MET: "It is met.",
    NOT_MET: "It is not met.",
    UNKNOWN: "A fact that it asks for was not given: never taken as met.",
    PERSON_CHECKS: "Only a person can check it.",
  },
);

/** How the model is used, as far as the caller says. */
@InputType("UseInput", {
  description:
    "How the model is used, as far as you say. What is left out is unknown, and an unknown fact is never taken as met.",
})
export class UseInput {
  @Field(() => Int, { nullable: true, description: "How many named users there are." })
  namedUsers?: number | null;

  @Field(() => [String], { nullable: true, description: "Where all of them are: ISO 3166-1 alpha-2, 300 at most." })
  @IsOptional()
  @ArrayMaxSize(300, { message: "userJurisdictions has at most 300 entries." })
  @MaxLength(2, { each: true, message: "userJurisdictions holds ISO 3166-1 alpha-2 codes, like US." })
  userJurisdictions?: string[] | null;

  @Field(() => DeploymentEnum, { nullable: true, description: "How the model is run." })
  deployment?: Deployment | null;

  @Field(() => Int, { nullable: true, description: "Requests a day." })
  requestsPerDay?: number | null;

  @Field(() => Int, { nullable: true, description: "For how many days logs are kept." })
  logRetentionDays?: number | null;

  @Field(() => Int, { nullable: true, description: "Every how many days a report is made." })
  reportEveryDays?: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Whether access or output is passed on to another organisation.",
  })
  onwardTransfer?: boolean | null;

  @Field(() => [ID], {
    nullable: true,
    description:
      "The conditions, directives and designations whose free text a person has checked and found met: 100 at most.",
  })
  @IsOptional()
  @ArrayMaxSize(100, { message: "personChecked has at most 100 entries." })
  @MaxLength(64, { each: true, message: "personChecked holds ids." })
  personChecked?: string[] | null;
}

/** One condition or limit, and what it comes to. */
@ObjectType({
  simpleResolvers: true,
  description:
    "One condition, or one limit of a directive or designation, and what it comes to for the use that was asked about.",
})
export class CheckedCondition {
  @Field(() => ID, { description: "The condition, directive or designation that asks for it." })
  sourceId!: string;

  @Field(() => ConditionPredicate, { complexity: 0, description: "What it asks." })
  predicate!: ConditionPredicate;

  @Field(() => ConditionResultEnum, { description: "What it comes to." })
  result!: ConditionResult;
}

/** The answer of checkAccess. */
@ObjectType({ simpleResolvers: true, description: "Whether a use is allowed, with every reason against it." })
export class AccessCheck {
  @Field(() => Boolean, { description: "Whether the use is allowed." })
  allowed!: boolean;

  @Field(() => [AccessReason], {
    complexity: 0,
    description: "Every reason against it; empty exactly when it is allowed.",
  })
  reasons!: readonly AccessReason[];

  @Field(() => [CheckedCondition], {
    complexity: 0,
    description: "Every condition and limit that applies, with what it comes to.",
  })
  conditions!: readonly CheckedCondition[];

  /** The authorization that was judged, loaded when it is asked for. */
  authorizationId!: string | null;

  @Field(() => ReleaseStub, { nullable: true, description: "The release." })
  release!: Stub;

  @Field(() => PartnerStub, { nullable: true, description: "The partner." })
  partner!: Stub;

  @Field(() => Cursor, {
    description: "The ledger's cursor that the answer is true as of: give it as `after` to follow what changes next.",
  })
  asOf!: LedgerPosition;

  @Field(() => DateTime, { description: "The moment that the answer is true at." })
  at!: Date;
}

@Resolver(() => AccessCheck)
export class AccessCheckFields {
  @reads("authorizationId")
  @FieldResolver(() => Authorization, {
    nullable: true,
    description: "The authorization that was judged; null where there is none.",
  })
  authorization(@Root() { authorizationId }: AccessCheck, @Ctx() context: Context) {
    return recordById(context, Authorization, authorizationId);
  }
}

/** The most questions that are answered at once. */
const mostQuestions = 1_000;

/** One question of a batch. */
@InputType({ description: "A partner and a release, and the end use that is asked about." })
export class AccessQuestionInput {
  @Field(() => ID, { description: "The release." })
  @MaxLength(64, { message: "releaseId is an id." })
  releaseId!: string;

  @Field(() => ID, { description: "The partner." })
  @MaxLength(64, { message: "partnerId is an id." })
  partnerId!: string;

  @Field(() => EndUseEnum, { description: "What it is used for." })
  endUse!: EndUse;

  @Field(() => UseInput, { nullable: true, description: "How it is used; what the batch says where this is left out." })
  @IsOptional()
  @ValidateNested()
  use?: UseInput | null;
}

/** What a question costs besides what is asked of its answer: its facts, conditions and measures are read and judged. */
const costOfQuestion = 3;

/** One for every ten entries of the lists that say how the model is used: each condition is compared with them. */
function entriesOf({ questions, use }: Partial<Pick<AccessBatchArgs, "questions" | "use">>): number {
  if (!Array.isArray(questions)) return 0;
  const count = (list: unknown): number => (Array.isArray(list) ? list.length : 0);
  const entries = questions.map((question: AccessQuestionInput | null) => {
    const said = question?.use ?? use;
    return count(said?.userJurisdictions) + count(said?.personChecked);
  });
  return Math.ceil(entries.reduce((sum, each) => sum + each, 0) / 10);
}

@ArgsType()
class AccessBatchArgs {
  @Field(() => [AccessQuestionInput], { description: "What is asked: 1 to 1,000 questions." })
  @ArrayMinSize(1, { message: "questions has at least one entry." })
  @ArrayMaxSize(mostQuestions, { message: "questions has at most 1000 entries." })
  @ValidateNested({ each: true })
  questions!: AccessQuestionInput[];

  @Field(() => UseInput, { nullable: true, description: "How the model is used where a question doesn't say." })
  @IsOptional()
  @ValidateNested()
  use?: UseInput | null;
}

const hidden = "where there is no such release or partner that you may see, or neither is of your organisation";

@Resolver()
export class AccessQueries {
  @Directive(scopeDirective("access:check"))
  @Query(() => AccessCheck, {
    nullable: true,
    description: `Whether a partner may use a release for an end use now: allowed or not, every reason, the conditions, and the cursor that it is true as of. Null ${hidden}. ${requires("access:check")}`,
  })
  async checkAccess(
    @Arg("releaseId", () => ID, { description: "The release." }) releaseId: string,
    @Arg("partnerId", () => ID, { description: "The partner." }) partnerId: string,
    @Arg("endUse", () => EndUseEnum, { description: "What it is used for." }) endUse: EndUse,
    @Arg("use", () => UseInput, { nullable: true, description: "How it is used, as far as you say." }) use:
      | UseInput
      | null
      | undefined,
    @Ctx() context: Context,
  ): Promise<AccessCheck | null> {
    authorise(context.actor, "access:check");
    const [answer] = await answersTo(context, [{ releaseId, partnerId, endUse, use }]);
    return shownAnswer(answer ?? null);
  }

  @Directive(scopeDirective("access:check"))
  @Query(() => [AccessCheck], {
    nullable: "itemsAndList",
    // Asked before the arguments are known to be right.
    complexity: ({ args, childComplexity }) =>
      (args.questions?.length ?? 1) * (costOfQuestion + childComplexity) + entriesOf(args),
    description: `The answers of \`checkAccess\` to up to 1,000 questions, in the order asked and all of the same moment. An answer is null ${hidden}. ${requires("access:check")}`,
  })
  async checkAccessBatch(
    @Args(() => AccessBatchArgs) { questions, use }: AccessBatchArgs,
    @Ctx() context: Context,
  ): Promise<(AccessCheck | null)[]> {
    authorise(context.actor, "access:check");
    const asked = questions.map((question) => ({ ...question, use: question.use ?? use }));
    return (await answersTo(context, asked)).map(shownAnswer);
  }
}

/** An answer as the graph shows it. */
function shownAnswer(answer: AccessAnswer | null): AccessCheck | null {
  if (answer === null) return null;
  return {
    allowed: answer.allowed,
    reasons: answer.reasons.map(shownReason),
    conditions: answer.conditions.map(({ conditionId, directiveId, designationId, predicate, result }) => ({
      sourceId: (conditionId ?? directiveId ?? designationId) as string,
      predicate: shownPredicate(predicate),
      result,
    })),
    authorizationId: answer.authorizationId,
    release: { __typename: "Release", id: answer.releaseId },
    partner: { __typename: "Partner", id: answer.partnerId },
    asOf: { sequence: answer.lastSeq, id: null },
    at: answer.at,
  };
}
