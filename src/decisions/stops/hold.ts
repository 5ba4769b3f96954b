import { Field, ID, Int, ObjectType } from "type-graphql";
import { Column, Entity, PrimaryColumn } from "typeorm";
import { graphEnum } from "../../graph/enums.ts";
import { keyed, Node } from "../../graph/node.ts";
import { DateTime } from "../../graph/scalars.ts";
import { AgencyEnum } from "../../graph/vocabulary-enums.ts";
import { Withheld } from "../../identity/withheld.ts";
import type { HoldStatus } from "../../rules/lifecycles/hold.ts";
import type { HoldReason } from "../../rules/review-vocabulary.ts";
import type { Agency } from "../../rules/vocabulary.ts";
import type { CaseType } from "../cases/case.ts";

export const HoldReasonEnum = graphEnum<HoldReason>(
  "HoldReason",
  "Why a hold stops a case's clock. The first six are those of 15 CFR 750.4(b), by analogy.",
  {
    APPLICANT_AGREED: "Whoever brought the case agreed to the delay.",
    PRE_ACCESS_CHECK: "The end user or the end use is checked on the spot.",
    GOVERNMENT_ASSURANCES: "Another government's assurance of the end use is awaited.",
    MULTILATERAL_REVIEW: "A multilateral review is under way.",
    CONGRESSIONAL_NOTIFICATION: "Congress is notified.",
    FOREIGN_CONSULTATION: "Another government is consulted.",
    SCREENING_HIT: "A match with a listed party is looked into.",
    CYBER_REVIEW: "A cyber review of the release is awaited.",
    LEGAL_REVIEW: "A question of law is looked into.",
    RELATED_CASE: "The outcome of a related case is awaited.",
  },
);

/** A stop of a case's clock, until it is released: with a coded reason, an owner and a date of review. */
@keyed
@ObjectType("Hold", {
  implements: Node,
  simpleResolvers: true,
  description: "A stop of a case's clock until it is released, with a coded reason, an owner and a review date.",
})
@Entity("hold")
export class Hold extends Node {
  @Field(() => ID, { description: "Opaque, typed, time-ordered global id." })
  @PrimaryColumn("varchar")
  override id!: string;

  @Column("varchar") caseId!: string;
  @Column("varchar") caseType!: CaseType;

  @Field(() => Int, { description: "The case's revision when it was placed." })
  @Column("int4")
  caseRevision!: number;

  @Field(() => HoldReasonEnum, {
    nullable: true,
    description: "Why. Withheld from all but officials and auditors where `reasonWithheld` says so.",
  })
  @Column("varchar")
  reason!: HoldReason;

  @Field(() => Boolean, { description: "Whether the reason is withheld from the case's parties." })
  @Column("boolean")
  reasonWithheld!: boolean;

  @Field(() => String, {
    nullable: true,
    description: "What to say of it. Withheld from all but officials and auditors.",
  })
  @Column("text", { nullable: true })
  note!: string | null;

  @Field(() => AgencyEnum, { description: "The agency on whose behalf the clock is stopped." })
  @Column("varchar")
  owner!: Agency;

  @Field(() => DateTime, { description: "When it is looked at again: shown to everyone who sees the hold." })
  @Column("timestamptz")
  reviewAt!: Date;

  @Field(() => DateTime, { nullable: true, description: "When the system noted that its review date had passed." })
  @Column("timestamptz", { nullable: true })
  reviewNotedAt!: Date | null;

  @Field(() => String, {
    nullable: true,
    description: "The official who placed it. Withheld from all but officials and auditors.",
  })
  @Column("varchar")
  placedBy!: string;

  @Field(() => DateTime, { description: "When it was placed: the clock is stopped from here." })
  @Column("timestamptz")
  placedAt!: Date;

  @Field(() => String, {
    nullable: true,
    description: "The official who released it. Withheld from all but officials and auditors.",
  })
  @Column("varchar", { nullable: true })
  releasedBy!: string | null;

  @Field(() => DateTime, { nullable: true, description: "When it was released; null while it stops the clock." })
  @Column("timestamptz", { nullable: true })
  releasedAt!: Date | null;

  @Field(() => String, {
    nullable: true,
    description: "What was said at its release. Withheld from all but officials and auditors.",
  })
  @Column("text", { nullable: true })
  releaseNote!: string | null;

  @Field(() => [Withheld], { description: "The fields of this hold that are not shown to you, and why." })
  withheld!: readonly Withheld[];
}

/** Where a hold stands. */
export const holdStatusOf = ({ releasedAt }: Pick<Hold, "releasedAt">): HoldStatus =>
  releasedAt === null ? "OPEN" : "RELEASED";
