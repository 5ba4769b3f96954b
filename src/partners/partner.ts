import { Field, ID, Int, ObjectType } from "type-graphql";
import { Column, Entity, PrimaryColumn } from "typeorm";
import { graphEnum } from "../graph/enums.ts";
import { NameFlagEnum } from "../graph/names-on-record.ts";
import { keyed, Node } from "../graph/node.ts";
import { DateTime } from "../graph/scalars.ts";
import { MeasureReasonEnum, PartnerKindEnum } from "../graph/vocabulary-enums.ts";
import { Withheld } from "../identity/withheld.ts";
import type { NameFlag } from "../rules/names.ts";
import type { MeasureReason, PartnerKind, PartnerStatus } from "../rules/vocabulary.ts";

export const PartnerStatusEnum = graphEnum<PartnerStatus>(
  "PartnerStatus",
  "Where a partner stands with the registry.",
  {
    REGISTERED: "Registered, and to be admitted: it is new, amended what was vetted, or is no longer barred.",
    ADMITTED: "Admitted by Commerce: may hold authorizations.",
    SUSPENDED: "Suspended by Commerce: its authorizations are not effective.",
    BARRED: "Barred by Commerce: its authorizations are not effective and it may not apply.",
  },
);

/** An organisation that wants access: the customer. */
@keyed
@ObjectType("Partner", {
  implements: Node,
  simpleResolvers: true,
  description: "An organisation that wants access to a release: the customer.",
})
@Entity("partner")
export class Partner extends Node {
  @Field(() => ID, { description: "Opaque, typed, time-ordered global id." })
  @PrimaryColumn("varchar")
  override id!: string;

  @Field(() => String, {
    description: "The organisation's identifier in its people's tokens; the same where it is a vendor too.",
  })
  @Column("varchar")
  org!: string;

  @Field(() => String, { description: "Its legal name." })
  @Column("varchar")
  legalName!: string;

  /** What the name looks like: equal for names that can be taken for each other. */
  @Column("varchar")
  nameSkeleton!: string;

  @Field(() => [NameFlagEnum], {
    nullable: true,
    description:
      "What was worth an official's look about its name when it was last stated. Withheld from all but officials and auditors.",
  })
  @Column("varchar", { array: true })
  nameFlags!: readonly NameFlag[] | null;

  @Field(() => PartnerKindEnum, { description: "What kind of organisation it is." })
  @Column("varchar")
  kind!: PartnerKind;

  @Field(() => String, { description: "Where it is established: ISO 3166-1 alpha-2." })
  @Column("varchar")
  jurisdiction!: string;

  @Field(() => String, { nullable: true, description: "Its website." })
  @Column("varchar", { nullable: true })
  website!: string | null;

  @Field(() => PartnerStatusEnum, { description: "Where it stands with the registry." })
  @Column("varchar")
  status!: PartnerStatus;

  @Field(() => MeasureReasonEnum, {
    nullable: true,
    description: "Why it is suspended or barred; null otherwise. Withheld from vendors.",
  })
  @Column("varchar", { nullable: true })
  statusReason!: MeasureReason | null;

  @Field(() => String, {
    nullable: true,
    description: "The legal basis of its suspension or bar; null otherwise. Withheld from vendors.",
  })
  @Column("varchar", { nullable: true })
  statusLegalBasis!: string | null;

  @Field(() => Int, { description: "Counts its amendments, from 1." })
  @Column("int4")
  revision!: number;

  @Field(() => DateTime, { description: "When it registered." })
  @Column("timestamptz")
  registeredAt!: Date;

  @Field(() => DateTime, { nullable: true, description: "When it was first admitted." })
  @Column("timestamptz", { nullable: true })
  admittedAt!: Date | null;

  @Field(() => [Withheld], { description: "The fields of this partner that are not shown to you, and why." })
  withheld!: readonly Withheld[];
}
