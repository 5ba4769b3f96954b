import { Field, Int, ObjectType } from "type-graphql";
import { graphEnum } from "../../graph/enums.ts";
import { AgencyEnum, ObjectionReasonEnum, ReleasePhaseEnum, SeatEnum } from "../../graph/vocabulary-enums.ts";
import type * as document from "../../rules/policy.ts";
import type { PolicyClocks as Clocks } from "../../rules/policy-clocks.ts";
import type { FindingSeverity, PolicySubject } from "../../rules/release-vocabulary.ts";
import type { Agency, DayCount, LadderRule, ObjectionReason, ReleasePhase, Seat } from "../../rules/vocabulary.ts";
import { FindingSeverityEnum } from "../cyber-reviews/finding.ts";

export const DayCountEnum = graphEnum<DayCount>("DayCount", "Which days a policy's clocks count.", {
  CALENDAR: "Every day.",
  BUSINESS: "Monday to Friday, without the policy's holidays.",
});

export const LadderRuleEnum = graphEnum<LadderRule>("LadderRule", "How a ladder level comes to its result.", {
  CHAIR: "Its one agency decides, as the chair of the panel.",
  MAJORITY: "Its agencies vote.",
  SOLE: "Its one agency records the result.",
});

export const TieRuleEnum = graphEnum<"CHAIR_STANDS">("TieRule", "What an equal vote gives.", {
  CHAIR_STANDS: "The chair's result from the first level stands.",
});

export const PolicySubjectEnum = graphEnum<PolicySubject>("PolicySubject", "What a policy is published for.", {
  RELEASES: "Releases: their phases, their advances, and the applications for them.",
  PROGRAMMES: "The applications of trusted-access programmes.",
});

@ObjectType("PolicySource", { description: "Where a policy's numbers come from." })
export class PolicySource {
  @Field(() => String, { description: "The citation." })
  cite!: string;

  @Field(() => String, { description: "What it says, in a sentence." })
  says!: string;
}

@ObjectType("PolicyHoliday", { description: "A day without work, copied into a policy." })
export class PolicyHoliday {
  @Field(() => String, { description: "The day, as `YYYY-MM-DD` in the policy's time zone." })
  date!: string;

  @Field(() => String, { description: "Its name." })
  name!: string;
}

@ObjectType("PolicyPhase", { description: "What a policy asks of partners in one phase of a release." })
export class PolicyPhase implements document.PhaseRules {
  @Field(() => ReleasePhaseEnum, { description: "The phase." })
  phase!: ReleasePhase;

  @Field(() => Int, {
    nullable: true,
    description: "How many partners may hold an authorization in it; null for any number.",
  })
  partnerCap!: number | null;

  @Field(() => Boolean, { description: "Whether use needs an authorization." })
  authorizationRequired!: boolean;
}

@ObjectType("PolicySeat", { description: "One agency's seat on a policy's panel." })
export class PolicySeat implements document.PanelSeat {
  @Field(() => AgencyEnum, { description: "The agency." })
  agency!: Agency;

  @Field(() => SeatEnum, { description: "What its seat counts for." })
  seat!: Seat;
}

@ObjectType("PolicyClocks", { description: "A policy's time limits, in days as it counts them." })
export class PolicyClocks implements Clocks {
  @Field(() => Int, { description: "To refer a submitted case to the panel." })
  refer!: number;

  @Field(() => Int, { description: "For an agency to take its position." })
  position!: number;

  @Field(() => Int, { description: "In all, from submission to decision." })
  total!: number;

  @Field(() => Int, { description: "To rebut an intent to deny." })
  intentToDeny!: number;

  @Field(() => Int, { description: "To appeal a decision." })
  appeal!: number;

  @Field(() => Int, { description: "For an agency to be reminded of its position." })
  remind!: number;

  @Field(() => Int, { description: "By which an agency's time is extended, once." })
  extension!: number;

  @Field(() => Int, { description: "To answer a request for information." })
  information!: number;

  @Field(() => Int, { description: "To decide a rebuttal." })
  rebuttal!: number;

  @Field(() => Int, { description: "To decide an appeal." })
  appealDecision!: number;

  @Field(() => Int, {
    description: "To countersign, from when a case comes to await that; a reminder goes out before.",
  })
  countersign!: number;
}

@ObjectType("LadderLevel", { description: "One level of the ladder that a dispute climbs." })
export class LadderLevel implements document.LadderLevel {
  @Field(() => Int, { description: "Its number, from 1." })
  level!: number;

  @Field(() => String, { description: "Its name." })
  name!: string;

  @Field(() => [AgencyEnum], { description: "Whose officials act on it." })
  decidedBy!: Agency[];

  @Field(() => Int, { description: "Days in which it decides, as the policy counts them." })
  days!: number;

  @Field(() => Int, {
    nullable: true,
    description: "Days in which its result may be taken to the next level; null on the last.",
  })
  appealWithin!: number | null;

  @Field(() => LadderRuleEnum, { description: "How it comes to its result." })
  rule!: LadderRule;

  @Field(() => TieRuleEnum, { nullable: true, description: "What an equal vote gives; null where nobody votes." })
  tie?: "CHAIR_STANDS";
}

@ObjectType("ReviewCriterion", { description: "What an objection or a denial may rest on." })
export class ReviewCriterion {
  @Field(() => ObjectionReasonEnum, { description: "Its code." })
  code!: ObjectionReason;

  @Field(() => String, { description: "What it means." })
  says!: string;
}

@ObjectType("PolicyCyberReview", { description: "What of a cyber review keeps a release from advancing." })
export class PolicyCyberReview {
  @Field(() => FindingSeverityEnum, { description: "From which severity on an open finding does." })
  blockingSeverity!: FindingSeverity;
}
