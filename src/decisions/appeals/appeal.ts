import { Field, ID, Int, ObjectType } from "type-graphql";
import { Column, Entity, PrimaryColumn } from "typeorm";
import { graphEnum } from "../../graph/enums.ts";
import { keyed, Node } from "../../graph/node.ts";
import { DateTime } from "../../graph/scalars.ts";
import { AgencyEnum } from "../../graph/vocabulary-enums.ts";
import { Withheld } from "../../identity/withheld.ts";
import type { AppealGround, AppealStatus, MissedDeadline } from "../../rules/review-vocabulary.ts";
import type { Agency } from "../../rules/vocabulary.ts";
import type { CaseType } from "../cases/case.ts";

export const AppealGroundEnum = graphEnum<AppealGround>("AppealGround", "What an appeal is against.", {
  DENIAL: "A denial.",
  CONDITIONS: "Single conditions of an approval.",
  MISSED_DEADLINE: "A deadline that passed without the act that was due.",
});
const MissedDeadlineEnum = graphEnum<MissedDeadline>("MissedDeadline", "What was due and wasn't done.", {
  REFERRAL: "To refer the case to its panel.",
  DECISION_IN_ALL: "To decide the case, in all.",
  LADDER_DECISION: "To decide its dispute on the ladder's last level.",
  COUNTERSIGNATURE: "To countersign what is proposed.",
});
export const AppealStatusEnum = graphEnum<AppealStatus>("AppealStatus", "Where an appeal stands.", {
  FILED: "Awaits its decision by officials who took no part in the case.",
  UPHELD: "Upheld: what it gives is proposed, and countersigned like any other proposal.",
  REJECTED: "Rejected.",
  CLOSED: "Ended undecided: with its case, or with what it was against.",
});

/** What an applicant brings against a denial, single conditions, or silence. */
@keyed
@ObjectType("Appeal", {
  implements: Node,
  simpleResolvers: true,
  description: "What whoever brought a case brings against its denial, single conditions, or silence.",
})
@Entity("appeal")
export class Appeal extends Node {
  @Field(() => ID, { description: "Opaque, typed, time-ordered global id." })
  @PrimaryColumn("varchar")
  override id!: string;

  @Column("varchar") caseId!: string;
  @Column("varchar") caseType!: CaseType;

  @Field(() => Int, { description: "The case's revision that it is about." })
  @Column("int4")
  caseRevision!: number;

  @Field(() => AppealGroundEnum, { description: "What it is against." })
  @Column("varchar")
  ground!: AppealGround;

  /** The decision that it is against; null for a missed deadline. */
  @Column("varchar", { nullable: true })
  decisionId!: string | null;

  /** The single conditions that it is against. */
  @Column("varchar", { array: true })
  conditionIds!: string[];

  @Field(() => MissedDeadlineEnum, {
    nullable: true,
    description:
      "For a missed deadline, what was due: each date is appealed once. Null for appeals from before that was kept.",
  })
  @Column("varchar", { nullable: true })
  missed!: MissedDeadline | null;

  @Field(() => DateTime, { nullable: true, description: "When that was due." })
  @Column("timestamptz", { nullable: true })
  missedAt!: Date | null;

  @Field(() => String, { description: "What is said for it." })
  @Column("text")
  statement!: string;

  @Field(() => AppealStatusEnum, { description: "Where it stands." })
  @Column("varchar")
  status!: AppealStatus;

  @Field(() => String, { description: "Who filed it." })
  @Column("varchar")
  filedBy!: string;

  @Field(() => DateTime, { description: "When it was filed." })
  @Column("timestamptz")
  filedAt!: Date;

  @Field(() => DateTime, { nullable: true, description: "When its decision is due; null once it is decided." })
  @Column("timestamptz", { nullable: true })
  dueAt!: Date | null;

  @Field(() => String, {
    nullable: true,
    description: "The official who decided it. Withheld from all but officials and auditors.",
  })
  @Column("varchar", { nullable: true })
  decidedBy!: string | null;

  @Field(() => AgencyEnum, {
    nullable: true,
    description: "The agency of who decided it. Withheld from all but officials and auditors.",
  })
  @Column("varchar", { nullable: true })
  decidedAgency!: Agency | null;

  @Field(() => DateTime, { nullable: true, description: "When it was decided, or ended." })
  @Column("timestamptz", { nullable: true })
  decidedAt!: Date | null;

  @Field(() => String, { nullable: true, description: "Why it was decided so." })
  @Column("text", { nullable: true })
  reason!: string | null;

  /** The proposal that it gave. */
  @Column("varchar", { nullable: true })
  proposalId!: string | null;

  @Field(() => [Withheld], { description: "The fields of this appeal that are not shown to you, and why." })
  withheld!: readonly Withheld[];
}
