import { Field, ID, Int, ObjectType } from "type-graphql";
import { Column, Entity, PrimaryColumn } from "typeorm";
import { keyed, Node } from "../../graph/node.ts";
import { DateTime } from "../../graph/scalars.ts";
import type { EnforcementPart } from "../../rules/release-vocabulary.ts";
import { EnforcementPartEnum } from "./enforcement-statement.ts";

/** A vendor's word that a directive or designation is enforced, since when and how far. Append-only: the latest stands. */
@keyed
@ObjectType("EnforcementAttestation", {
  implements: Node,
  simpleResolvers: true,
  description:
    "A vendor's word that a directive or designation is enforced, since when and how far. The latest stands.",
})
@Entity("enforcement_attestation")
export class EnforcementAttestation extends Node {
  @Field(() => ID, { description: "Opaque, typed, time-ordered global id." })
  @PrimaryColumn("varchar")
  override id!: string;

  /** The directive that it is about, or null when it is about a designation. */
  @Column("varchar", { nullable: true })
  directiveId!: string | null;

  /** The designation that it is about, or null when it is about a directive. */
  @Column("varchar", { nullable: true })
  designationId!: string | null;

  @Field(() => Int, { description: "Counts the attestations of what it is about, from 1: a later one corrects." })
  @Column("int4")
  revision!: number;

  @Field(() => DateTime, { description: "Since when it is enforced." })
  @Column("timestamptz")
  enforcedAt!: Date;

  @Field(() => [EnforcementPartEnum], { description: "The parts of its wording that are not enforced as they stand." })
  @Column("varchar", { array: true })
  notEnforced!: EnforcementPart[];

  @Field(() => String, { nullable: true, description: "How it is enforced, and what is done about what isn't." })
  @Column("text", { nullable: true })
  note!: string | null;

  @Field(() => DateTime, { description: "When it was attested." })
  @Column("timestamptz")
  attestedAt!: Date;
}
