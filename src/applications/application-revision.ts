import { Field, ID, Int, ObjectType } from "type-graphql";
import { Column, Entity, PrimaryColumn } from "typeorm";
import { keyed, Node } from "../graph/node.ts";
import { DateTime } from "../graph/scalars.ts";
import { DeploymentEnum, EndUseEnum } from "../graph/vocabulary-enums.ts";
import type { Deployment, EndUse } from "../rules/vocabulary.ts";

/** What an application asked for at one of its revisions: kept when it is amended. */
@keyed
@ObjectType("ApplicationRevision", {
  simpleResolvers: true,
  description: "What an application asked for at one of its revisions; kept when it is amended.",
})
@Entity("application_revision")
export class ApplicationRevision extends Node {
  @Field(() => ID, { description: "Opaque, typed, time-ordered global id." })
  @PrimaryColumn("varchar")
  override id!: string;

  @Column("varchar")
  applicationId!: string;

  @Field(() => Int, { description: "The revision, from 1." })
  @Column("int4")
  revision!: number;

  @Field(() => EndUseEnum, { description: "What the access was for." })
  @Column("varchar")
  endUse!: EndUse;

  @Field(() => String, { description: "The end use in the partner's own words." })
  @Column("text")
  endUseStatement!: string;

  @Field(() => DeploymentEnum, { description: "How the model would be run." })
  @Column("varchar")
  deployment!: Deployment;

  @Field(() => Int, { description: "How many people would use it." })
  @Column("int4")
  namedUsers!: number;

  @Field(() => [String], { description: "Where they are: ISO 3166-1 alpha-2." })
  @Column("varchar", { array: true })
  userJurisdictions!: string[];

  @Field(() => String, { nullable: true, description: "What the partner changed and why." })
  @Column("text", { nullable: true })
  note!: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      "When officials and the vendor came to see it: a draft's when it was submitted, a later one as soon as it was made, also while the application was returned. Null where they never did: an earlier revision of a draft.",
  })
  @Column("timestamptz", { nullable: true })
  submittedAt!: Date | null;
}
