import { IsOptional, ValidateNested } from "class-validator";
import { Arg, Args, ArgsType, Ctx, Field, ID, InputType, Query, Resolver } from "type-graphql";
import type { Context } from "../../context.ts";
import { Choices } from "../../graph/bounds.ts";
import { graphEnum } from "../../graph/enums.ts";
import { type Order, PageArgs } from "../../graph/paging.ts";
import { column, orderBy, recordById, records } from "../../graph/records.ts";
import { type Sql, sql } from "../../graph/sql.ts";
import { AgencyEnum } from "../../graph/vocabulary-enums.ts";
import type { Addressee, InformationRequestStatus } from "../../rules/review-vocabulary.ts";
import type { Agency } from "../../rules/vocabulary.ts";
import { HoldConnection, InformationRequestConnection } from "../lists.ts";
import { Hold } from "./hold.ts";
import { AddresseeEnum, InformationRequest, InformationRequestStatusEnum } from "./information-request.ts";
import { addressedTo } from "./stop-fields.ts";

const HoldOrderEnum = graphEnum("HoldOrder", "How a list of holds is sorted.", {
  REVIEW_AT_ASC: "The first to be looked at again first.",
  PLACED_AT_DESC: "The latest placed first.",
});
type HoldOrder = keyof typeof HoldOrderEnum;
const holdOrders: Record<HoldOrder, Order> = {
  REVIEW_AT_ASC: orderBy("review_at", "timestamptz", false),
  PLACED_AT_DESC: orderBy("placed_at", "timestamptz", true),
};

const InformationRequestOrderEnum = graphEnum(
  "InformationRequestOrder",
  "How a list of requests for information is sorted.",
  { DUE_AT_ASC: "The first due first.", REQUESTED_AT_DESC: "The latest made first." },
);
type InformationRequestOrder = keyof typeof InformationRequestOrderEnum;
const requestOrders: Record<InformationRequestOrder, Order> = {
  DUE_AT_ASC: orderBy("due_at", "timestamptz", false),
  REQUESTED_AT_DESC: orderBy("requested_at", "timestamptz", true),
};

@InputType({ description: "Which holds: all that is given must hold." })
class HoldFilter {
  @Field(() => Boolean, { nullable: true, description: "Whether it still stops its case's clock." })
  open?: boolean | null;

  @Field(() => [AgencyEnum], { nullable: true, description: "On behalf of one of these agencies." })
  @Choices()
  owner?: Agency[] | null;

  @Field(() => Boolean, { nullable: true, description: "Whether it is open and its review date has passed." })
  reviewOverdue?: boolean | null;
}

@ArgsType()
class HoldsArgs extends PageArgs {
  @Field(() => HoldFilter, { nullable: true, description: "Which holds." })
  @IsOptional()
  @ValidateNested()
  filter?: HoldFilter | null;

  @Field(() => HoldOrderEnum, { defaultValue: "REVIEW_AT_ASC", description: "In which order." })
  orderBy: HoldOrder = "REVIEW_AT_ASC";
}

@InputType({ description: "Which requests for information: all that is given must hold." })
class InformationRequestFilter {
  @Field(() => [InformationRequestStatusEnum], { nullable: true, description: "In one of these statuses." })
  @Choices()
  status?: InformationRequestStatus[] | null;

  @Field(() => [AgencyEnum], { nullable: true, description: "Made by one of these agencies." })
  @Choices()
  agency?: Agency[] | null;

  @Field(() => AddresseeEnum, { nullable: true, description: "Made to the partner, or to the vendor." })
  addressee?: Addressee | null;

  @Field(() => Boolean, { nullable: true, description: "Whether it is your organisation that is asked." })
  addressedToMe?: boolean | null;
}

@ArgsType()
class InformationRequestsArgs extends PageArgs {
  @Field(() => InformationRequestFilter, { nullable: true, description: "Which requests." })
  @IsOptional()
  @ValidateNested()
  filter?: InformationRequestFilter | null;

  @Field(() => InformationRequestOrderEnum, { defaultValue: "DUE_AT_ASC", description: "In which order." })
  orderBy: InformationRequestOrder = "DUE_AT_ASC";
}

const is = (condition: Sql, wanted: boolean): Sql => (wanted ? sql`(${condition})` : sql`not (${condition})`);
const among = (name: string, values: readonly string[]): Sql => sql`${column(name)} = any(${[...values]}::varchar[])`;

async function holdConditions(context: Context, filter: HoldFilter | null | undefined): Promise<Sql[]> {
  const where: Sql[] = [];
  if (filter?.open != null) where.push(is(sql`t.released_at is null`, filter.open));
  if (filter?.owner) where.push(among("owner", filter.owner));
  if (filter?.reviewOverdue != null) {
    where.push(is(sql`t.released_at is null and t.review_at < ${await context.now()}`, filter.reviewOverdue));
  }
  return where;
}

function requestConditions({ actor }: Context, filter: InformationRequestFilter | null | undefined): Sql[] {
  const where: Sql[] = [];
  if (filter?.status) where.push(among("status", filter.status));
  if (filter?.agency) where.push(among("agency", filter.agency));
  if (filter?.addressee != null) where.push(among("addressee", [filter.addressee]));
  if (filter?.addressedToMe != null) where.push(is(addressedTo(actor), filter.addressedToMe));
  return where;
}

@Resolver()
export class StopQueries {
  @Query(() => Hold, {
    nullable: true,
    description: "The hold with this id, or null where there is none that you may see.",
  })
  hold(@Arg("id", () => ID, { description: "Its id." }) id: string, @Ctx() context: Context) {
    return recordById(context, Hold, id);
  }

  @Query(() => HoldConnection, {
    nullable: true,
    description: "The holds that you may see: those to look at now with `filter: {reviewOverdue: true}`.",
  })
  async holds(@Args(() => HoldsArgs) args: HoldsArgs, @Ctx() context: Context) {
    const where = await holdConditions(context, args.filter);
    return records(context, Hold, { where, order: holdOrders[args.orderBy] }, args);
  }

  @Query(() => InformationRequest, {
    nullable: true,
    description: "The request for information with this id, or null where there is none that you may see.",
  })
  informationRequest(@Arg("id", () => ID, { description: "Its id." }) id: string, @Ctx() context: Context) {
    return recordById(context, InformationRequest, id);
  }

  @Query(() => InformationRequestConnection, {
    nullable: true,
    description:
      "The requests for information that you may see: what awaits your answer with `filter: {addressedToMe: true, status: [OPEN]}`.",
  })
  informationRequests(@Args(() => InformationRequestsArgs) args: InformationRequestsArgs, @Ctx() context: Context) {
    const where = requestConditions(context, args.filter);
    return records(context, InformationRequest, { where, order: requestOrders[args.orderBy] }, args);
  }
}
