import { Field, ID, Int, ObjectType } from "type-graphql";
import { Column, Entity, PrimaryColumn } from "typeorm";
import { graphEnum } from "../graph/enums.ts";
import { keyed, Node } from "../graph/node.ts";
import { DateTime } from "../graph/scalars.ts";
import type { DisputeCause, DisputeStatus } from "../rules/vocabulary.ts";
import type { CaseType } from "./case.ts";

const DisputeStatusEnum = graphEnum<DisputeStatus>("DisputeStatus", "Where a dispute stands.", {
  OPEN: "Before its level.",
  RESOLVED: "Decided by a level.",
  CLOSED: "Ended with its case, or by an amendment.",
});
const DisputeCauseEnum = graphEnum<DisputeCause>("DisputeCause", "What opened a dispute.", {
  OBJECTION: "An agency objects.",
  REQUIRED_SEAT_DID_NOT_CONCUR: "A required seat did not concur.",
  COUNTERSIGNATURE_REFUSED: "An official refused the countersignature.",
  TIME_EXHAUSTED: "The total time is exhausted.",
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

  @Field(() => DateTime, { nullable: true, description: "When it ended." })
  @Column("timestamptz", { nullable: true })
  closedAt!: Date | null;
}
