import { Field, Int, ObjectType } from "type-graphql";
import { Column } from "typeorm";
import { graphEnum } from "../../graph/enums.ts";
import { Node } from "../../graph/node.ts";
import { DateTime } from "../../graph/scalars.ts";
import type { ClosureReason } from "../../rules/vocabulary.ts";

const ClosureReasonEnum = graphEnum<ClosureReason>("ClosureReason", "Why a case ended without a decision.", {
  WITHDRAWN_BY_APPLICANT: "Whoever brought it withdrew it.",
  RELEASE_WITHDRAWN: "The vendor withdrew the release.",
  AUTHORIZATION_ENDED:
    "An appeal had reopened it after it was decided, and the authorization that it had given, or was to renew, ended meanwhile: nothing is left to decide.",
  PROGRAMME_REVOKED:
    "An appeal had reopened it after it was denied, and Commerce revoked the programme that it was made under: nothing can be approved under that any more.",
});

/** What every case has: an application and a phase advance are reviewed by the same engine. */
@ObjectType()
export abstract class CaseColumns extends Node {
  @Column("varchar")
  releaseId!: string;

  /** The policy version that the case began under, and keeps. */
  @Column("varchar")
  policyId!: string;

  @Field(() => Int, { description: "Counts its revisions, from 1: positions and decisions speak of one." })
  @Column("int4")
  revision!: number;

  @Field(() => DateTime, { nullable: true, description: "When it was first submitted; null for a draft." })
  @Column("timestamptz", { nullable: true })
  submittedAt!: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      "When it was last submitted: the same, unless it was returned and submitted again. The time of its review counts from here. Null for a draft.",
  })
  @Column("timestamptz", { nullable: true })
  lastSubmittedAt!: Date | null;

  @Field(() => DateTime, { nullable: true, description: "When Commerce accepted it and referred it to the panel." })
  @Column("timestamptz", { nullable: true })
  acceptedAt!: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      "When the next step of its review falls due: to be referred while SUBMITTED, to be decided in all once IN_REVIEW. Null while the clock is stopped or the case is closed. On a withdrawn release it stands still, and nothing is overdue.",
  })
  @Column("timestamptz", { nullable: true })
  dueAt!: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: "Until when an intent to deny may be rebutted; null without one.",
  })
  @Column("timestamptz", { nullable: true })
  rebuttalDueAt!: Date | null;

  /** When the denial was intended that stands: the time to rebut counts from here. */
  @Column("timestamptz", { nullable: true })
  intendedAt!: Date | null;

  @Field(() => DateTime, { nullable: true, description: "When it was decided or closed." })
  @Column("timestamptz", { nullable: true })
  closedAt!: Date | null;

  @Field(() => ClosureReasonEnum, { nullable: true, description: "Why it ended without a decision; null otherwise." })
  @Column("varchar", { nullable: true })
  closureReason!: ClosureReason | null;
}
