import { Field, ID, ObjectType } from "type-graphql";
import { Column, Entity, PrimaryColumn } from "typeorm";
import { graphEnum } from "../../graph/enums.ts";
import { keyed, Node } from "../../graph/node.ts";
import { DateTime } from "../../graph/scalars.ts";
import type { NominationStatus } from "../../rules/release-vocabulary.ts";

export const NominationStatusEnum = graphEnum<NominationStatus>("NominationStatus", "Where a nomination stands.", {
  STANDING: "On the vendor's short list.",
  WITHDRAWN: "Taken off the short list.",
});

/** An organisation on a vendor's short list for a release. It decides nothing. */
@keyed
@ObjectType("Nomination", {
  implements: Node,
  simpleResolvers: true,
  description:
    "An organisation on a vendor's short list for a release, whether or not it is registered as a partner. It decides nothing.",
})
@Entity("nomination")
export class Nomination extends Node {
  @Field(() => ID, { description: "Opaque, typed, time-ordered global id." })
  @PrimaryColumn("varchar")
  override id!: string;

  @Column("varchar")
  releaseId!: string;

  @Field(() => String, { description: "The organisation's identifier in its people's tokens, by which it is told." })
  @Column("varchar")
  org!: string;

  @Field(() => String, { description: "Its legal name, as the vendor knows it." })
  @Column("varchar")
  legalName!: string;

  @Field(() => String, { description: "Where it is established, as the vendor knows: ISO 3166-1 alpha-2." })
  @Column("varchar")
  jurisdiction!: string;

  @Field(() => String, { nullable: true, description: "What the vendor says of it." })
  @Column("text", { nullable: true })
  note!: string | null;

  @Field(() => NominationStatusEnum, { description: "Where it stands." })
  @Column("varchar")
  status!: NominationStatus;

  @Field(() => DateTime, { description: "When it was made." })
  @Column("timestamptz")
  nominatedAt!: Date;

  @Field(() => DateTime, { nullable: true, description: "When it was withdrawn." })
  @Column("timestamptz", { nullable: true })
  withdrawnAt!: Date | null;
}
