import { Field, ID, Int, ObjectType } from "type-graphql";
import { Column, Entity, PrimaryColumn } from "typeorm";
import { keyed, Node } from "../../graph/node.ts";
import { DateTime } from "../../graph/scalars.ts";
import { ReleasePhaseEnum } from "../../graph/vocabulary-enums.ts";
import { Withheld } from "../../identity/withheld.ts";
import type { ReleasePhase } from "../../rules/vocabulary.ts";

/** One gated release of one model version. Its standing is derived, not stored. */
@keyed
@ObjectType("Release", {
  implements: Node,
  simpleResolvers: true,
  description: "One gated release of one model version.",
})
@Entity("release")
export class Release extends Node {
  @Field(() => ID, { description: "Opaque, typed, time-ordered global id." })
  @PrimaryColumn("varchar")
  override id!: string;

  @Column("varchar")
  vendorId!: string;

  @Column("varchar")
  policyId!: string;

  @Field(() => String, { description: "The model's name." })
  @Column("varchar")
  name!: string;

  @Field(() => String, { description: "The model's version." })
  @Column("varchar")
  modelVersion!: string;

  @Field(() => String, {
    nullable: true,
    description: "What the model is and can do, as its vendor states it. Withheld from the public.",
  })
  @Column("text", { nullable: true })
  description!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "What its vendor does against misuse. Withheld from the public.",
  })
  @Column("text", { nullable: true })
  safeguards!: string | null;

  @Field(() => ReleasePhaseEnum, { description: "How far it has come." })
  @Column("varchar")
  phase!: ReleasePhase;

  @Field(() => Int, { description: "Counts its amendments, from 1." })
  @Column("int4")
  revision!: number;

  @Field(() => DateTime, { nullable: true, description: "When it was registered; null for a draft." })
  @Column("timestamptz", { nullable: true })
  registeredAt!: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: "When it first reached a preview and entered the public register.",
  })
  @Column("timestamptz", { nullable: true })
  publicSince!: Date | null;

  @Field(() => String, { nullable: true, description: "Why its vendor withdrew it; null otherwise." })
  @Column("text", { nullable: true })
  withdrawalReason!: string | null;

  /** Its vendor's own postponement, which stands until the vendor resumes it or its time is over. */
  @Column("timestamptz", { nullable: true })
  postponedAt!: Date | null;

  @Column("timestamptz", { nullable: true })
  postponedUntil!: Date | null;

  @Column("text", { nullable: true })
  postponementReason!: string | null;

  @Field(() => [Withheld], { description: "The fields of this release that are not shown to you, and why." })
  withheld!: readonly Withheld[];
}
