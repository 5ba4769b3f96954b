import { ArrayMaxSize, IsOptional, Matches, Max, Min, ValidateNested } from "class-validator";
import { Arg, Args, ArgsType, Ctx, Field, ID, InputType, Int, Query, Resolver } from "type-graphql";
import type { Context } from "../context.ts";
import { Line } from "../graph/bounds.ts";
import { connectionOf } from "../graph/connection.ts";
import { graphEnum } from "../graph/enums.ts";
import { defaultPage } from "../graph/paging.ts";
import { changeById, changes } from "./changes.ts";
import { Cursor, type LedgerPosition } from "./cursor.ts";
import { RecordedChange } from "./recorded-change.ts";

const connection = connectionOf("Change", () => RecordedChange);
export const ChangeConnectionResolver = connection.ConnectionResolver;

const ChangeOrderEnum = graphEnum("ChangeOrder", "How a list of changes is sorted.", {
  SEQUENCE_ASC: "As they were recorded.",
  SEQUENCE_DESC: "The latest first.",
});
type ChangeOrder = keyof typeof ChangeOrderEnum;

@InputType({ description: "Which changes: all that is given must hold." })
export class ChangeFilter {
  @Field(() => [String], { nullable: true, description: "Of one of these types, like PartnerAdmitted; 50 at most." })
  @IsOptional()
  @ArrayMaxSize(50, { message: "types names at most 50 values." })
  @Matches(/^\w{1,100}$/, { each: true, message: "A type is a name like PartnerAdmitted." })
  types?: string[] | null;

  @Field(() => ID, { nullable: true, description: "Of this record." })
  @IsOptional()
  @Line(64)
  subjectId?: string | null;

  @Field(() => [String], { nullable: true, description: "Of records of one of these types, like Partner; 50 at most." })
  @IsOptional()
  @ArrayMaxSize(50, { message: "subjectTypes names at most 50 values." })
  @Matches(/^\w{1,100}$/, { each: true, message: "A subject's type is a name like Partner." })
  subjectTypes?: string[] | null;
}

@ArgsType()
class ChangesArgs {
  @Field(() => Int, {
    nullable: true,
    defaultValue: defaultPage,
    description: "How many at most: 1 to 100; more gives 100.",
  })
  @IsOptional()
  @Min(0)
  @Max(2_147_483_647)
  first?: number | null;

  @Field(() => Cursor, {
    nullable: true,
    description: "The cursor after which the page begins: an `endCursor` of this list, or a change's `cursor`.",
  })
  after?: LedgerPosition | null;

  @Field(() => ChangeFilter, { nullable: true, description: "Which changes." })
  @IsOptional()
  @ValidateNested()
  filter?: ChangeFilter | null;

  @Field(() => ChangeOrderEnum, { defaultValue: "SEQUENCE_ASC", description: "In which order." })
  orderBy: ChangeOrder = "SEQUENCE_ASC";
}

@Resolver()
export class ChangeQueries {
  @Query(() => RecordedChange, {
    nullable: true,
    description: "The change with this id, or null where there is none that you may see.",
  })
  change(@Arg("id", () => ID, { description: "Its id." }) id: string, @Ctx() context: Context) {
    return changeById(context, id);
  }

  @Query(() => connection.Connection, {
    nullable: true,
    description:
      "The changes that you may see, in the ledger's order. `pageInfo.endCursor` is where to go on, even on an empty page.",
  })
  changes(@Args(() => ChangesArgs) { first, after, filter, orderBy }: ChangesArgs, @Ctx() context: Context) {
    return changes(context, filter ?? {}, {
      first: first ?? defaultPage,
      after: after ?? null,
      descending: orderBy === "SEQUENCE_DESC",
    });
  }
}
