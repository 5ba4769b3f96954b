import { Field, ID, Int, ObjectType } from "type-graphql";
import { Column, Entity, PrimaryColumn } from "typeorm";
import { keyed, Node } from "../../graph/node.ts";
import { DateTime } from "../../graph/scalars.ts";
import type { PolicyDocument } from "../../rules/policy.ts";

/** One version of the template that releases are reviewed under. Never changed once published. */
@keyed
@ObjectType("Policy", {
  implements: Node,
  simpleResolvers: true,
  description: "One version of the template that releases are reviewed under. Never changed once published.",
})
@Entity("policy")
export class Policy extends Node {
  @Field(() => ID, { description: "Opaque, typed, time-ordered global id." })
  @PrimaryColumn("varchar")
  override id!: string;

  @Field(() => String, { description: "The policy's name, the same for all its versions." })
  @Column("varchar")
  key!: string;

  @Field(() => Int, { description: "The version, from 1." })
  @Column("int4")
  version!: number;

  @Column("jsonb")
  document!: PolicyDocument;

  @Field(() => DateTime, { description: "When it was published." })
  @Column("timestamptz")
  publishedAt!: Date;
}
