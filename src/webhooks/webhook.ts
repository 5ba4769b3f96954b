import { Field, ID, ObjectType } from "type-graphql";
import { Column, Entity, PrimaryColumn } from "typeorm";
import { graphEnum } from "../graph/enums.ts";
import { keyed, Node } from "../graph/node.ts";
import { DateTime } from "../graph/scalars.ts";
import { AgencyEnum } from "../graph/vocabulary-enums.ts";
import type { Role } from "../identity/actor.ts";
import type { WebhookStatus } from "../rules/lifecycles/webhook.ts";
import type { Agency } from "../rules/vocabulary.ts";

export const WebhookStatusEnum = graphEnum<WebhookStatus>("WebhookStatus", "Where a webhook stands.", {
  ACTIVE: "Changes are delivered to it.",
  PAUSED: "Nothing is delivered; what happens meanwhile waits in the ledger until it is resumed.",
  DELETED: "Nothing is delivered any more, and its secrets are gone. Final.",
});

const WebhookPauseReasonEnum = graphEnum<WebhookPauseReason>(
  "WebhookPauseReason",
  "Why nothing is delivered to a webhook.",
  {
    BY_OWNER: "Someone of its owner paused it.",
    UNDELIVERABLE: "An event was tried for three days without being acknowledged.",
    GONE: "Its receiver answered 410: it wants no more.",
    OWNER_REVOKED: "The person, token or organisation with whose rights it delivers has been revoked.",
  },
);
/** Why a webhook is paused. */
export type WebhookPauseReason = "BY_OWNER" | "UNDELIVERABLE" | "GONE" | "OWNER_REVOKED";

/**
 * Where the changes that its owner may see are sent. Its secrets, its place in the ledger and its log are in tables of their
 * own: none of them is in the ledger's entries about it.
 */
@keyed
@ObjectType("Webhook", {
  implements: Node,
  simpleResolvers: true,
  description:
    "An address to which the changes that its owner may see are sent, each by its id, signed as Standard Webhooks says.",
})
@Entity("webhook")
export class Webhook extends Node {
  @Field(() => ID, { description: "Opaque, typed, time-ordered global id." })
  @PrimaryColumn("varchar")
  override id!: string;

  @Field(() => String, {
    nullable: true,
    description: "The organisation that owns it; null where an agency or the auditors do.",
  })
  @Column("varchar", { nullable: true })
  org!: string | null;

  @Field(() => AgencyEnum, {
    nullable: true,
    description: "The agency that owns it; null where an organisation or the auditors do.",
  })
  @Column("varchar", { nullable: true })
  agency!: Agency | null;

  @Field(() => String, { description: "Where it sends to." })
  @Column("varchar")
  url!: string;

  @Field(() => String, { nullable: true, description: "What it is for, as its owner wrote it." })
  @Column("varchar", { nullable: true })
  description!: string | null;

  @Field(() => [String], { nullable: true, description: "The types of changes that it sends; null for all." })
  @Column("varchar", { array: true, nullable: true })
  types!: string[] | null;

  @Field(() => [String], { nullable: true, description: "The types of records whose changes it sends; null for all." })
  @Column("varchar", { array: true, nullable: true })
  subjectTypes!: string[] | null;

  @Field(() => WebhookStatusEnum, { description: "Where it stands." })
  @Column("varchar")
  status!: WebhookStatus;

  @Field(() => WebhookPauseReasonEnum, { nullable: true, description: "Why it is paused; null where it isn't." })
  @Column("varchar", { nullable: true })
  pauseReason!: WebhookPauseReason | null;

  @Field(() => DateTime, { description: "Since when it stands so." })
  @Column("timestamptz")
  statusSince!: Date;

  @Field(() => String, { description: "Who registered it." })
  @Column("varchar")
  registeredBy!: string;

  @Field(() => DateTime, { description: "When it was registered." })
  @Column("timestamptz")
  registeredAt!: Date;

  @Field(() => String, {
    description: "The person with whose rights it delivers: who registered it, or resumed it last.",
  })
  @Column("varchar")
  responsible!: string;

  /** The roles of that person then. */
  @Column("varchar", { array: true })
  roles!: Role[];

  /** The token that they had then: with its revocation the deliveries end too. */
  @Column("varchar", { nullable: true })
  tokenId!: string | null;

  /** Its number among its owner's, from 1, so that these are bounded; null once it is deleted. */
  @Column("int4", { nullable: true })
  slot!: number | null;
}
