import { IsOptional, ValidateNested } from "class-validator";
import { Arg, Args, ArgsType, Ctx, Field, ID, InputType, Query, Resolver } from "type-graphql";
import type { Context } from "../../context.ts";
import { Choices } from "../../graph/bounds.ts";
import { connectionOf } from "../../graph/connection.ts";
import { graphEnum } from "../../graph/enums.ts";
import { type Order, PageArgs } from "../../graph/paging.ts";
import { column, type ListOf, orderBy, recordById, records } from "../../graph/records.ts";
import { sql } from "../../graph/sql.ts";
import type { DesignationStatus } from "../../rules/vocabulary.ts";
import { Designation, DesignationStatusEnum } from "./designation.ts";

export const { Connection: DesignationConnection, ConnectionResolver: DesignationConnectionResolver } = connectionOf(
  "Designation",
  () => Designation,
);

const DesignationOrderEnum = graphEnum("DesignationOrder", "How a list of designations is sorted.", {
  DESIGNATED_AT_DESC: "The latest first.",
  DESIGNATED_AT_ASC: "The first first.",
});
type DesignationOrder = keyof typeof DesignationOrderEnum;

const orders: Record<DesignationOrder, Order> = {
  DESIGNATED_AT_DESC: orderBy("designated_at", "timestamptz", true),
  DESIGNATED_AT_ASC: orderBy("designated_at", "timestamptz", false),
};

@InputType({ description: "Which designations: all that is given must hold." })
class DesignationFilter {
  @Field(() => [DesignationStatusEnum], { nullable: true, description: "In one of these statuses." })
  @Choices()
  status?: DesignationStatus[] | null;
}

/** What every list of designations takes. */
@ArgsType()
export class DesignationsArgs extends PageArgs {
  @Field(() => DesignationFilter, { nullable: true, description: "Which designations." })
  @IsOptional()
  @ValidateNested()
  filter?: DesignationFilter | null;

  @Field(() => DesignationOrderEnum, { defaultValue: "DESIGNATED_AT_DESC", description: "In which order." })
  orderBy: DesignationOrder = "DESIGNATED_AT_DESC";
}

/** The list that the arguments ask for. */
export const designationList = ({ filter, orderBy }: DesignationsArgs): ListOf => ({
  where: filter?.status ? [sql`${column("status")} = any(${filter.status}::varchar[])`] : [],
  order: orders[orderBy],
});

@Resolver()
export class DesignationQueries {
  @Query(() => Designation, {
    nullable: true,
    description: "The designation with this id, or null where there is none that you may see.",
  })
  designation(@Arg("id", () => ID, { description: "Its id." }) id: string, @Ctx() context: Context) {
    return recordById(context, Designation, id);
  }

  @Query(() => DesignationConnection, { nullable: true, description: "The designations that you may see." })
  designations(@Args(() => DesignationsArgs) args: DesignationsArgs, @Ctx() context: Context) {
    return records(context, Designation, designationList(args), args);
  }
}
