import { Field, ID, ObjectType } from "type-graphql";
import { Column, Entity, PrimaryColumn } from "typeorm";
import { graphEnum } from "../../graph/enums.ts";
import { keyed, Node } from "../../graph/node.ts";
import { DateTime } from "../../graph/scalars.ts";
import { AgencyEnum, MeasureReasonEnum } from "../../graph/vocabulary-enums.ts";
import { Withheld } from "../../identity/withheld.ts";
import type { ConditionPredicate } from "../../rules/conditions.ts";
import type {
  Agency,
  DirectiveEffect,
  DirectiveForce,
  DirectiveStatus,
  MeasureReason,
} from "../../rules/vocabulary.ts";
import { DirectiveScope } from "./directive-scope.ts";

export const DirectiveEffectEnum = graphEnum<DirectiveEffect>("DirectiveEffect", "What a directive orders.", {
  POSTPONE: "No phase advance; use goes on.",
  LIMIT: "Use only within its limits.",
  SUSPEND: "No use until it is lifted.",
  WITHDRAW: "No use; the release is to be withdrawn.",
});
export const DirectiveForceEnum = graphEnum<DirectiveForce>("DirectiveForce", "How a directive binds.", {
  ORDER: "In force at once.",
  REQUEST: "In force when the vendor accepts it.",
});
export const DirectiveStatusEnum = graphEnum<DirectiveStatus>("DirectiveStatus", "Where a directive stands.", {
  REQUESTED: "Asked of the vendor; not in force.",
  IN_FORCE: "In force.",
  DECLINED: "The vendor declined the request.",
  LIFTED: "Lifted by the agency that issued it.",
});

/** An order on a release, or on all releases of a vendor. One row: its effect on each authorization is derived. */
@keyed
@ObjectType("Directive", {
  implements: Node,
  simpleResolvers: true,
  description: "An order, or a request, on a release or on all releases of a vendor.",
})
@Entity("directive")
export class Directive extends Node {
  @Field(() => ID, { description: "Opaque, typed, time-ordered global id." })
  @PrimaryColumn("varchar")
  override id!: string;

  /** The release that it is about, or null when it is about a vendor. */
  @Column("varchar", { nullable: true })
  releaseId!: string | null;

  /** The vendor that it is about, or null when it is about a release. */
  @Column("varchar", { nullable: true })
  vendorId!: string | null;

  @Field(() => DirectiveEffectEnum, { description: "What it orders." })
  @Column("varchar")
  effect!: DirectiveEffect;

  @Field(() => DirectiveForceEnum, { description: "How it binds." })
  @Column("varchar")
  force!: DirectiveForce;

  @Field(() => DirectiveStatusEnum, { description: "Where it stands." })
  @Column("varchar")
  status!: DirectiveStatus;

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

  @Field(() => AgencyEnum, { description: "The agency that issued it, and alone can lift it." })
  @Column("varchar")
  agency!: Agency;

  @Field(() => String, {
    nullable: true,
    description: "The official who issued it. Withheld from all but officials and auditors.",
  })
  @Column("varchar", { nullable: true })
  issuedBy!: string | null;

  @Field(() => DateTime, { description: "When it was issued." })
  @Column("timestamptz")
  issuedAt!: Date;

  @Field(() => DateTime, { nullable: true, description: "Since when it is, or was, in force." })
  @Column("timestamptz", { nullable: true })
  inForceSince!: Date | null;

  @Field(() => DateTime, { nullable: true, description: "When the vendor answered a request." })
  @Column("timestamptz", { nullable: true })
  answeredAt!: Date | null;

  @Field(() => String, {
    nullable: true,
    description: "What the vendor answered with. Withheld from all but the vendor, officials and auditors.",
  })
  @Column("text", { nullable: true })
  answer!: string | null;

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

  @Field(() => [Withheld], { description: "The fields of this directive that are not shown to you, and why." })
  withheld!: readonly Withheld[];
}
