import { Field, ID, ObjectType } from "type-graphql";
import { Column, Entity, PrimaryColumn } from "typeorm";
import { graphEnum } from "../../graph/enums.ts";
import { keyed, Node } from "../../graph/node.ts";
import { DateTime } from "../../graph/scalars.ts";
import { Withheld } from "../../identity/withheld.ts";
import type { CyberReviewStatus } from "../../rules/release-vocabulary.ts";

export const CyberReviewStatusEnum = graphEnum<CyberReviewStatus>("CyberReviewStatus", "Where a cyber review stands.", {
  OPEN: "ONCD is looking: the release does not advance.",
  CONCLUDED: "Concluded. Its findings go on, and those that are open and grave go on blocking.",
});

/** ONCD's look at what a release can do in cyber operations, and at what holds that in check. */
@keyed
@ObjectType("CyberReview", {
  implements: Node,
  simpleResolvers: true,
  description: "ONCD's look at what a release can do in cyber operations, and at what holds that in check.",
})
@Entity("cyber_review")
export class CyberReview extends Node {
  @Field(() => ID, { description: "Opaque, typed, time-ordered global id." })
  @PrimaryColumn("varchar")
  override id!: string;

  @Column("varchar")
  releaseId!: string;

  @Field(() => CyberReviewStatusEnum, { description: "Where it stands." })
  @Column("varchar")
  status!: CyberReviewStatus;

  @Field(() => String, { description: "What it looks into." })
  @Column("text")
  remit!: string;

  @Field(() => String, { description: "What it rests on." })
  @Column("varchar")
  legalBasis!: string;

  @Field(() => DateTime, { description: "When it was opened." })
  @Column("timestamptz")
  openedAt!: Date;

  @Field(() => String, {
    nullable: true,
    description: "The official who opened it. Withheld from all but officials and auditors.",
  })
  @Column("varchar", { nullable: true })
  openedBy!: string | null;

  @Field(() => DateTime, { nullable: true, description: "When it was concluded." })
  @Column("timestamptz", { nullable: true })
  concludedAt!: Date | null;

  @Field(() => String, {
    nullable: true,
    description: "The official who concluded it. Withheld from all but officials and auditors.",
  })
  @Column("varchar", { nullable: true })
  concludedBy!: string | null;

  @Field(() => String, { nullable: true, description: "What it came to." })
  @Column("text", { nullable: true })
  conclusion!: string | null;

  @Field(() => [Withheld], { description: "The fields of this cyber review that are not shown to you, and why." })
  withheld!: readonly Withheld[];
}
