import { IsOptional, ValidateNested } from "class-validator";
import { Arg, Args, ArgsType, Ctx, Directive, Field, ID, InputType, Query, Resolver } from "type-graphql";
import type { Context } from "../context.ts";
import { Choices, Line } from "../graph/bounds.ts";
import { connectionOf } from "../graph/connection.ts";
import { graphEnum } from "../graph/enums.ts";
import { type Order, PageArgs } from "../graph/paging.ts";
import { column, type ListOf, orderBy, recordById, records } from "../graph/records.ts";
import { type Sql, sql } from "../graph/sql.ts";
import { authorise, requires, scopeDirective } from "../identity/permissions.ts";
import type { ScreeningHitStatus } from "../rules/vocabulary.ts";
import { ScreeningHit, ScreeningHitStatusEnum } from "./screening-hit.ts";
import { ScreeningList } from "./screening-list.ts";

export const { Connection: ScreeningHitConnection, ConnectionResolver: ScreeningHitConnectionResolver } = connectionOf(
  "ScreeningHit",
  () => ScreeningHit,
);
const lists = connectionOf("ScreeningList", () => ScreeningList);
export const ScreeningListConnectionResolver = lists.ConnectionResolver;

const ScreeningHitOrderEnum = graphEnum("ScreeningHitOrder", "How a list of screening hits is sorted.", {
  RAISED_AT_DESC: "The latest raised first.",
  RAISED_AT_ASC: "The first raised first.",
});
type ScreeningHitOrder = keyof typeof ScreeningHitOrderEnum;

const hitOrders: Record<ScreeningHitOrder, Order> = {
  RAISED_AT_DESC: orderBy("raised_at", "timestamptz", true),
  RAISED_AT_ASC: orderBy("raised_at", "timestamptz", false),
};

const ScreeningListOrderEnum = graphEnum("ScreeningListOrder", "How the versions of the screening list are sorted.", {
  IMPORTED_AT_DESC: "The latest imported first.",
  IMPORTED_AT_ASC: "The first imported first.",
});
type ScreeningListOrder = keyof typeof ScreeningListOrderEnum;

const listOrders: Record<ScreeningListOrder, Order> = {
  IMPORTED_AT_DESC: orderBy("imported_at", "timestamptz", true),
  IMPORTED_AT_ASC: orderBy("imported_at", "timestamptz", false),
};

@InputType({ description: "Which screening hits: all that is given must hold." })
class ScreeningHitFilter {
  @Field(() => [ScreeningHitStatusEnum], { nullable: true, description: "In one of these statuses." })
  @Choices()
  status?: ScreeningHitStatus[] | null;

  @Field(() => ID, { nullable: true, description: "Of this partner." })
  @IsOptional()
  @Line(64)
  partnerId?: string | null;

  @Field(() => ID, { nullable: true, description: "Raised by this version of the list." })
  @IsOptional()
  @Line(64)
  listId?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      "For parties that the list in force has, by their ids in the file; or for those that it hasn't any more.",
  })
  stillListed?: boolean | null;
}

/** What every list of screening hits takes. */
@ArgsType()
export class ScreeningHitsArgs extends PageArgs {
  @Field(() => ScreeningHitFilter, { nullable: true, description: "Which hits." })
  @IsOptional()
  @ValidateNested()
  filter?: ScreeningHitFilter | null;

  @Field(() => ScreeningHitOrderEnum, { defaultValue: "RAISED_AT_DESC", description: "In which order." })
  orderBy: ScreeningHitOrder = "RAISED_AT_DESC";
}

@ArgsType()
class ScreeningListsArgs extends PageArgs {
  @Field(() => ScreeningListOrderEnum, { defaultValue: "IMPORTED_AT_DESC", description: "In which order." })
  orderBy: ScreeningListOrder = "IMPORTED_AT_DESC";
}

const isListed = sql`exists (select 1 from listed_party p join screening s on s.list_id = p.list_id
  where p.id = ${column("party_id")})`;

/** The list of hits that the arguments ask for. */
export function screeningHitList({ filter, orderBy: order }: ScreeningHitsArgs): ListOf {
  const where: Sql[] = [];
  if (filter?.status) where.push(sql`${column("status")} = any(${filter.status}::varchar[])`);
  if (filter?.partnerId) where.push(sql`${column("partner_id")} = ${filter.partnerId}`);
  if (filter?.listId) where.push(sql`${column("list_id")} = ${filter.listId}`);
  if (filter?.stillListed != null) where.push(sql`${isListed} = ${filter.stillListed}`);
  return { where, order: hitOrders[order] };
}

@Resolver()
export class ScreeningQueries {
  @Directive(scopeDirective("screening:read"))
  @Query(() => ScreeningHit, {
    nullable: true,
    description: `The screening hit with this id, or null where there is none. ${requires("screening:read")}`,
  })
  screeningHit(@Arg("id", () => ID, { description: "Its id." }) id: string, @Ctx() context: Context) {
    authorise(context.actor, "screening:read");
    return recordById(context, ScreeningHit, id);
  }

  @Directive(scopeDirective("screening:read"))
  @Query(() => ScreeningHitConnection, {
    nullable: true,
    description: `Screening hits: what awaits disposal with \`filter: {status: [OPEN]}\`. ${requires("screening:read")}`,
  })
  screeningHits(@Args(() => ScreeningHitsArgs) args: ScreeningHitsArgs, @Ctx() context: Context) {
    authorise(context.actor, "screening:read");
    return records(context, ScreeningHit, screeningHitList(args), args);
  }

  @Directive(scopeDirective("screening:read"))
  @Query(() => ScreeningList, {
    nullable: true,
    description: `The version of the screening list with this id, or null where there is none. ${requires("screening:read")}`,
  })
  screeningList(@Arg("id", () => ID, { description: "Its id." }) id: string, @Ctx() context: Context) {
    authorise(context.actor, "screening:read");
    return recordById(context, ScreeningList, id);
  }

  @Directive(scopeDirective("screening:read"))
  @Query(() => lists.Connection, {
    nullable: true,
    description: `The versions of the screening list. Where there is none no partner is admitted, and no agency's silence counts on an application. ${requires("screening:read")}`,
  })
  screeningLists(@Args(() => ScreeningListsArgs) args: ScreeningListsArgs, @Ctx() context: Context) {
    authorise(context.actor, "screening:read");
    return records(context, ScreeningList, { order: listOrders[args.orderBy] }, args);
  }
}
