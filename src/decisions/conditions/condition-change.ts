import { Field, ID, Int, ObjectType } from "type-graphql";
import { Column, Entity, PrimaryColumn } from "typeorm";
import { graphEnum } from "../../graph/enums.ts";
import { keyed, Node } from "../../graph/node.ts";
import { DateTime } from "../../graph/scalars.ts";
import { AgencyEnum } from "../../graph/vocabulary-enums.ts";
import { Withheld } from "../../identity/withheld.ts";
import type { ConditionPredicate } from "../../rules/conditions.ts";
import type { ConditionChangeEnd, ConditionChangeStatus } from "../../rules/review-vocabulary.ts";
import type { Agency } from "../../rules/vocabulary.ts";
import type { CaseType } from "../cases/case.ts";

export const ConditionChangeStatusEnum = graphEnum<ConditionChangeStatus>(
  "ConditionChangeStatus",
  "Where a change of a condition stands: nothing changes before its proposer's consent, or a ruling.",
  {
    PROPOSED: "Awaits the consent of the agency that proposed the condition.",
    CONSENTED: "That agency consented: the change holds.",
    REFUSED: "That agency refused.",
    RULED: "A ladder or appeal decision that names the condition ruled it; it holds with its countersignature.",
    CLOSED: "Ended unanswered, with what it was about: see `closedBecause`.",
  },
);
const ConditionChangeEndEnum = graphEnum<ConditionChangeEnd>(
  "ConditionChangeEnd",
  "Why a change of a condition ended that nobody answered.",
  {
    CASE_CLOSED: "Its case was denied, withdrawn or replaced by a later one.",
    REVISION_REPLACED: "Its case was amended: conditions of the old revision must be proposed again.",
    RULED: "A ladder or appeal decision ruled on the condition.",
    CONDITION_NOT_CARRIED: "The approval of its case doesn't carry the condition.",
    AUTHORIZATION_ENDED:
      "The authorization that stood under the condition was revoked, surrendered, replaced or is over.",
    ADVANCE_APPROVED: "The phase advance was approved, and the release has moved.",
  },
);

/** A change of one condition: another wording, or its end, with who consented or ruled, and why. */
@keyed
@ObjectType("ConditionChange", {
  implements: Node,
  simpleResolvers: true,
  description: "A change of one condition: another wording, or its end, with who consented or ruled, and why.",
})
@Entity("condition_change")
export class ConditionChange extends Node {
  @Field(() => ID, { description: "Opaque, typed, time-ordered global id." })
  @PrimaryColumn("varchar")
  override id!: string;

  @Column("varchar") caseId!: string;
  @Column("varchar") caseType!: CaseType;

  @Field(() => Int, { description: "The case's revision that it is about." })
  @Column("int4")
  caseRevision!: number;

  @Column("varchar")
  conditionId!: string;

  @Field(() => Boolean, { description: "Whether the condition falls; otherwise it has another wording." })
  @Column("boolean")
  drops!: boolean;

  /** The new wording's predicate, as it was proposed. */
  @Column("jsonb", { nullable: true })
  predicate!: ConditionPredicate | null;

  @Field(() => String, { nullable: true, description: "The new wording; null where the condition falls." })
  @Column("text", { nullable: true })
  text!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Why it is to change. Withheld from all but officials and auditors.",
  })
  @Column("text")
  reason!: string;

  @Field(() => ConditionChangeStatusEnum, { description: "Where it stands." })
  @Column("varchar")
  status!: ConditionChangeStatus;

  @Field(() => AgencyEnum, {
    nullable: true,
    description: "The agency that asks for it. Withheld from all but officials and auditors.",
  })
  @Column("varchar", { nullable: true })
  proposedAgency!: Agency | null;

  @Field(() => String, {
    nullable: true,
    description: "The official who asks for it. Withheld from all but officials and auditors.",
  })
  @Column("varchar", { nullable: true })
  proposedBy!: string | null;

  @Field(() => DateTime, { description: "When it was proposed or ruled." })
  @Column("timestamptz")
  proposedAt!: Date;

  @Field(() => String, {
    nullable: true,
    description: "The official who consented or refused. Withheld from all but officials and auditors.",
  })
  @Column("varchar", { nullable: true })
  answeredBy!: string | null;

  @Field(() => DateTime, { nullable: true, description: "When it was consented to, refused or ended." })
  @Column("timestamptz", { nullable: true })
  answeredAt!: Date | null;

  @Field(() => String, {
    nullable: true,
    description: "Why it was consented to or refused. Withheld from all but officials and auditors.",
  })
  @Column("text", { nullable: true })
  answerReason!: string | null;

  @Field(() => ConditionChangeEndEnum, {
    nullable: true,
    description: "Why it ended unanswered; null otherwise, and for those that ended before that was kept.",
  })
  @Column("varchar", { nullable: true })
  closedBecause!: ConditionChangeEnd | null;

  /** The proposal that carries a ruling. */
  @Column("varchar", { nullable: true })
  decisionId!: string | null;

  /** The condition in its new wording. */
  @Column("varchar", { nullable: true })
  newConditionId!: string | null;

  @Field(() => [Withheld], { description: "The fields of this change that are not shown to you, and why." })
  withheld!: readonly Withheld[];
}
