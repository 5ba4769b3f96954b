import { Field, ObjectType } from "type-graphql";
import { graphEnum } from "../graph/enums.ts";
import type * as words from "../rules/vocabulary.ts";
import { ListedParty } from "./listed-party.ts";

export const ListedPartyChangeKindEnum = graphEnum<words.ListedPartyChangeKind>(
  "ListedPartyChangeKind",
  "What a version of the screening list did to a party, beside the version before. Parties are told by their ids in the files.",
  {
    ADDED: "It lists the party, and the version before didn't.",
    CHANGED: "Both list it, and say something else of it.",
    REMOVED: "The version before listed the party, and it doesn't.",
  },
);

export const ListedPartyFieldEnum = graphEnum<words.ListedPartyField>(
  "ListedPartyField",
  "What a screening list says of a party.",
  {
    SOURCE: "The list that it stands on.",
    ENTITY_NUMBER: "Its number with the source.",
    TYPE: "What it is.",
    PROGRAMS: "The sanctions programs that it is listed under.",
    NAME: "Its name.",
    ALIASES: "Its other names.",
    ADDRESSES: "Its addresses.",
    FEDERAL_REGISTER_NOTICE: "The Federal Register notice that listed it.",
    START_DATE: "When its listing began.",
    END_DATE: "When its listing ends.",
    LICENSE_REQUIREMENT: "What is subject to a licence.",
    REMARKS: "What the source remarks.",
    SOURCE_LIST_URL: "Where the list is published.",
    SOURCE_INFORMATION_URL: "Where more about the party is published.",
  },
);

/** A party that a version of the screening list added, removed, or says something else of. */
@ObjectType("ListedPartyChange", {
  simpleResolvers: true,
  description: "A party that a version of the screening list added, removed, or says something else of.",
})
export class ListedPartyChange {
  @Field(() => String, { description: "The party's id in the file." })
  partyId!: string;

  @Field(() => ListedPartyChangeKindEnum, { description: "What became of the party." })
  kind!: words.ListedPartyChangeKind;

  @Field(() => [ListedPartyFieldEnum], {
    description: "What is said otherwise of it, where it is CHANGED; empty otherwise.",
  })
  changed!: readonly words.ListedPartyField[];

  @Field(() => ListedParty, {
    nullable: true,
    description: "As the version before listed it; null where it is ADDED.",
  })
  before!: ListedParty | null;

  @Field(() => ListedParty, { nullable: true, description: "As this version lists it; null where it is REMOVED." })
  after!: ListedParty | null;
}
