import { Field, ID, Int, ObjectType } from "type-graphql";
import { Column, Entity, PrimaryColumn } from "typeorm";
import { graphEnum } from "../../graph/enums.ts";
import { keyed, Node } from "../../graph/node.ts";
import { DateTime } from "../../graph/scalars.ts";
import type { StatedPart } from "../../rules/enforcement.ts";
import type { EnforcementPart } from "../../rules/release-vocabulary.ts";

export const EnforcementPartEnum = graphEnum<EnforcementPart>(
  "EnforcementPart",
  "What a directive can be worded with, as far as its vendor must be able to do it.",
  {
    EFFECT_POSTPONE: "To keep the release in its phase.",
    EFFECT_SUSPEND: "To stop use, wherever the model runs, for as long as it is suspended.",
    EFFECT_WITHDRAW: "To stop use, wherever the model runs, for good.",
    SCOPE_JURISDICTIONS: "To tell partners by where they are established.",
    SCOPE_PARTNER_KINDS: "To tell partners by what kind of organisation they are.",
    SCOPE_PARTNERS: "To tell partners one by one.",
    SCOPE_PHASES: "To tell the phases of the release.",
    LIMIT_NAMED_USERS_AT_MOST: "To hold the number of named users down.",
    LIMIT_USER_JURISDICTIONS: "To tell users by where they are.",
    LIMIT_END_USES: "To tell what the model is used for.",
    LIMIT_DEPLOYMENTS: "To tell how the model is run.",
    LIMIT_REQUESTS_PER_DAY_AT_MOST: "To hold the number of requests down.",
    LIMIT_LOG_RETENTION_DAYS: "To have logs kept.",
    LIMIT_REPORT_EVERY_DAYS: "To have reports made.",
    LIMIT_EXPIRES_AT: "To end use at a moment.",
    LIMIT_NO_ONWARD_TRANSFER: "To keep access from being passed on.",
  },
);

/** What a vendor says of one part of a directive's wording, as the graph shows it. */
@ObjectType("StatedPart", { simpleResolvers: true, description: "What a vendor says that it can, or can't, enforce." })
export class ShownPart implements StatedPart {
  @Field(() => EnforcementPartEnum, { description: "What a directive would be worded with." })
  part!: EnforcementPart;

  @Field(() => Boolean, { description: "Whether the vendor can do it on this release." })
  enforceable!: boolean;

  @Field(() => String, {
    nullable: true,
    description: "In the vendor's words: where it can't, why, and what it would have to do instead.",
  })
  note!: string | null;
}

/** What a vendor says that it can enforce on one release. Append-only: the latest counts. */
@keyed
@ObjectType("EnforcementStatement", {
  implements: Node,
  simpleResolvers: true,
  description:
    "What a vendor says that it can, and can't, enforce on a release if a directive is worded so. The latest counts.",
})
@Entity("enforcement_statement")
export class EnforcementStatement extends Node {
  @Field(() => ID, { description: "Opaque, typed, time-ordered global id." })
  @PrimaryColumn("varchar")
  override id!: string;

  @Column("varchar")
  releaseId!: string;

  @Field(() => Int, { description: "Counts the vendor's statements about the release, from 1." })
  @Column("int4")
  revision!: number;

  @Field(() => [ShownPart], { description: "What it says of each part; of others it says nothing." })
  @Column("jsonb")
  parts!: StatedPart[];

  @Field(() => DateTime, { description: "When it was made." })
  @Column("timestamptz")
  statedAt!: Date;
}
