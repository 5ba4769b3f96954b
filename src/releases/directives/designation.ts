import { Field, ID, ObjectType } from "type-graphql";
import { Column, Entity, PrimaryColumn } from "typeorm";
import { graphEnum } from "../../graph/enums.ts";
import { keyed, Node } from "../../graph/node.ts";
import { DateTime } from "../../graph/scalars.ts";
import { MeasureReasonEnum } from "../../graph/vocabulary-enums.ts";
import { Withheld } from "../../identity/withheld.ts";
import type { ConditionPredicate } from "../../rules/conditions.ts";
import type { DesignationStatus, DirectiveEffect, MeasureReason } from "../../rules/vocabulary.ts";
import { DirectiveEffectEnum } from "./directive.ts";
import { DirectiveScope } from "./directive-scope.ts";

export const DesignationStatusEnum = graphEnum<DesignationStatus>("DesignationStatus", "Where a designation stands.", {
  IN_FORCE: "In force.",
  LIFTED: "Lifted by Defense.",
});

/** A vendor's status as a supply-chain risk: counts as a directive on all its releases. */
@keyed
@ObjectType("Designation", {
  implements: Node,
  simpleResolvers: true,
  description:
    "A vendor's status as a supply-chain risk; counts as a directive on all its releases, with its own effect and scope.",
})
@Entity("designation")
export class Designation extends Node {
  @Field(() => ID, { description: "Opaque, typed, time-ordered global id." })
  @PrimaryColumn("varchar")
  override id!: string;

  @Column("varchar")
  vendorId!: string;

  @Field(() => DirectiveEffectEnum, { description: "What it does to the vendor's releases." })
  @Column("varchar")
  effect!: DirectiveEffect;

  @Field(() => DesignationStatusEnum, { description: "Where it stands." })
  @Column("varchar")
  status!: DesignationStatus;

  @Field(() => DirectiveScope, {
    nullable: true,
    description: "Whom it touches; null for everyone. Withheld from all but the vendor, officials and auditors.",
  })
  @Column("jsonb", { nullable: true })
  scope!: DirectiveScope | null;

  /** For LIMIT: what use must meet. */
  @Column("jsonb")
  limits!: ConditionPredicate[];

  @Field(() => MeasureReasonEnum, { description: "Why it was made." })
  @Column("varchar")
  reason!: MeasureReason;

  @Field(() => String, { description: "The law that it rests on." })
  @Column("varchar")
  legalBasis!: string;

  @Field(() => String, {
    nullable: true,
    description: "The reasoning. Withheld from all but the vendor, officials and auditors.",
  })
  @Column("text", { nullable: true })
  rationale!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The official who made it. Withheld from all but officials and auditors.",
  })
  @Column("varchar", { nullable: true })
  designatedBy!: string | null;

  @Field(() => DateTime, { description: "When it was made; in force at once." })
  @Column("timestamptz")
  designatedAt!: Date;

  @Field(() => DateTime, { nullable: true, description: "When the vendor acknowledged it." })
  @Column("timestamptz", { nullable: true })
  acknowledgedAt!: Date | null;

  @Field(() => DateTime, { nullable: true, description: "When it was lifted." })
  @Column("timestamptz", { nullable: true })
  liftedAt!: Date | null;

  @Field(() => String, {
    nullable: true,
    description: "The official who lifted it. Withheld from all but officials and auditors.",
  })
  @Column("varchar", { nullable: true })
  liftedBy!: string | null;

  @Field(() => String, { nullable: true, description: "Why it was lifted." })
  @Column("text", { nullable: true })
  liftingReason!: string | null;

  @Field(() => [Withheld], { description: "The fields of this designation that are not shown to you, and why." })
  withheld!: readonly Withheld[];
}
