import { Field, ID, ObjectType } from "type-graphql";
import { Column, Entity, PrimaryColumn } from "typeorm";
import { graphEnum } from "../graph/enums.ts";
import { keyed, Node } from "../graph/node.ts";
import { DateTime } from "../graph/scalars.ts";
import { MeasureReasonEnum } from "../graph/vocabulary-enums.ts";
import type { EnrolmentStatus } from "../rules/release-vocabulary.ts";
import type { MeasureReason } from "../rules/vocabulary.ts";

export const EnrolmentStatusEnum = graphEnum<EnrolmentStatus>("EnrolmentStatus", "Where an enrolment stands.", {
  ENROLLED: "The organisation may apply under the programme.",
  ENDED: "Ended by the vendor: what the organisation applied for under the programme isn't approved any more.",
  REVOKED:
    "Revoked by Commerce: as if it had ended, and the vendor enrols the organisation in none of its programmes until Commerce reinstates it.",
});

/** An organisation in a vendor's trusted-access programme, registered as a partner or not. */
@keyed
@ObjectType("Enrolment", {
  implements: Node,
  simpleResolvers: true,
  description: "An organisation in a vendor's trusted-access programme, whether or not it is registered as a partner.",
})
@Entity("enrolment")
export class Enrolment extends Node {
  @Field(() => ID, { description: "Opaque, typed, time-ordered global id." })
  @PrimaryColumn("varchar")
  override id!: string;

  @Column("varchar")
  programmeId!: string;

  @Field(() => String, { description: "The organisation's identifier in its people's tokens." })
  @Column("varchar")
  org!: string;

  @Field(() => EnrolmentStatusEnum, { description: "Where it stands." })
  @Column("varchar")
  status!: EnrolmentStatus;

  @Field(() => String, { description: "Why the vendor enrolled it." })
  @Column("text")
  reason!: string;

  @Field(() => String, { description: "What the enrolment rests on: an agreement, a law." })
  @Column("varchar")
  legalBasis!: string;

  @Field(() => DateTime, { description: "When it was enrolled." })
  @Column("timestamptz")
  enrolledAt!: Date;

  @Field(() => DateTime, { nullable: true, description: "When its vendor ended it." })
  @Column("timestamptz", { nullable: true })
  endedAt!: Date | null;

  @Field(() => String, { nullable: true, description: "Why its vendor ended it." })
  @Column("text", { nullable: true })
  endingReason!: string | null;

  @Field(() => DateTime, { nullable: true, description: "When Commerce revoked it; null where it isn't revoked." })
  @Column("timestamptz", { nullable: true })
  revokedAt!: Date | null;

  @Field(() => MeasureReasonEnum, { nullable: true, description: "Why Commerce revoked it." })
  @Column("varchar", { nullable: true })
  revocationReason!: MeasureReason | null;

  @Field(() => String, { nullable: true, description: "The law that its revocation rests on." })
  @Column("varchar", { nullable: true })
  revocationLegalBasis!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "What Commerce said when it revoked it, or when it reinstated it.",
  })
  @Column("text", { nullable: true })
  revocationNote!: string | null;
}
