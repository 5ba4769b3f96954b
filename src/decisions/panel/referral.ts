import { Field, ID, Int, ObjectType } from "type-graphql";
import { Column, Entity, PrimaryColumn } from "typeorm";
import { keyed, Node } from "../../graph/node.ts";
import { DateTime } from "../../graph/scalars.ts";
import { AgencyEnum, SeatEnum } from "../../graph/vocabulary-enums.ts";
import type { Agency, Seat } from "../../rules/vocabulary.ts";
import type { CaseType } from "../cases/case.ts";

/** One agency's seat on one case, with its due date. An amendment restarts it. */
@keyed
@ObjectType("Referral", {
  implements: Node,
  simpleResolvers: true,
  description: "One agency's seat on one case, with its due date. An amendment restarts it.",
})
@Entity("referral")
export class Referral extends Node {
  @Field(() => ID, { description: "Opaque, typed, time-ordered global id." })
  @PrimaryColumn("varchar")
  override id!: string;

  @Column("varchar") caseId!: string;
  @Column("varchar") caseType!: CaseType;

  @Field(() => Int, { description: "The case's revision that the agency is asked about." })
  @Column("int4")
  caseRevision!: number;

  @Field(() => AgencyEnum, { description: "The agency." })
  @Column("varchar")
  agency!: Agency;

  @Field(() => SeatEnum, { description: "What its seat counts for." })
  @Column("varchar")
  seat!: Seat;

  @Field(() => DateTime, { description: "When the case, in this revision, was referred to it." })
  @Column("timestamptz")
  referredAt!: Date;

  @Field(() => DateTime, {
    description: "When the agency was told, in the ledger that inboxes and subscriptions read.",
  })
  @Column("timestamptz")
  deliveredAt!: Date;

  @Field(() => DateTime, {
    nullable: true,
    description: "When its agency is reminded; null while the clock is stopped.",
  })
  @Column("timestamptz", { nullable: true })
  remindAt!: Date | null;

  @Field(() => DateTime, { nullable: true, description: "When its agency was reminded; null while it wasn't." })
  @Column("timestamptz", { nullable: true })
  remindedAt!: Date | null;

  @Field(() => DateTime, { nullable: true, description: "When its time was extended, once; null while it wasn't." })
  @Column("timestamptz", { nullable: true })
  extendedAt!: Date | null;

  @Field(() => Int, { nullable: true, description: "By how many days it was extended, counted as the policy counts." })
  @Column("int4", { nullable: true })
  extendedDays!: number | null;

  @Field(() => String, { nullable: true, description: "Why it was extended." })
  @Column("text", { nullable: true })
  extensionReason!: string | null;

  @Field(() => String, { nullable: true, description: "The official who extended it." })
  @Column("varchar", { nullable: true })
  extendedBy!: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: "Until when its position is due; null while the clock is stopped.",
  })
  @Column("timestamptz", { nullable: true })
  dueAt!: Date | null;
}
