import { Field, ID, Int, ObjectType } from "type-graphql";
import { Column, Entity, PrimaryColumn } from "typeorm";
import { graphEnum } from "../../graph/enums.ts";
import { keyed, Node } from "../../graph/node.ts";
import { DateTime } from "../../graph/scalars.ts";
import { AgencyEnum } from "../../graph/vocabulary-enums.ts";
import { Withheld } from "../../identity/withheld.ts";
import type { Addressee, InformationRequestStatus, InformationTopic } from "../../rules/review-vocabulary.ts";
import type { Agency } from "../../rules/vocabulary.ts";
import type { CaseType } from "../cases/case.ts";

export const InformationTopicEnum = graphEnum<InformationTopic>("InformationTopic", "What an agency asks about.", {
  END_USE: "What the model would be used for.",
  END_USERS: "Who would use it.",
  OWNERSHIP_AND_CONTROL: "Who owns and controls the organisation.",
  DEPLOYMENT: "How and where the model would be run.",
  SAFEGUARDS: "What keeps the model from misuse.",
  SECURITY_CONTROLS: "What keeps the access from others.",
  ONWARD_TRANSFER: "Whether and to whom the access or its results are passed on.",
  OTHER: "Another question, as its text says.",
});
export const AddresseeEnum = graphEnum<Addressee>("Addressee", "Of whom information is asked.", {
  PARTNER: "The partner that applied.",
  VENDOR: "The release's vendor.",
});
export const InformationRequestStatusEnum = graphEnum<InformationRequestStatus>(
  "InformationRequestStatus",
  "Where a request for information stands.",
  {
    OPEN: "Awaits its answer; the case's clock is stopped.",
    ANSWERED: "Answered.",
    CLOSED: "Closed by the agency without an answer, or with its case.",
    LAPSED: "Not answered in time: the clock runs again.",
  },
);

/** A question that stops a case's clock until it is answered, closed or lapses. Asking is no objection. */
@keyed
@ObjectType("InformationRequest", {
  implements: Node,
  simpleResolvers: true,
  description:
    "A question of an agency that stops a case's clock until it is answered, closed or lapses. Asking is no objection.",
})
@Entity("information_request")
export class InformationRequest extends Node {
  @Field(() => ID, { description: "Opaque, typed, time-ordered global id." })
  @PrimaryColumn("varchar")
  override id!: string;

  @Column("varchar") caseId!: string;
  @Column("varchar") caseType!: CaseType;

  @Field(() => Int, { description: "The case's revision when it was made." })
  @Column("int4")
  caseRevision!: number;

  @Field(() => AgencyEnum, { description: "The agency that asks: who owns the stop." })
  @Column("varchar")
  agency!: Agency;

  @Field(() => AddresseeEnum, { description: "Who is asked." })
  @Column("varchar")
  addressee!: Addressee;

  @Field(() => InformationTopicEnum, { description: "What it is about: the stop's coded reason." })
  @Column("varchar")
  topic!: InformationTopic;

  @Field(() => String, {
    nullable: true,
    description: "The question. Withheld from the party that isn't asked.",
  })
  @Column("text")
  question!: string;

  @Field(() => InformationRequestStatusEnum, { description: "Where it stands." })
  @Column("varchar")
  status!: InformationRequestStatus;

  @Field(() => String, {
    nullable: true,
    description: "The official who asks. Withheld from all but officials and auditors.",
  })
  @Column("varchar")
  requestedBy!: string;

  @Field(() => DateTime, { description: "When it was made: the clock is stopped from here." })
  @Column("timestamptz")
  requestedAt!: Date;

  @Field(() => DateTime, { description: "When it lapses unanswered: the stop's review date." })
  @Column("timestamptz")
  dueAt!: Date;

  @Field(() => String, { nullable: true, description: "The answer. Withheld from the party that wasn't asked." })
  @Column("text", { nullable: true })
  answer!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Who answered. Withheld from all but officials, auditors and the party that was asked.",
  })
  @Column("varchar", { nullable: true })
  answeredBy!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The official who closed it. Withheld from all but officials and auditors.",
  })
  @Column("varchar", { nullable: true })
  endedBy!: string | null;

  @Field(() => DateTime, { nullable: true, description: "When it ended: the clock runs again from here." })
  @Column("timestamptz", { nullable: true })
  endedAt!: Date | null;

  @Field(() => String, {
    nullable: true,
    description: "What was said when it was closed. Withheld from the party that wasn't asked.",
  })
  @Column("text", { nullable: true })
  closingNote!: string | null;

  @Field(() => [Withheld], { description: "The fields of this request that are not shown to you, and why." })
  withheld!: readonly Withheld[];
}
