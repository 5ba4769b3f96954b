import { Field, ID, Int, ObjectType } from "type-graphql";
import { Column, Entity, PrimaryColumn } from "typeorm";
import { graphEnum } from "../../graph/enums.ts";
import { keyed, Node } from "../../graph/node.ts";
import { DateTime } from "../../graph/scalars.ts";
import { AgencyEnum, ObjectionReasonEnum } from "../../graph/vocabulary-enums.ts";
import type { LadderDecisionBasis } from "../../rules/review-vocabulary.ts";
import type { Agency, DecisionOutcome, ObjectionReason } from "../../rules/vocabulary.ts";
import type { CaseType } from "../cases/case.ts";
import { DecisionOutcomeEnum } from "../outcomes/decision.ts";

const LadderDecisionBasisEnum = graphEnum<LadderDecisionBasis>(
  "LadderDecisionBasis",
  "How a level of the ladder came to its result.",
  {
    CHAIR: "Its chair decided.",
    MAJORITY: "More of its voters voted for it than against it.",
    TIE: "As many voted for as against: the chair's result from the first level stands.",
    SOLE: "The one who decides there decided.",
    DEADLOCK:
      "On the last level as many voted for as against, and no level had given a result that could stand: nothing is authorized, and a denial is proposed for the reasons of the votes against.",
  },
);

/** What one level of the ladder decided about a dispute. Append-only. */
@keyed
@ObjectType("LadderDecision", {
  implements: Node,
  simpleResolvers: true,
  description: "What one level of the ladder decided about a dispute.",
})
@Entity("ladder_decision")
export class LadderDecision extends Node {
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

  @Field(() => LadderDecisionBasisEnum, { description: "How the level came to it." })
  @Column("varchar")
  basis!: LadderDecisionBasis;

  @Field(() => DecisionOutcomeEnum, { description: "What it gives." })
  @Column("varchar")
  outcome!: DecisionOutcome;

  @Field(() => [ObjectionReasonEnum], { description: "Why it denies; empty for an approval." })
  @Column("varchar", { array: true })
  reasons!: ObjectionReason[];

  /** The conditions of its approval, as they would stand. */
  @Column("varchar", { array: true })
  conditionIds!: string[];

  @Field(() => String, { nullable: true, description: "The reasoning." })
  @Column("text", { nullable: true })
  rationale!: string | null;

  @Field(() => AgencyEnum, { nullable: true, description: "Whose official decided; null where votes did." })
  @Column("varchar", { nullable: true })
  agency!: Agency | null;

  @Field(() => String, { nullable: true, description: "The official who decided; null where votes did." })
  @Column("varchar", { nullable: true })
  decidedBy!: string | null;

  @Field(() => DateTime, { description: "When it was decided." })
  @Column("timestamptz")
  decidedAt!: Date;
}
