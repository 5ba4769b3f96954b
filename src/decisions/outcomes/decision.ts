import { Field, ID, Int, ObjectType } from "type-graphql";
import { Column, Entity, PrimaryColumn } from "typeorm";
import { graphEnum } from "../../graph/enums.ts";
import { keyed, Node } from "../../graph/node.ts";
import { DateTime } from "../../graph/scalars.ts";
import { AgencyEnum, ObjectionReasonEnum } from "../../graph/vocabulary-enums.ts";
import { Withheld } from "../../identity/withheld.ts";
import type {
  Agency,
  CountersignatureRefusalReason,
  DecisionBasis,
  DecisionOutcome,
  DecisionStatus,
  ObjectionReason,
} from "../../rules/vocabulary.ts";
import type { CaseType } from "../cases/case.ts";

export const DecisionOutcomeEnum = graphEnum<DecisionOutcome>("DecisionOutcome", "What a decision gives.", {
  APPROVE: "The case is approved.",
  DENY: "The case is denied.",
});
export const DecisionStatusEnum = graphEnum<DecisionStatus>("DecisionStatus", "Where a decision stands.", {
  PROPOSED: "Proposed; awaits its countersignature.",
  COUNTERSIGNED: "Countersigned: it stands.",
  REFUSED: "Its countersignature was refused.",
  VOID: "A newer position or revision voided it.",
  SUPERSEDED: "A later decision on the case took its place.",
});
const DecisionBasisEnum = graphEnum<DecisionBasis>("DecisionBasis", "Where a proposal came from.", {
  PANEL: "The panel's positions.",
  LADDER: "A level of the ladder.",
  REBUTTAL: "An accepted rebuttal.",
  APPEAL: "An upheld appeal.",
});
export const CountersignatureRefusalReasonEnum = graphEnum<CountersignatureRefusalReason>(
  "CountersignatureRefusalReason",
  "Why an official declines to countersign.",
  {
    RECORD_INCOMPLETE: "The record does not carry the decision.",
    LEGAL_BASIS_INSUFFICIENT: "The legal basis does not carry it.",
    CONDITIONS_INSUFFICIENT: "The conditions do not answer the risk.",
    NEW_INFORMATION: "Something new is known.",
    PROCEDURE_NOT_FOLLOWED: "The procedure was not followed.",
  },
);

/** What is proposed for a case; it is the decision once an official who took no part has countersigned. */
@keyed
@ObjectType("Decision", {
  implements: Node,
  simpleResolvers: true,
  description:
    "What is proposed for one revision of a case; it stands once an official who took no part has countersigned.",
})
@Entity("decision")
export class Decision extends Node {
  @Field(() => ID, { description: "Opaque, typed, time-ordered global id." })
  @PrimaryColumn("varchar")
  override id!: string;

  @Column("varchar") caseId!: string;
  @Column("varchar") caseType!: CaseType;

  @Field(() => Int, { description: "The case's revision that it decides." })
  @Column("int4")
  caseRevision!: number;

  @Field(() => DecisionOutcomeEnum, { description: "What it gives." })
  @Column("varchar")
  outcome!: DecisionOutcome;

  @Field(() => DecisionBasisEnum, { description: "Where the proposal came from." })
  @Column("varchar")
  basis!: DecisionBasis;

  @Field(() => DecisionStatusEnum, { description: "Where it stands." })
  @Column("varchar")
  status!: DecisionStatus;

  @Field(() => String, { description: "The law that it rests on." })
  @Column("varchar")
  legalBasis!: string;

  @Field(() => [ObjectionReasonEnum], { description: "Why a case is denied; empty for an approval." })
  @Column("varchar", { array: true })
  reasons!: ObjectionReason[];

  /** The conditions that an approval carries. */
  @Column("varchar", { array: true })
  conditionIds!: string[];

  /** What it came from: a LadderDecision, a Rebuttal or an Appeal; null for the panel's. */
  @Column("varchar", { nullable: true })
  sourceId!: string | null;

  @Field(() => DateTime, { description: "When it was proposed." })
  @Column("timestamptz")
  proposedAt!: Date;

  /**
   * From when its countersignature is awaited: of an approval, when its case came to await one, by whatever proposal; of a
   * denial, a moment before which none is awaited, and the time to rebut comes first. What fell keeps from when it was
   * awaited: null where that was never, as of a denial that fell within its time to rebut.
   */
  @Column("timestamptz", { nullable: true })
  awaitedSince!: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      "When its countersignature is due; a denial's counts from the end of the time to rebut, or the rebuttal's rejection. Null while the clock is stopped or a rebuttal awaits its decision, and once it is signed or has ended.",
  })
  @Column("timestamptz", { nullable: true })
  dueAt!: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: "When those who may countersign it are reminded; null where `dueAt` is.",
  })
  @Column("timestamptz", { nullable: true })
  remindAt!: Date | null;

  @Field(() => DateTime, { nullable: true, description: "When they were reminded: once." })
  @Column("timestamptz", { nullable: true })
  remindedAt!: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: "When the ledger noted that its countersignature was due and isn't given: once.",
  })
  @Column("timestamptz", { nullable: true })
  overdueNotedAt!: Date | null;

  @Field(() => DateTime, { nullable: true, description: "When it was countersigned." })
  @Column("timestamptz", { nullable: true })
  countersignedAt!: Date | null;

  @Field(() => AgencyEnum, {
    nullable: true,
    description: "The countersigner's agency. Withheld from all but officials and auditors.",
  })
  @Column("varchar", { nullable: true })
  countersignedAgency!: Agency | null;

  @Field(() => String, {
    nullable: true,
    description: "The countersigning official. Withheld from all but officials and auditors.",
  })
  @Column("varchar", { nullable: true })
  countersignedBy!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The official who refused to countersign. Withheld from all but officials and auditors.",
  })
  @Column("varchar", { nullable: true })
  refusedBy!: string | null;

  @Field(() => CountersignatureRefusalReasonEnum, {
    nullable: true,
    description: "Why its countersignature was refused.",
  })
  @Column("varchar", { nullable: true })
  refusalReason!: CountersignatureRefusalReason | null;

  @Field(() => String, { nullable: true, description: "What the official who refused said of it." })
  @Column("text", { nullable: true })
  refusalNote!: string | null;

  @Field(() => DateTime, { nullable: true, description: "When it ceased to stand." })
  @Column("timestamptz", { nullable: true })
  closedAt!: Date | null;

  @Field(() => [Withheld], { description: "The fields of this decision that are not shown to you, and why." })
  withheld!: readonly Withheld[];
}
