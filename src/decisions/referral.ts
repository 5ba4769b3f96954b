import { Field, ID, Int, ObjectType } from "type-graphql";
import { Column, Entity, PrimaryColumn } from "typeorm";
import { keyed, Node } from "../graph/node.ts";
import { DateTime } from "../graph/scalars.ts";
import { AgencyEnum, SeatEnum } from "../graph/vocabulary-enums.ts";
import type { Agency, Seat } from "../rules/vocabulary.ts";
import type { CaseType } from "./case.ts";

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
    nullable: true,
    description: "Until when its position is due; null while the clock is stopped.",
  })
  @Column("timestamptz", { nullable: true })
  dueAt!: Date | null;
}
