import { Field, ID, Int, ObjectType } from "type-graphql";
import { Column, Entity, PrimaryColumn } from "typeorm";
import { graphEnum } from "../graph/enums.ts";
import { keyed, Node } from "../graph/node.ts";
import { CaseStatusEnum, DeploymentEnum, EndUseEnum } from "../graph/vocabulary-enums.ts";
import { Withheld } from "../identity/withheld.ts";
import { CaseColumns } from "../releases/advances/case-columns.ts";
import type { ApplicationStatus, Deployment, EndUse, ReturnReason } from "../rules/vocabulary.ts";

export const ReturnReasonEnum = graphEnum<ReturnReason>(
  "ReturnReason",
  "Why an application is returned without action.",
  {
    INCOMPLETE: "Something needed is missing.",
    WRONG_RELEASE: "It names the wrong release.",
    DUPLICATE: "The same was asked before.",
    NOT_REQUIRED: "No authorization is needed.",
    UNSUPPORTED_END_USE: "The end use is not one that this release is reviewed for.",
  },
);

/** What a partner asks for: the part of an application that a revision changes. */
@ObjectType()
export abstract class RequestedUse extends CaseColumns {
  @Field(() => EndUseEnum, { description: "What the access is for." })
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
}

/** One partner's request for access to one release, for one stated end use. */
@keyed
@ObjectType("Application", {
  implements: Node,
  simpleResolvers: true,
  description: "One partner's request for access to one release, for one stated end use.",
})
@Entity("application")
export class Application extends RequestedUse {
  @Field(() => ID, { description: "Opaque, typed, time-ordered global id." })
  @PrimaryColumn("varchar")
  override id!: string;

  @Column("varchar")
  partnerId!: string;

  @Field(() => CaseStatusEnum, { description: "Where it stands." })
  @Column("varchar")
  status!: ApplicationStatus;

  /** The authorization that a renewal replaces. */
  @Column("varchar", { nullable: true })
  replacesId!: string | null;

  /** The trusted-access programme that it was made under. */
  @Column("varchar", { nullable: true })
  programmeId!: string | null;

  @Field(() => ReturnReasonEnum, { nullable: true, description: "Why it was returned; null otherwise." })
  @Column("varchar", { nullable: true })
  returnReason!: ReturnReason | null;

  @Field(() => String, { nullable: true, description: "What to mend before it is submitted again." })
  @Column("text", { nullable: true })
  returnNote!: string | null;

  @Field(() => [Withheld], { description: "The fields of this application that are not shown to you, and why." })
  withheld!: readonly Withheld[];
}
