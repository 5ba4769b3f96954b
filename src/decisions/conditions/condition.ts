import { Field, ID, Int, ObjectType } from "type-graphql";
import { Column, Entity, PrimaryColumn } from "typeorm";
import { keyed, Node } from "../../graph/node.ts";
import { DateTime } from "../../graph/scalars.ts";
import { AgencyEnum, ConditionKindEnum } from "../../graph/vocabulary-enums.ts";
import { Withheld } from "../../identity/withheld.ts";
import type { ConditionPredicate } from "../../rules/conditions.ts";
import type { Agency, ConditionKind } from "../../rules/vocabulary.ts";
import type { CaseType } from "../cases/case.ts";

/** A limit on use: a machine-readable predicate with its text, and the agency that proposed it. */
@keyed
@ObjectType("Condition", {
  implements: Node,
  simpleResolvers: true,
  description: "A limit on use: a machine-readable predicate with its text, and the agency that proposed it.",
})
@Entity("condition")
export class Condition extends Node {
  @Field(() => ID, { description: "Opaque, typed, time-ordered global id." })
  @PrimaryColumn("varchar")
  override id!: string;

  @Column("varchar") caseId!: string;
  @Column("varchar") caseType!: CaseType;

  @Field(() => Int, { description: "The case's revision that it was proposed for." })
  @Column("int4")
  caseRevision!: number;

  /** The first wording's id: the same for all that took its place by consent. */
  @Column("varchar")
  rootId!: string;

  /** The wording that this one took the place of. */
  @Column("varchar", { nullable: true })
  replacesId!: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: "When another wording took its place or it fell, by consent; null while it holds.",
  })
  @Column("timestamptz", { nullable: true })
  endedAt!: Date | null;

  /** The position that it came with. */
  @Column("varchar", { nullable: true })
  positionId!: string | null;

  @Field(() => AgencyEnum, {
    nullable: true,
    description: "The agency that proposed it. Withheld from all but officials and auditors.",
  })
  @Column("varchar", { nullable: true })
  proposedBy!: Agency | null;

  @Field(() => ConditionKindEnum, { description: "What it is about; says which of the values below it carries." })
  @Column("varchar")
  kind!: ConditionKind;

  @Column("jsonb")
  predicate!: ConditionPredicate;

  @Field(() => String, { description: "Its wording." })
  @Column("text")
  text!: string;

  @Field(() => DateTime, { description: "When it was proposed." })
  @Column("timestamptz")
  proposedAt!: Date;

  @Field(() => [Withheld], { description: "The fields of this condition that are not shown to you, and why." })
  withheld!: readonly Withheld[];
}
