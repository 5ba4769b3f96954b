import { IsOptional, ValidateNested } from "class-validator";
import { Arg, Args, ArgsType, Ctx, Field, ID, InputType, Query, Resolver } from "type-graphql";
import type { Context } from "../../context.ts";
import { Search } from "../../graph/bounds.ts";
import { connectionOf } from "../../graph/connection.ts";
import { graphEnum } from "../../graph/enums.ts";
import { type Order, PageArgs } from "../../graph/paging.ts";
import { column, orderBy, recordById, records } from "../../graph/records.ts";
import { type Sql, sql } from "../../graph/sql.ts";
import { Vendor } from "./vendor.ts";

const { Connection: VendorConnection, ConnectionResolver } = connectionOf("Vendor", () => Vendor);
export const VendorConnectionResolver = ConnectionResolver;

const VendorOrderEnum = graphEnum("VendorOrder", "How a list of vendors is sorted.", {
  ENROLLED_AT_DESC: "The latest enrolled first.",
  ENROLLED_AT_ASC: "The first enrolled first.",
  NAME_ASC: "By name.",
});
type VendorOrder = keyof typeof VendorOrderEnum;

const orders: Record<VendorOrder, Order> = {
  ENROLLED_AT_DESC: orderBy("enrolled_at", "timestamptz", true),
  ENROLLED_AT_ASC: orderBy("enrolled_at", "timestamptz", false),
  NAME_ASC: orderBy("name", "text", false),
};

@InputType({ description: "Which vendors: all that is given must hold." })
class VendorFilter {
  @Field(() => String, { nullable: true, description: "Whose name contains this, in any case: 1 to 200 characters." })
  @IsOptional()
  @Search(200)
  text?: string | null;
}

@ArgsType()
class VendorsArgs extends PageArgs {
  @Field(() => VendorFilter, { nullable: true, description: "Which vendors." })
  @IsOptional()
  @ValidateNested()
  filter?: VendorFilter | null;

  @Field(() => VendorOrderEnum, { defaultValue: "ENROLLED_AT_DESC", description: "In which order." })
  orderBy: VendorOrder = "ENROLLED_AT_DESC";
}

const conditions = (filter: VendorFilter | null | undefined): Sql[] =>
  filter?.text ? [sql`strpos(lower(${column("name")}), lower(${filter.text})) > 0`] : [];

@Resolver()
export class VendorQueries {
  @Query(() => Vendor, {
    nullable: true,
    description: "The vendor with this id, or null where there is none that you may see.",
  })
  vendor(@Arg("id", () => ID, { description: "Its id." }) id: string, @Ctx() context: Context) {
    return recordById(context, Vendor, id);
  }

  @Query(() => VendorConnection, { nullable: true, description: "The vendors that you may see." })
  vendors(@Args(() => VendorsArgs) args: VendorsArgs, @Ctx() context: Context) {
    return records(context, Vendor, { where: conditions(args.filter), order: orders[args.orderBy] }, args);
  }
}
