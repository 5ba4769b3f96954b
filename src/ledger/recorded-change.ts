import { Field, ID, Int, ObjectType } from "type-graphql";
import { graphEnum } from "../graph/enums.ts";
import { keyed, Node } from "../graph/node.ts";
import { DateTime } from "../graph/scalars.ts";
import { AgencyEnum } from "../graph/vocabulary-enums.ts";
import type { Actor } from "../identity/actor.ts";
import { Withheld } from "../identity/withheld.ts";
import type { Agency } from "../rules/vocabulary.ts";
import { Cursor, type LedgerPosition, markFrom } from "./cursor.ts";
import { partOf } from "./readers-part.ts";
import { SequenceNumber } from "./sequence-number.ts";

const ChangeOutcomeEnum = graphEnum<RecordedChange["outcome"]>(
  "ChangeOutcome",
  "What came of an operation that the ledger has. What is refused changes nothing, and isn't in the ledger.",
  { APPLIED: "It was carried out, all of it." },
);

/** A ledger entry as its reader may see it. Another shape than what is stored, so a class of its own. */
@keyed
@ObjectType("Change", {
  implements: Node,
  simpleResolvers: true,
  description: "One change of one record, as the ledger keeps it and you may see it.",
})
export class RecordedChange extends Node {
  @Field(() => ID, { description: "Opaque, typed, time-ordered global id." })
  override id!: string;

  @Field(() => Cursor, { description: "Its place in the order of changes: give it as `after` to go on behind it." })
  cursor!: LedgerPosition;

  @Field(() => SequenceNumber, { description: "Its number: without gaps, in the order of commits." })
  sequence!: number;

  @Field(() => DateTime, { description: "When it was recorded." })
  at!: Date;

  @Field(() => String, { description: "What happened, in the past tense, like PartnerAdmitted." })
  type!: string;

  @Field(() => String, { description: "Shared by all changes that were made at once." })
  operationId!: string;

  @Field(() => String, {
    nullable: true,
    description:
      "The request that made it. Withheld from all but officials, auditors and the actor's own organisation.",
  })
  correlationId!: string | null;

  @Field(() => String, { description: "The type of the record that changed." })
  subjectType!: string;

  @Field(() => ID, { description: "The id of the record that changed." })
  subjectId!: string;

  @Field(() => Int, { nullable: true, description: "The record's revision after the change, where it has revisions." })
  subjectRevision!: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      "The mutation that made it. Withheld from all but officials, auditors and the actor's own organisation.",
  })
  mutation!: string | null;

  @Field(() => String, { nullable: true, description: "The state that the record left, where it changed." })
  from!: string | null;

  @Field(() => String, { nullable: true, description: "The state that the record reached, where it changed." })
  to!: string | null;

  @Field(() => String, { nullable: true, description: "The law that the change rests on, where it rests on one." })
  legalBasis!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The reasoning, where the record doesn't keep it. Withheld from all but officials and auditors.",
  })
  rationale!: string | null;

  @Field(() => AgencyEnum, {
    nullable: true,
    description: "The agency of who made it. Withheld from all but officials and auditors.",
  })
  actorAgency!: Agency | null;

  @Field(() => String, {
    nullable: true,
    description: "The organisation of who made it. Withheld from all but officials, auditors and its own people.",
  })
  actorOrg!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Who made it. Withheld from all but officials, auditors and people of the same organisation.",
  })
  actorSubject!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "The id of the token that it was done with, where it has one. Withheld from all but officials, auditors and the actor's own organisation.",
  })
  actorToken!: string | null;

  @Field(() => ChangeOutcomeEnum, { description: "What came of the operation." })
  outcome!: "APPLIED";

  @Field(() => String, { description: "The hash of `body` as a Merkle tree's leaf (RFC 6962): SHA-256 in hex." })
  leafHash!: string;

  @Field(() => String, {
    description: "The canonical text (RFC 8785) that is hashed: its place, and salted commitments to its values.",
  })
  body!: string;

  @Field(() => [Withheld], { description: "The fields of this change that are not shown to you, and why." })
  withheld!: readonly Withheld[];
}

/** A change as it is read, before its reader is considered. */
export type ReadChange = Omit<RecordedChange, "cursor" | "withheld"> & { readonly forAdministrators: boolean };

const ofTheActor = ["mutation", "correlationId", "actorAgency", "actorOrg", "actorSubject", "actorToken"] as const;

/** The change as its reader may see it: who acted and why are withheld from those whom it doesn't concern. */
export function shownTo(actor: Actor, { forAdministrators, ...read }: ReadChange): RecordedChange {
  const change = { ...read, cursor: { sequence: read.sequence, id: null, mark: markFrom(read.leafHash) } };
  const { everything, whoActed } = partOf(actor, { actorOrg: read.actorOrg, forAdministrators });
  if (everything) return { ...change, withheld: [] };
  const withheld: Withheld[] = [{ field: "rationale", because: "OFFICIAL_RATIONALE" }];
  const known = { ...change, rationale: null };
  if (whoActed) return { ...known, withheld };
  withheld.push(...ofTheActor.map((field) => ({ field, because: "ACTOR_IDENTITY" as const })));
  return { ...known, ...Object.fromEntries(ofTheActor.map((field) => [field, null])), withheld };
}
