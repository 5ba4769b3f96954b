import { Field, ID, ObjectType } from "type-graphql";
import { Column, Entity, PrimaryColumn } from "typeorm";
import { NameFlagEnum } from "../../graph/names-on-record.ts";
import { keyed, Node } from "../../graph/node.ts";
import { DateTime } from "../../graph/scalars.ts";
import { Withheld } from "../../identity/withheld.ts";
import type { NameFlag } from "../../rules/names.ts";

/** A company that releases models. */
@keyed
@ObjectType("Vendor", { implements: Node, simpleResolvers: true, description: "A company that releases models." })
@Entity("vendor")
export class Vendor extends Node {
  @Field(() => ID, { description: "Opaque, typed, time-ordered global id." })
  @PrimaryColumn("varchar")
  override id!: string;

  @Field(() => String, {
    description: "The organisation's identifier in its people's tokens; the same where it is a partner too.",
  })
  @Column("varchar")
  org!: string;

  @Field(() => String, { description: "The company's name." })
  @Column("varchar")
  name!: string;

  /** What the name looks like: equal for names that can be taken for each other. */
  @Column("varchar")
  nameSkeleton!: string;

  @Field(() => [NameFlagEnum], {
    nullable: true,
    description:
      "What was worth an official's look about its name when it was enrolled. Withheld from all but officials and auditors.",
  })
  @Column("varchar", { array: true })
  nameFlags!: readonly NameFlag[] | null;

  @Field(() => DateTime, { description: "When Commerce enrolled it." })
  @Column("timestamptz")
  enrolledAt!: Date;

  @Field(() => [Withheld], { description: "The fields of this vendor that are not shown to you, and why." })
  withheld!: readonly Withheld[];
}
