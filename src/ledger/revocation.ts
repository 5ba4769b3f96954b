import { Field, ID, ObjectType } from "type-graphql";
import { Column, Entity, PrimaryColumn } from "typeorm";
import { graphEnum } from "../graph/enums.ts";
import { keyed, Node } from "../graph/node.ts";
import { DateTime } from "../graph/scalars.ts";
import type { RevocationKind } from "../identity/revocation.ts";

export const RevocationKindEnum = graphEnum<RevocationKind>("RevocationKind", "What of an actor is revoked.", {
  SUBJECT: "A person: whoever a token's `sub` names.",
  TOKEN: "One token, by its `jti`.",
  ORGANISATION: "Everyone of an organisation, by its identifier in their tokens.",
});

/** Someone who is refused whatever their token says. Read for every operation; removed when the actor is restored. */
@keyed
@ObjectType("Revocation", {
  implements: Node,
  simpleResolvers: true,
  description: "Someone who is refused, whatever their token says, until an administrator restores them.",
})
@Entity("revocation")
export class Revocation extends Node {
  @Field(() => ID, { description: "Opaque, typed, time-ordered global id." })
  @PrimaryColumn("varchar")
  override id!: string;

  @Field(() => RevocationKindEnum, { description: "What is revoked." })
  @Column("varchar")
  kind!: RevocationKind;

  @Field(() => String, { description: "The subject, the token's id or the organisation." })
  @Column("varchar")
  value!: string;

  @Field(() => String, { description: "Why." })
  @Column("text")
  reason!: string;

  @Field(() => String, { description: "The administrator who revoked it." })
  @Column("varchar")
  revokedBy!: string;

  @Field(() => DateTime, { description: "When it was revoked." })
  @Column("timestamptz")
  revokedAt!: Date;
}

/** Who may read a ledger entry about a revocation: administrators and auditors, and nobody of the review. */
export const revocationAudience: readonly string[] = ["administrators", "auditors"];
