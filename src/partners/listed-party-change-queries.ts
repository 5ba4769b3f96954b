import { IsOptional, ValidateNested } from "class-validator";
import { Args, ArgsType, Ctx, Field, FieldResolver, InputType, Resolver, Root } from "type-graphql";
import type { Context } from "../context.ts";
import { neededOf, reads } from "../graph/asked.ts";
import { Choices } from "../graph/bounds.ts";
import { connectionOf } from "../graph/connection.ts";
import { nestedPage, type Order, PageArgs } from "../graph/paging.ts";
import { columns, sql } from "../graph/sql.ts";
import type * as words from "../rules/vocabulary.ts";
import { ListedPartyChange, ListedPartyChangeKindEnum, ListedPartyFieldEnum } from "./listed-party-change.ts";
import { ScreeningList } from "./screening-list.ts";

const connection = connectionOf("ListedPartyChange", () => ListedPartyChange);
export const ListedPartyChangeConnectionResolver = connection.ConnectionResolver;

@InputType({ description: "Which changes of listed parties: all that is given must hold." })
class ListedPartyChangeFilter {
  @Field(() => [ListedPartyChangeKindEnum], { nullable: true, description: "Of one of these kinds." })
  @Choices()
  kind?: words.ListedPartyChangeKind[] | null;

  @Field(() => [ListedPartyFieldEnum], {
    nullable: true,
    description: "Where one of these is said otherwise than before: `NAME` finds the parties that were renamed.",
  })
  @Choices()
  changed?: words.ListedPartyField[] | null;
}

@ArgsType()
class ListedPartyChangesArgs extends PageArgs {
  @Field(() => ListedPartyChangeFilter, { nullable: true, description: "Which changes." })
  @IsOptional()
  @ValidateNested()
  filter?: ListedPartyChangeFilter | null;
}

/** By the parties' ids in the file, of which a version has each once. */
const byParty: Order = {
  name: "party",
  column: "party_id",
  expression: sql`t.party_id`,
  type: "text",
  descending: false,
};

/** What a version of the screening list changed. Who sees the version sees this. */
@Resolver(() => ScreeningList)
export class ListedPartyChangeFields {
  @reads("id")
  @FieldResolver(() => connection.Connection, {
    nullable: true,
    description:
      "The parties that it added, removed, or says something else of than the version before, sorted by their ids in the file; on the first version all are added. Kept when a version is imported: empty for one that was imported by a release which didn't keep them.",
  })
  partyChanges(
    @Root() { id }: ScreeningList,
    @Args(() => ListedPartyChangesArgs) args: ListedPartyChangesArgs,
    @Ctx() context: Context,
  ) {
    const { kind, changed } = args.filter ?? {};
    const where = [];
    if (kind) where.push(sql`t.kind = any(${kind}::varchar[])`);
    if (changed) where.push(sql`t.changed && ${changed}::varchar[]`);
    // What both versions say of a party is long: it is read where it is asked for.
    const needed = neededOf(context.asked, "ListedPartyChange", ["kind", "changed", "before", "after"]);
    const list = {
      select: columns("t", ["partyId", ...needed]),
      from: sql`listed_party_change t`,
      id: sql`t.party_id`,
      where,
      order: byParty,
      cursors: true,
    };
    return nestedPage<ListedPartyChange>(context, "ScreeningList.partyChanges", sql`t.list_id`, id, list, args);
  }
}
