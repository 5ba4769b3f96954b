import { Field, Float, ID, Int, ObjectType } from "type-graphql";
import { Column, Entity, PrimaryColumn } from "typeorm";
import { graphEnum } from "../graph/enums.ts";
import { keyed, Node } from "../graph/node.ts";
import { DateTime } from "../graph/scalars.ts";
import type * as words from "../rules/vocabulary.ts";
import { ListedParty } from "./listed-party.ts";

export const ScreeningHitStatusEnum = graphEnum<words.ScreeningHitStatus>(
  "ScreeningHitStatus",
  "Where a screening hit stands.",
  {
    OPEN: "Nobody has disposed of it: the partner can't be admitted.",
    FALSE_MATCH: "Commerce found that the partner is not the listed party.",
    TRUE_MATCH: "Commerce found that the partner is the listed party. It is admitted only with a note of why.",
  },
);

export const ScreeningDispositionEnum = graphEnum<words.ScreeningDisposition>(
  "ScreeningDisposition",
  "What Commerce finds of a screening hit.",
  {
    FALSE_MATCH: "The partner is not the listed party.",
    TRUE_MATCH: "The partner is the listed party, or a part of it.",
  },
);

export const ScreeningDispositionReasonEnum = graphEnum<words.ScreeningDispositionReason>(
  "ScreeningDispositionReason",
  "What a disposition rests on.",
  {
    DIFFERENT_ORGANISATION: "FALSE_MATCH: another organisation with a similar name.",
    DIFFERENT_LOCATION: "FALSE_MATCH: established and working elsewhere than the listed party.",
    PERSON_NOT_ORGANISATION: "FALSE_MATCH: the listed party is a person, a vessel or an aircraft.",
    COMMON_NAME: "FALSE_MATCH: what is alike are words that many have in their names.",
    NO_LONGER_LISTED: "FALSE_MATCH: the listing has ended.",
    SAME_ORGANISATION: "TRUE_MATCH: the same organisation.",
    PART_OF_LISTED_PARTY: "TRUE_MATCH: a branch, subsidiary or affiliate that the listing covers.",
    KNOWN_ALIAS: "TRUE_MATCH: the listed party under another name.",
  },
);

const ListedNameKindEnum = graphEnum<words.ListedNameKind>("ListedNameKind", "Which of a listed party's names it is.", {
  PRIMARY: "The name that it is listed under.",
  ALIAS: "One of its other names.",
});

const MatchReasonEnum = graphEnum<words.MatchReason>("MatchReasonCode", "Why a partner's name matches a listed one.", {
  SAME_NAME: "The names read the same.",
  SAME_WITHOUT_LEGAL_FORM: "The names read the same without their legal forms.",
  SHARED_WORDS: "Both have these words.",
  SAME_MEANING: "A word of one means what a word of the other does: a translation, or a short form.",
  SAME_SOUND: "A word of one is a word of the other, transliterated or inflected otherwise.",
  SIMILAR_SPELLING: "A word of one is spelled much like a word of the other.",
  INITIALS: "A word of one is the initials of words of the other.",
  OTHER_ORDER: "The words stand in another order.",
  OTHER_SPACES: "The names are much alike when written without spaces.",
  CONTAINED: "One name has every word of the other.",
  OTHER_NUMBER: "The names have different numbers: that speaks against it.",
  OTHER_PLACE: "The names have different places: that speaks against it.",
  OTHER_FORM: "The names have legal forms of different kinds: that speaks a little against it.",
  UNMATCHED_WORDS: "Words that only one of the names has: they speak against it.",
  TRANSLITERATED: "A name in another script was read in Latin letters.",
  LOOK_ALIKE: "Letters were read as the Latin ones that they can be taken for.",
});

/** One reason for a match, with the words that it is about. */
@ObjectType("MatchReason", { simpleResolvers: true, description: "One reason for a hit's score." })
export class MatchReason {
  @Field(() => MatchReasonEnum, { description: "The reason." })
  code!: words.MatchReason;

  @Field(() => String, { description: "A sentence with the words that it is about." })
  says!: string;
}

/** A likely match of a partner's name with a listed party: raises a flag, never decides. */
@keyed
@ObjectType("ScreeningHit", {
  implements: Node,
  simpleResolvers: true,
  description: "A likely match of a partner's name with a listed party. It raises a flag and decides nothing.",
})
@Entity("screening_hit")
export class ScreeningHit extends Node {
  @Field(() => ID, { description: "Opaque, typed, time-ordered global id." })
  @PrimaryColumn("varchar")
  override id!: string;

  @Column("varchar")
  partnerId!: string;

  @Column("varchar")
  listId!: string;

  /** The listed party's id in its file, by which the next version of the list is compared. */
  @Column("varchar")
  partyId!: string;

  /** Of everything that the list said of the party then. */
  @Column("varchar")
  fingerprint!: string;

  @Field(() => ListedParty, { description: "The listed party, as it was listed when the hit was raised." })
  @Column("jsonb")
  party!: ListedParty;

  @Field(() => String, { description: "The partner's legal name that was screened." })
  @Column("varchar")
  screenedName!: string;

  @Field(() => String, { description: "The party's name that it matches best." })
  @Column("varchar")
  matchedName!: string;

  @Field(() => ListedNameKindEnum, { description: "Which of the party's names that is." })
  @Column("varchar")
  matchedKind!: words.ListedNameKind;

  @Field(() => Float, {
    description: "How well they match, up to 1: how alike the names are, not how likely it is true.",
  })
  @Column("float8")
  score!: number;

  @Field(() => [MatchReason], { description: "Why it scored so." })
  @Column("jsonb")
  reasons!: readonly MatchReason[];

  @Field(() => ScreeningHitStatusEnum, { description: "Where it stands." })
  @Column("varchar")
  status!: words.ScreeningHitStatus;

  @Field(() => ScreeningDispositionReasonEnum, { nullable: true, description: "What its disposition rests on." })
  @Column("varchar", { nullable: true })
  dispositionReason!: words.ScreeningDispositionReason | null;

  @Field(() => String, { nullable: true, description: "What the official noted." })
  @Column("text", { nullable: true })
  dispositionNote!: string | null;

  @Field(() => String, { nullable: true, description: "The official who disposed of it." })
  @Column("varchar", { nullable: true })
  disposedBy!: string | null;

  @Field(() => DateTime, { nullable: true, description: "When it was disposed of." })
  @Column("timestamptz", { nullable: true })
  disposedAt!: Date | null;

  @Field(() => DateTime, { description: "When it was raised." })
  @Column("timestamptz")
  raisedAt!: Date;

  @Field(() => Int, { description: "Counts its dispositions, from 1." })
  @Column("int4")
  revision!: number;
}
