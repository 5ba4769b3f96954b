import { Field, ID, Int, ObjectType } from "type-graphql";
import { Column, Entity, PrimaryColumn } from "typeorm";
import { graphEnum } from "../../graph/enums.ts";
import { keyed, Node } from "../../graph/node.ts";
import { DateTime } from "../../graph/scalars.ts";
import { AgencyEnum } from "../../graph/vocabulary-enums.ts";
import type { Agency, DisputeCause, DisputeStatus } from "../../rules/vocabulary.ts";
import type { CaseType } from "../cases/case.ts";

export const DisputeStatusEnum = graphEnum<DisputeStatus>("DisputeStatus", "Where a dispute stands.", {
  OPEN: "Before its level.",
  RESOLVED: "Decided by a level.",
  CLOSED: "Ended with its case, or by an amendment.",
});
export const DisputeCauseEnum = graphEnum<DisputeCause>("DisputeCause", "What opened a dispute.", {
  OBJECTION: "An agency objects.",
  REQUIRED_SEAT_DID_NOT_CONCUR: "A required seat did not concur.",
  COUNTERSIGNATURE_REFUSED: "An official refused the countersignature.",
  TIME_EXHAUSTED: "The total time is exhausted.",
  REBUTTAL_UNDECIDED: "Nobody decided a rebuttal in its time.",
});

/** A case that the panel does not agree on. */
@keyed
@ObjectType("Dispute", {
  implements: Node,
  simpleResolvers: true,
  description: "A case that the panel does not agree on; climbs the policy's ladder of levels.",
})
@Entity("dispute")
export class Dispute extends Node {
  @Field(() => ID, { description: "Opaque, typed, time-ordered global id." })
  @PrimaryColumn("varchar")
  override id!: string;

  @Column("varchar") caseId!: string;
  @Column("varchar") caseType!: CaseType;

  @Field(() => Int, { description: "The case's revision that it is about." })
  @Column("int4")
  caseRevision!: number;

  @Field(() => DisputeStatusEnum, { description: "Where it stands." })
  @Column("varchar")
  status!: DisputeStatus;

  @Field(() => DisputeCauseEnum, { description: "What opened it." })
  @Column("varchar")
  cause!: DisputeCause;

  @Field(() => Int, { description: "The ladder's level that it is before, from 1." })
  @Column("int4")
  level!: number;

  @Field(() => DateTime, { description: "When it opened." })
  @Column("timestamptz")
  openedAt!: Date;

  @Field(() => DateTime, { description: "When it came before its level." })
  @Column("timestamptz")
  levelSince!: Date;

  @Field(() => AgencyEnum, {
    nullable: true,
    description: "The agency that took it to its level; null where it opened there, or time or silence brought it.",
  })
  @Column("varchar", { nullable: true })
  escalatedAgency!: Agency | null;

  @Field(() => String, { nullable: true, description: "The official who took it to its level, where one did." })
  @Column("varchar", { nullable: true })
  escalatedBy!: string | null;

  @Field(() => String, { nullable: true, description: "Why it was taken to its level, where an official did." })
  @Column("text", { nullable: true })
  escalationReason!: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      "When its level's decision is due; once the level has decided, until when that may be taken to the next level. Null while the clock is stopped, and where nothing is due. The first vote after the last level's silence gives that its days anew.",
  })
  @Column("timestamptz", { nullable: true })
  dueAt!: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      "When its last level's time passed in silence with no earlier result: it waits, overdue, until it is decided or voted on there. It stays said while a late vote's time runs.",
  })
  @Column("timestamptz", { nullable: true })
  silentAt!: Date | null;

  @Field(() => DateTime, { nullable: true, description: "When it ended." })
  @Column("timestamptz", { nullable: true })
  closedAt!: Date | null;
}
