import { Field, ID, Int, ObjectType } from "type-graphql";
import { Column, Entity, PrimaryColumn } from "typeorm";
import { graphEnum } from "../../graph/enums.ts";
import { keyed, Node } from "../../graph/node.ts";
import { DateTime } from "../../graph/scalars.ts";
import { Withheld } from "../../identity/withheld.ts";
import type { FindingSeverity, FindingStatus } from "../../rules/release-vocabulary.ts";

export const FindingSeverityEnum = graphEnum<FindingSeverity>("FindingSeverity", "How grave a finding is.", {
  LOW: "Hardly of use to an attacker.",
  MEDIUM: "Of use to an attacker, together with other things.",
  HIGH: "Of much use to an attacker.",
  CRITICAL: "Enough by itself for grave harm.",
});

export const FindingStatusEnum = graphEnum<FindingStatus>("FindingStatus", "Where a finding stands.", {
  OPEN: "Nothing holds it in check yet: it blocks, where it is as grave as the policy says.",
  MITIGATED: "Held in check, as `mitigation` says.",
  ACCEPTED: "ONCD accepts the risk, as `statusNote` says.",
  CLOSED: "It was none, or is no more, as `statusNote` says; final.",
});

/** One thing that a cyber review found. */
@keyed
@ObjectType("Finding", {
  implements: Node,
  simpleResolvers: true,
  description: "One thing that a cyber review found.",
})
@Entity("finding")
export class Finding extends Node {
  @Field(() => ID, { description: "Opaque, typed, time-ordered global id." })
  @PrimaryColumn("varchar")
  override id!: string;

  @Column("varchar")
  reviewId!: string;

  @Field(() => String, { description: "What it is, in a line." })
  @Column("varchar")
  title!: string;

  @Field(() => String, { description: "What was found, and how." })
  @Column("text")
  description!: string;

  @Field(() => FindingSeverityEnum, { description: "How grave it is." })
  @Column("varchar")
  severity!: FindingSeverity;

  @Field(() => FindingStatusEnum, { description: "Where it stands." })
  @Column("varchar")
  status!: FindingStatus;

  @Field(() => String, { nullable: true, description: "What holds it in check, or is to." })
  @Column("text", { nullable: true })
  mitigation!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "What was said when its status last changed, or its severity fell.",
  })
  @Column("text", { nullable: true })
  statusNote!: string | null;

  @Field(() => Int, { description: "Counts what was recorded of it, from 1." })
  @Column("int4")
  revision!: number;

  @Field(() => DateTime, { description: "When it was first recorded." })
  @Column("timestamptz")
  recordedAt!: Date;

  @Field(() => DateTime, { description: "When it was last recorded." })
  @Column("timestamptz")
  updatedAt!: Date;

  @Field(() => String, {
    nullable: true,
    description: "The official who recorded it last. Withheld from all but officials and auditors.",
  })
  @Column("varchar", { nullable: true })
  recordedBy!: string | null;

  @Field(() => [Withheld], { description: "The fields of this finding that are not shown to you, and why." })
  withheld!: readonly Withheld[];
}
