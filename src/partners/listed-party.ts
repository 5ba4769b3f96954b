import { Field, ObjectType } from "type-graphql";

/** A party on a screening list, as its source publishes it. */
@ObjectType("ListedParty", {
  simpleResolvers: true,
  description: "A party on a screening list, as its source published it then.",
})
export class ListedParty {
  @Field(() => String, { description: "Its id in the file that it was read from." })
  sourceId!: string;

  @Field(() => String, { description: "The list that it stands on, and who keeps that." })
  source!: string;

  @Field(() => String, { nullable: true, description: "Its number with the source." })
  entityNumber!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "What it is, like Entity or Individual; null where that isn't said.",
  })
  type!: string | null;

  @Field(() => [String], { description: "The sanctions programs that it is listed under." })
  programs!: readonly string[];

  @Field(() => String, { description: "Its name." })
  name!: string;

  @Field(() => [String], { description: "Its other names." })
  aliases!: readonly string[];

  @Field(() => String, { nullable: true, description: "Its addresses, with their countries." })
  addresses!: string | null;

  @Field(() => String, { nullable: true, description: "The Federal Register notice that listed it." })
  federalRegisterNotice!: string | null;

  @Field(() => String, { nullable: true, description: "When its listing began, as the source writes it." })
  startDate!: string | null;

  @Field(() => String, { nullable: true, description: "When its listing ends, as the source writes it." })
  endDate!: string | null;

  @Field(() => String, { nullable: true, description: "What is subject to a licence." })
  licenseRequirement!: string | null;

  @Field(() => String, { nullable: true, description: "What the source remarks." })
  remarks!: string | null;

  @Field(() => String, { nullable: true, description: "Where the list is published." })
  sourceListUrl!: string | null;

  @Field(() => String, { nullable: true, description: "Where more about the party is published." })
  sourceInformationUrl!: string | null;
}
