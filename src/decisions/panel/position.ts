import { Field, ID, Int, ObjectType } from "type-graphql";
import { Column, Entity, PrimaryColumn } from "typeorm";
import { graphEnum } from "../../graph/enums.ts";
import { keyed, Node } from "../../graph/node.ts";
import { DateTime } from "../../graph/scalars.ts";
import { AgencyEnum, ObjectionReasonEnum } from "../../graph/vocabulary-enums.ts";
import type { Agency, ObjectionReason, PositionKind } from "../../rules/vocabulary.ts";
import type { CaseType } from "../cases/case.ts";

export const PositionKindEnum = graphEnum<PositionKind>("PositionKind", "An agency's formal view.", {
  CONCUR: "It agrees.",
  CONCUR_WITH_CONDITIONS: "It agrees under the conditions given.",
  OBJECT: "It objects, for the reason given.",
  NO_EQUITY: "The case does not concern it.",
  DEEMED_NO_OBJECTION: "Its time ran out; written by the system alone.",
});

/** An agency's formal view on one revision of a case. Append-only: its latest on the revision counts. */
@keyed
@ObjectType("Position", {
  implements: Node,
  simpleResolvers: true,
  description: "An agency's formal view on one revision of a case. Append-only: its latest on the revision counts.",
})
@Entity("position")
export class Position extends Node {
  @Field(() => ID, { description: "Opaque, typed, time-ordered global id." })
  @PrimaryColumn("varchar")
  override id!: string;

  @Column("varchar") caseId!: string;
  @Column("varchar") caseType!: CaseType;

  @Field(() => Int, { description: "The case's revision that it speaks of." })
  @Column("int4")
  caseRevision!: number;

  @Field(() => AgencyEnum, { description: "The agency." })
  @Column("varchar")
  agency!: Agency;

  @Field(() => String, { nullable: true, description: "The official who recorded it; null when the system did." })
  @Column("varchar", { nullable: true })
  official!: string | null;

  @Field(() => PositionKindEnum, { description: "The view." })
  @Column("varchar")
  kind!: PositionKind;

  @Field(() => ObjectionReasonEnum, { nullable: true, description: "Why it objects; null otherwise." })
  @Column("varchar", { nullable: true })
  reason!: ObjectionReason | null;

  @Field(() => String, { nullable: true, description: "The reasoning." })
  @Column("text", { nullable: true })
  rationale!: string | null;

  @Field(() => DateTime, { description: "When it was recorded." })
  @Column("timestamptz")
  recordedAt!: Date;

  @Field(() => Boolean, { description: "Whether its due date had passed when it was recorded." })
  @Column("boolean")
  late!: boolean;
}
