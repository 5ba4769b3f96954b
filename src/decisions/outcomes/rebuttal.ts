import { Field, ID, Int, ObjectType } from "type-graphql";
import { Column, Entity, PrimaryColumn } from "typeorm";
import { graphEnum } from "../../graph/enums.ts";
import { keyed, Node } from "../../graph/node.ts";
import { DateTime } from "../../graph/scalars.ts";
import { AgencyEnum } from "../../graph/vocabulary-enums.ts";
import { Withheld } from "../../identity/withheld.ts";
import type { RebuttalStatus } from "../../rules/review-vocabulary.ts";
import type { Agency } from "../../rules/vocabulary.ts";
import type { CaseType } from "../cases/case.ts";

const RebuttalStatusEnum = graphEnum<RebuttalStatus>("RebuttalStatus", "Where a rebuttal stands.", {
  FILED: "Awaits its decision.",
  ACCEPTED: "Accepted: an approval is proposed in the denial's place.",
  REJECTED: "Rejected: the denial awaits its countersignature.",
  CLOSED: "Ended with the proposal that it was about.",
});

/** What an applicant says against an intended denial, within the time to rebut. */
@keyed
@ObjectType("Rebuttal", {
  implements: Node,
  simpleResolvers: true,
  description: "What whoever brought a case says against its intended denial, within the time to rebut.",
})
@Entity("rebuttal")
export class Rebuttal extends Node {
  @Field(() => ID, { description: "Opaque, typed, time-ordered global id." })
  @PrimaryColumn("varchar")
  override id!: string;

  @Column("varchar") caseId!: string;
  @Column("varchar") caseType!: CaseType;

  @Field(() => Int, { description: "The case's revision that it is about." })
  @Column("int4")
  caseRevision!: number;

  /** The proposed denial that it is against. */
  @Column("varchar")
  decisionId!: string;

  @Field(() => String, { description: "What is said against the denial." })
  @Column("text")
  statement!: string;

  @Field(() => RebuttalStatusEnum, { description: "Where it stands." })
  @Column("varchar")
  status!: RebuttalStatus;

  @Field(() => String, { description: "Who filed it." })
  @Column("varchar")
  filedBy!: string;

  @Field(() => DateTime, { description: "When it was filed." })
  @Column("timestamptz")
  filedAt!: Date;

  @Field(() => DateTime, {
    nullable: true,
    description: "When its decision is due; null while the clock is stopped, and once it is decided.",
  })
  @Column("timestamptz", { nullable: true })
  dueAt!: Date | null;

  @Field(() => String, {
    nullable: true,
    description: "The official who decided it. Withheld from all but officials and auditors.",
  })
  @Column("varchar", { nullable: true })
  decidedBy!: string | null;

  @Field(() => AgencyEnum, {
    nullable: true,
    description: "The agency of who decided it. Withheld from all but officials and auditors.",
  })
  @Column("varchar", { nullable: true })
  decidedAgency!: Agency | null;

  @Field(() => DateTime, { nullable: true, description: "When it was decided, or ended." })
  @Column("timestamptz", { nullable: true })
  decidedAt!: Date | null;

  @Field(() => String, { nullable: true, description: "Why it was decided so." })
  @Column("text", { nullable: true })
  reason!: string | null;

  @Field(() => [Withheld], { description: "The fields of this rebuttal that are not shown to you, and why." })
  withheld!: readonly Withheld[];
}
