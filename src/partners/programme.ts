import { Field, ID, ObjectType } from "type-graphql";
import { Column, Entity, PrimaryColumn } from "typeorm";
import { graphEnum } from "../graph/enums.ts";
import { keyed, Node } from "../graph/node.ts";
import { DateTime } from "../graph/scalars.ts";
import { EndUseEnum, MeasureReasonEnum, PartnerKindEnum } from "../graph/vocabulary-enums.ts";
import type { ProgrammeStatus } from "../rules/release-vocabulary.ts";
import type { EndUse, MeasureReason, PartnerKind } from "../rules/vocabulary.ts";

export const ProgrammeStatusEnum = graphEnum<ProgrammeStatus>(
  "ProgrammeStatus",
  "Where a trusted-access programme stands.",
  {
    OPEN: "Takes organisations in, and applications of those enrolled.",
    CLOSED: "Closed by its vendor: takes no one in and no new application; what is under way goes on.",
    REVOKED: "Revoked by Commerce: takes no one in, and nothing is applied for or approved under it. Final.",
  },
);

/** A vendor's trusted-access programme: whose applications have a review of their own. */
@keyed
@ObjectType("Programme", {
  implements: Node,
  simpleResolvers: true,
  description:
    "A vendor's trusted-access programme: the applications of those enrolled are reviewed under a policy of its own.",
})
@Entity("programme")
export class Programme extends Node {
  @Field(() => ID, { description: "Opaque, typed, time-ordered global id." })
  @PrimaryColumn("varchar")
  override id!: string;

  @Column("varchar")
  vendorId!: string;

  @Field(() => String, { description: "Its name." })
  @Column("varchar")
  name!: string;

  @Field(() => String, { description: "What it is for, and how the vendor chooses whom it takes in." })
  @Column("text")
  description!: string;

  @Field(() => [PartnerKindEnum], { description: "The kinds of organisation that may apply under it." })
  @Column("varchar", { array: true })
  partnerKinds!: PartnerKind[];

  @Field(() => [EndUseEnum], { description: "The end uses that may be applied for under it." })
  @Column("varchar", { array: true })
  endUses!: EndUse[];

  @Field(() => String, { description: "The key of the policy that its applications are reviewed under." })
  @Column("varchar")
  policyKey!: string;

  @Field(() => ProgrammeStatusEnum, { description: "Where it stands." })
  @Column("varchar")
  status!: ProgrammeStatus;

  @Field(() => DateTime, { description: "When it was opened." })
  @Column("timestamptz")
  openedAt!: Date;

  @Field(() => DateTime, { nullable: true, description: "When its vendor closed it." })
  @Column("timestamptz", { nullable: true })
  closedAt!: Date | null;

  @Field(() => String, { nullable: true, description: "Why its vendor closed it." })
  @Column("text", { nullable: true })
  closingReason!: string | null;

  @Field(() => DateTime, { nullable: true, description: "When Commerce revoked it." })
  @Column("timestamptz", { nullable: true })
  revokedAt!: Date | null;

  @Field(() => MeasureReasonEnum, { nullable: true, description: "Why Commerce revoked it." })
  @Column("varchar", { nullable: true })
  revocationReason!: MeasureReason | null;

  @Field(() => String, { nullable: true, description: "The law that its revocation rests on." })
  @Column("varchar", { nullable: true })
  revocationLegalBasis!: string | null;

  @Field(() => String, { nullable: true, description: "What Commerce said of its revocation." })
  @Column("text", { nullable: true })
  revocationNote!: string | null;
}
