import { IsOptional, ValidateNested } from "class-validator";
import { Field, InputType, Int } from "type-graphql";
import { MutationInput } from "../../graph/mutation.ts";
import { AgencyEnum, ObjectionReasonEnum, ReleasePhaseEnum, SeatEnum } from "../../graph/vocabulary-enums.ts";
import type { FindingSeverity, PolicySubject } from "../../rules/release-vocabulary.ts";
import type { Agency, DayCount, LadderRule, ObjectionReason, ReleasePhase, Seat } from "../../rules/vocabulary.ts";
import { FindingSeverityEnum } from "../cyber-reviews/finding.ts";
import { DayCountEnum, LadderRuleEnum, PolicySubjectEnum, TieRuleEnum } from "./policy-types.ts";

// These say what a document is made of. What its values may be, and that its parts fit together, is
// rules/validate-policy.ts's to say, for shipped and for published policies alike.

@InputType({ description: "Where a policy's numbers come from." })
class PolicySourceInput {
  @Field(() => String, { description: "The citation: 1 to 200 characters." })
  cite!: string;

  @Field(() => String, { description: "What it says, in a sentence: 1 to 2,000 characters." })
  says!: string;
}

@InputType({ description: "A day without work." })
class PolicyHolidayInput {
  @Field(() => String, { description: "The day, as `YYYY-MM-DD` in the policy's time zone." })
  date!: string;

  @Field(() => String, { description: "Its name: 1 to 100 characters." })
  name!: string;
}

@InputType({ description: "What a policy asks of partners in one phase of a release." })
export class PolicyPhaseInput {
  @Field(() => ReleasePhaseEnum, {
    description: "The phase: LIMITED_PREVIEW, EXPANDED_PREVIEW or GENERAL_AVAILABILITY, each at most once.",
  })
  phase!: ReleasePhase;

  @Field(() => Int, {
    nullable: true,
    description: "How many partners may hold an authorization in it: 1 to 1,000,000; left out, any number.",
  })
  partnerCap?: number | null;

  @Field(() => Boolean, { description: "Whether use needs an authorization." })
  authorizationRequired!: boolean;
}

@InputType({ description: "One agency's seat on a policy's panel." })
class PolicySeatInput {
  @Field(() => AgencyEnum, { description: "The agency: each has one seat at most." })
  agency!: Agency;

  @Field(() => SeatEnum, { description: "What its seat counts for." })
  seat!: Seat;
}

@InputType({ description: "What of a cyber review keeps a release from advancing." })
class PolicyCyberReviewInput {
  @Field(() => FindingSeverityEnum, { description: "From which severity on an open finding does." })
  blockingSeverity!: FindingSeverity;
}

@InputType({ description: "A policy's time limits, in days as it counts them: each 1 to 3,660." })
class PolicyClocksInput {
  @Field(() => Int, { description: "To refer a submitted case to the panel." })
  refer!: number;

  @Field(() => Int, { description: "For an agency to take its position." })
  position!: number;

  @Field(() => Int, { description: "In all, from submission to decision: at least the two before it together." })
  total!: number;

  @Field(() => Int, { description: "To rebut an intent to deny." })
  intentToDeny!: number;

  @Field(() => Int, { description: "To appeal a decision." })
  appeal!: number;

  @Field(() => Int, {
    nullable: true,
    description: "For an agency to be reminded of its position; left out, position days, less a third of them.",
  })
  remind?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: "By which an agency's time is extended, once; left out, a third of the position days.",
  })
  extension?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: "To answer a request for information; left out, the days to rebut.",
  })
  information?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: "To decide a rebuttal; left out, the days of the ladder's first level.",
  })
  rebuttal?: number | null;

  @Field(() => Int, { nullable: true, description: "To decide an appeal; left out, the position days." })
  appealDecision?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: "To countersign: 2 or more; left out, as many as to refer, 2 at least.",
  })
  countersign?: number | null;
}

@InputType({ description: "One level of the ladder that a dispute climbs." })
export class LadderLevelInput {
  @Field(() => Int, { description: "Its number: from 1, without gaps." })
  level!: number;

  @Field(() => String, { description: "Its name: 1 to 200 characters." })
  name!: string;

  @Field(() => [AgencyEnum], { description: "Whose officials act on it: for MAJORITY two or more, otherwise one." })
  decidedBy!: Agency[];

  @Field(() => Int, { description: "Days in which it decides: 1 to 3,660." })
  days!: number;

  @Field(() => Int, {
    nullable: true,
    description: "Days in which its result may be taken to the next level: 1 to 3,660; left out on the last.",
  })
  appealWithin?: number | null;

  @Field(() => LadderRuleEnum, { description: "How it comes to its result." })
  rule!: LadderRule;

  @Field(() => TieRuleEnum, {
    nullable: true,
    description: "What an equal vote gives: for MAJORITY alone, after a level with the rule CHAIR.",
  })
  tie?: "CHAIR_STANDS" | null;
}

@InputType({ description: "What an objection or a denial may rest on." })
class ReviewCriterionInput {
  @Field(() => ObjectionReasonEnum, { description: "Its code, each at most once." })
  code!: ObjectionReason;

  @Field(() => String, { description: "What it means: 1 to 500 characters." })
  says!: string;
}

@InputType({ description: "What one version of a policy says: the same fields that a `Policy` shows." })
export class PolicyDocumentInput {
  @Field(() => String, {
    description: "The policy's name, the same for all its versions: lower-case words joined by hyphens, 60 characters.",
  })
  key!: string;

  @Field(() => Int, {
    description:
      "The version: 1 for a new key, otherwise one more than the newest. So of two who publish, one is told.",
  })
  version!: number;

  @Field(() => String, { description: "Its title: 1 to 200 characters." })
  title!: string;

  @Field(() => String, { description: "What it does, in short: 1 to 2,000 characters." })
  summary!: string;

  @Field(() => String, { description: "What the review rests on, with its citation: 1 to 2,000 characters." })
  legalBasis!: string;

  @Field(() => [PolicySourceInput], { description: "Where its numbers come from: 1 to 50." })
  @ValidateNested({ each: true })
  sources!: PolicySourceInput[];

  @Field(() => DayCountEnum, { description: "Which days its clocks count." })
  dayCount!: DayCount;

  @Field(() => String, { description: "The time zone of its days: an IANA name, like `America/New_York`." })
  timeZone!: string;

  @Field(() => String, { description: "When its days' work ends: `HH:MM` in its time zone." })
  cutOff!: string;

  @Field(() => [PolicyHolidayInput], {
    description:
      "The days without work: 1,000 at most. Where business days are counted they name some of every year that its clocks can reach, and leave every week a business day.",
  })
  @ValidateNested({ each: true })
  holidays!: PolicyHolidayInput[];

  @Field(() => [PolicyPhaseInput], {
    description:
      "What it asks in each phase in which partners may use a release. A phase that is left out has no cap, and needs an authorization until general availability.",
  })
  @ValidateNested({ each: true })
  phases!: PolicyPhaseInput[];

  @Field(() => [PolicySeatInput], { description: "The agencies that are heard on a case: at least one decides." })
  @ValidateNested({ each: true })
  panel!: PolicySeatInput[];

  @Field(() => PolicyClocksInput, { description: "Its time limits." })
  @ValidateNested()
  clocks!: PolicyClocksInput;

  @Field(() => [LadderLevelInput], { description: "The levels that a dispute climbs, the first first: 1 to 8." })
  @ValidateNested({ each: true })
  ladder!: LadderLevelInput[];

  @Field(() => [AgencyEnum], { description: "The agencies whose officials may countersign." })
  countersigners!: Agency[];

  @Field(() => Int, {
    description: "Calendar days from its countersignature that an authorization lasts: 1 to 3,660.",
  })
  authorizationDays!: number;

  @Field(() => [ReviewCriterionInput], { description: "What an objection or a denial may rest on." })
  @ValidateNested({ each: true })
  criteria!: ReviewCriterionInput[];

  @Field(() => String, { description: "What an agency's silence means: 1 to 2,000 characters." })
  silence!: string;

  @Field(() => PolicySubjectEnum, {
    nullable: true,
    description:
      "What it is for, the same in every version: RELEASES where it is left out. For PROGRAMMES `phases` is empty.",
  })
  appliesTo?: PolicySubject | null;

  @Field(() => [String], {
    nullable: true,
    description:
      "The policies for PROGRAMMES, by key, under which applications for its releases may be made: 20 at most, none where it is empty, any where it is left out. Only for RELEASES.",
  })
  programmePolicies?: string[] | null;

  @Field(() => PolicyCyberReviewInput, {
    nullable: true,
    description: "What of a cyber review keeps a release from advancing; left out, open findings from HIGH on.",
  })
  @IsOptional()
  @ValidateNested()
  cyberReview?: PolicyCyberReviewInput | null;
}

@InputType({ description: "Publishes a policy, or the next version of one." })
export class PublishPolicyInput extends MutationInput {
  @Field(() => PolicyDocumentInput, {
    description: "What it says. What is wrong with it is refused with the place: `input.document.ladder.1.tie`.",
  })
  @ValidateNested()
  document!: PolicyDocumentInput;
}
