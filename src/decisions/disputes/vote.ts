import { Field, ID, Int, ObjectType } from "type-graphql";
import { Column, Entity, PrimaryColumn } from "typeorm";
import { keyed, Node } from "../../graph/node.ts";
import { DateTime } from "../../graph/scalars.ts";
import { AgencyEnum, ObjectionReasonEnum } from "../../graph/vocabulary-enums.ts";
import type { Agency, DecisionOutcome, ObjectionReason } from "../../rules/vocabulary.ts";
import type { CaseType } from "../cases/case.ts";
import { DecisionOutcomeEnum } from "../outcomes/decision.ts";

/** One agency's vote at one level of a dispute's ladder. Append-only, one for each agency and level. */
@keyed
@ObjectType("Vote", {
  implements: Node,
  simpleResolvers: true,
  description: "One agency's vote at one level of a dispute's ladder.",
})
@Entity("vote")
export class Vote extends Node {
  @Field(() => ID, { description: "Opaque, typed, time-ordered global id." })
  @PrimaryColumn("varchar")
  override id!: string;

  @Column("varchar") disputeId!: string;
  @Column("varchar") caseId!: string;
  @Column("varchar") caseType!: CaseType;

  @Field(() => Int, { description: "The case's revision that it is about." })
  @Column("int4")
  caseRevision!: number;

  @Field(() => Int, { description: "The ladder's level, from 1." })
  @Column("int4")
  level!: number;

  @Field(() => AgencyEnum, { description: "The agency that votes." })
  @Column("varchar")
  agency!: Agency;

  @Field(() => String, { description: "The official who voted for it." })
  @Column("varchar")
  official!: string;

  @Field(() => DecisionOutcomeEnum, { description: "What the agency votes for." })
  @Column("varchar")
  outcome!: DecisionOutcome;

  @Field(() => [ObjectionReasonEnum], { description: "Why it votes to deny; empty for an approval." })
  @Column("varchar", { array: true })
  reasons!: ObjectionReason[];

  @Field(() => String, { nullable: true, description: "The reasoning." })
  @Column("text", { nullable: true })
  rationale!: string | null;

  @Field(() => DateTime, { description: "When it was cast." })
  @Column("timestamptz")
  castAt!: Date;
}
