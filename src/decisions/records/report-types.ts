import { Field, Float, Int, ObjectType } from "type-graphql";
import { graphEnum } from "../../graph/enums.ts";
import { DateTime } from "../../graph/scalars.ts";
import type { Span } from "../../graph/span.ts";
import { AgencyEnum, CaseStatusEnum } from "../../graph/vocabulary-enums.ts";
import type { HoldReason, InformationTopic } from "../../rules/review-vocabulary.ts";
import type { Agency, ApplicationStatus } from "../../rules/vocabulary.ts";
import { HoldReasonEnum } from "../stops/hold.ts";
import { InformationTopicEnum } from "../stops/information-request.ts";

export const ReportDimensionEnum = graphEnum("ReportDimension", "What a report's numbers are told apart by.", {
  STAGE: "The stage of the review; without it, durations are those of whole reviews.",
  AGENCY: "The agency, where a number is of one.",
  JURISDICTION: "Where the applicant is established, where a number is of an application.",
});
export type ReportDimension = keyof typeof ReportDimensionEnum;

export const ReportStageEnum = graphEnum(
  "ReportStage",
  "What a duration is of. It counts where its end is in the span.",
  {
    REFERRAL: "From a case's last submission to its referral to the panel.",
    POSITION: "From the referral to an agency's first express position on what was referred.",
    DISPUTE: "From a dispute's opening to its end.",
    DISPUTE_LEVEL:
      "From the decision of the level before, for the first from the dispute's opening, to a level's decision.",
    COUNTERSIGNATURE: "From a proposal to its countersignature; of a denial with the time to rebut.",
    IN_ALL: "From a case's last submission to the first countersignature of a decision on it, stops included.",
    ACKNOWLEDGEMENT: "From a directive's or designation's coming into force to the vendor's acknowledgement.",
    ATTESTATION:
      "From a directive's or designation's coming into force to the vendor's first attestation that it enforces all of its wording, where that stands.",
  },
);
export type ReportStage = keyof typeof ReportStageEnum;

export const OverdueReasonEnum = graphEnum("OverdueReason", "What hasn't happened though its time is over.", {
  NOT_REFERRED: "A submitted case isn't referred: Commerce's to do.",
  POSITION_MISSING: "An agency hasn't taken its position.",
  LEVEL_UNDECIDED: "A level of the ladder hasn't decided.",
  REBUTTAL_UNDECIDED: "A rebuttal isn't decided.",
  APPEAL_UNDECIDED: "An appeal isn't decided, of a case that may be closed.",
  NOT_COUNTERSIGNED: "What is proposed isn't countersigned, nor refused that: an official's of the countersigners.",
  NOT_DECIDED: "The time in all is over, and the case isn't decided, whether or not something is proposed.",
});
export type OverdueReason = keyof typeof OverdueReasonEnum;

/** How long things took: calendar days, to a tenth. */
@ObjectType("ReportDuration", { description: "How long one stage took, in calendar days to a tenth." })
export class ReportDuration {
  @Field(() => ReportStageEnum, { description: "What took so long." })
  stage!: ReportStage;

  @Field(() => Int, { nullable: true, description: "For DISPUTE_LEVEL: which level." })
  level!: number | null;

  @Field(() => AgencyEnum, { nullable: true, description: "Whose; null where it is of no agency, or of all." })
  agency!: Agency | null;

  @Field(() => String, {
    nullable: true,
    description: "The applicant's, as ISO 3166-1 alpha-2; null where there is no applicant, or of all.",
  })
  jurisdiction!: string | null;

  @Field(() => Int, { description: "How many were counted." })
  count!: number;

  @Field(() => Float, { description: "The mean." })
  meanDays!: number;

  @Field(() => Float, { description: "The median: half took no longer." })
  medianDays!: number;

  @Field(() => Float, { description: "The 90th percentile: nine of ten took no longer." })
  p90Days!: number;
}

@ObjectType("ReportStatus", { description: "How many of the cases submitted in the span stand where." })
export class ReportStatus {
  @Field(() => CaseStatusEnum, { description: "Where they stand now." })
  status!: ApplicationStatus;

  @Field(() => String, { nullable: true, description: "The applicant's; null for a phase advance, or of all." })
  jurisdiction!: string | null;

  @Field(() => Int, { description: "How many applications." })
  applications!: number;

  @Field(() => Int, { description: "How many phase advances." })
  phaseAdvances!: number;
}

@ObjectType("ReportOverdue", { description: "What is overdue now of the cases submitted in the span, and why." })
export class ReportOverdue {
  @Field(() => OverdueReasonEnum, { description: "What hasn't happened." })
  reason!: OverdueReason;

  @Field(() => Int, { nullable: true, description: "For LEVEL_UNDECIDED: which level." })
  level!: number | null;

  @Field(() => AgencyEnum, {
    nullable: true,
    description: "Whose it is to do; null where it is of several, or of all.",
  })
  agency!: Agency | null;

  @Field(() => String, { nullable: true, description: "The applicant's; null for a phase advance, or of all." })
  jurisdiction!: string | null;

  @Field(() => Int, { description: "How many." })
  count!: number;

  @Field(() => Float, { description: "By how many calendar days, the median." })
  medianDays!: number;

  @Field(() => Float, { description: "By how many calendar days, the longest." })
  longestDays!: number;

  /** The case that is overdue longest. */
  longestCaseId!: string;
}

@ObjectType("ReportHold", { description: "What holds for one reason came to in the span." })
export class ReportHold {
  @Field(() => HoldReasonEnum, { description: "The reason." })
  reason!: HoldReason;

  @Field(() => AgencyEnum, { nullable: true, description: "Whose they are; null for all." })
  agency!: Agency | null;

  @Field(() => Int, { description: "How many stopped a clock at some time in the span." })
  holds!: number;

  @Field(() => Int, { description: "How many of them still do." })
  open!: number;

  @Field(() => Float, {
    description: "For how many calendar days of the span in all; holds that overlap count each for itself.",
  })
  days!: number;
}

@ObjectType("ReportInformation", { description: "What requests for information on one topic came to in the span." })
export class ReportInformation {
  @Field(() => InformationTopicEnum, { description: "The topic." })
  topic!: InformationTopic;

  @Field(() => AgencyEnum, { nullable: true, description: "Who asked; null for all." })
  agency!: Agency | null;

  @Field(() => Int, { description: "How many were open at some time in the span." })
  requests!: number;

  @Field(() => Int, { description: "How many of them still are." })
  open!: number;

  @Field(() => Float, { description: "For how many calendar days of the span in all." })
  days!: number;
}

@ObjectType("ReportPositions", { description: "What an agency said in the span, and where its silence counted." })
export class ReportPositions {
  @Field(() => AgencyEnum, { description: "The agency." })
  agency!: Agency;

  @Field(() => Int, { description: "Positions that its officials took." })
  expressed!: number;

  @Field(() => Int, { description: "Those of them that object." })
  objections!: number;

  @Field(() => Int, { description: "Those of them that came after their time." })
  late!: number;

  @Field(() => Int, { description: "Positions that it is deemed to have taken by its silence." })
  deemed!: number;
}

/** What a report is of. Its numbers are read when they are asked for. */
@ObjectType("OversightReport", {
  simpleResolvers: true,
  description: "How the review went in a span: each number is read from the records when it is asked for.",
})
export class OversightReport implements Span {
  @Field(() => DateTime, { description: "The span's first moment." })
  from!: Date;

  @Field(() => DateTime, { description: "The moment before which it ends." })
  to!: Date;

  @Field(() => DateTime, { description: "The moment at which what is open was looked at." })
  asOf!: Date;

  by!: readonly ReportDimension[];
}
