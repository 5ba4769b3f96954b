import { Field, ID, ObjectType } from "type-graphql";
import { Column, Entity, PrimaryColumn } from "typeorm";
import { keyed, Node } from "../graph/node.ts";
import { DateTime } from "../graph/scalars.ts";

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

  @Field(() => DateTime, { description: "When Commerce enrolled it." })
  @Column("timestamptz")
  enrolledAt!: Date;
}
