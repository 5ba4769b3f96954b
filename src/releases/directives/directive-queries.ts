import { IsOptional, ValidateNested } from "class-validator";
import { Arg, Args, ArgsType, Ctx, Field, ID, InputType, Query, Resolver } from "type-graphql";
import type { Context } from "../../context.ts";
import { Choices, Line } from "../../graph/bounds.ts";
import { connectionOf } from "../../graph/connection.ts";
import { graphEnum } from "../../graph/enums.ts";
import { type Order, PageArgs } from "../../graph/paging.ts";
import { column, type ListOf, orderBy, recordById, records } from "../../graph/records.ts";
import { type Sql, sql } from "../../graph/sql.ts";
import { AgencyEnum } from "../../graph/vocabulary-enums.ts";
import type { Agency, DirectiveEffect, DirectiveStatus } from "../../rules/vocabulary.ts";
import { Directive, DirectiveEffectEnum, DirectiveStatusEnum } from "./directive.ts";

export const { Connection: DirectiveConnection, ConnectionResolver: DirectiveConnectionResolver } = connectionOf(
  "Directive",
  () => Directive,
);

const DirectiveOrderEnum = graphEnum("DirectiveOrder", "How a list of directives is sorted.", {
  ISSUED_AT_DESC: "The latest issued first.",
  ISSUED_AT_ASC: "The first issued first.",
});
type DirectiveOrder = keyof typeof DirectiveOrderEnum;

const orders: Record<DirectiveOrder, Order> = {
  ISSUED_AT_DESC: orderBy("issued_at", "timestamptz", true),
  ISSUED_AT_ASC: orderBy("issued_at", "timestamptz", false),
};

@InputType({ description: "Which directives: all that is given must hold." })
class DirectiveFilter {
  @Field(() => [DirectiveStatusEnum], { nullable: true, description: "In one of these statuses." })
  @Choices()
  status?: DirectiveStatus[] | null;

  @Field(() => [DirectiveEffectEnum], { nullable: true, description: "That order one of these." })
  @Choices()
  effect?: DirectiveEffect[] | null;

  @Field(() => [AgencyEnum], { nullable: true, description: "Issued by one of these agencies." })
  @Choices()
  agency?: Agency[] | null;

  @Field(() => ID, { nullable: true, description: "On this vendor, or on one of its releases." })
  @IsOptional()
  @Line(64)
  vendorId?: string | null;
}

/** What every list of directives takes. */
@ArgsType()
export class DirectivesArgs extends PageArgs {
  @Field(() => DirectiveFilter, { nullable: true, description: "Which directives." })
  @IsOptional()
  @ValidateNested()
  filter?: DirectiveFilter | null;

  @Field(() => DirectiveOrderEnum, { defaultValue: "ISSUED_AT_DESC", description: "In which order." })
  orderBy: DirectiveOrder = "ISSUED_AT_DESC";
}

/** The list that the arguments ask for. */
export function directiveList({ filter, orderBy }: DirectivesArgs): ListOf {
  const where: Sql[] = [];
  if (filter?.status) where.push(sql`${column("status")} = any(${filter.status}::varchar[])`);
  if (filter?.effect) where.push(sql`${column("effect")} = any(${filter.effect}::varchar[])`);
  if (filter?.agency) where.push(sql`${column("agency")} = any(${filter.agency}::varchar[])`);
  if (filter?.vendorId) where.push(onVendor(filter.vendorId));
  return { where, order: orders[orderBy] };
}

const onVendor = (vendorId: string): Sql =>
  sql`${column("vendor_id")} = ${vendorId}
    or ${column("release_id")} in (select rv.id from release rv where rv.vendor_id = ${vendorId})`;

@Resolver()
export class DirectiveQueries {
  @Query(() => Directive, {
    nullable: true,
    description: "The directive with this id, or null where there is none that you may see.",
  })
  directive(@Arg("id", () => ID, { description: "Its id." }) id: string, @Ctx() context: Context) {
    return recordById(context, Directive, id);
  }

  @Query(() => DirectiveConnection, { nullable: true, description: "The directives that you may see." })
  directives(@Args(() => DirectivesArgs) args: DirectivesArgs, @Ctx() context: Context) {
    return records(context, Directive, directiveList(args), args);
  }
}
