import { IsOptional, ValidateNested } from "class-validator";
import { Arg, Args, ArgsType, Ctx, Field, ID, InputType, Query, Resolver } from "type-graphql";
import type { Context } from "../../context.ts";
import { Choices, Line } from "../../graph/bounds.ts";
import { connectionOf } from "../../graph/connection.ts";
import { graphEnum } from "../../graph/enums.ts";
import { type Order, PageArgs } from "../../graph/paging.ts";
import { column, type ListOf, orderBy, recordById, records } from "../../graph/records.ts";
import { type Sql, sql } from "../../graph/sql.ts";
import type { CyberReviewStatus } from "../../rules/release-vocabulary.ts";
import { CyberReview, CyberReviewStatusEnum } from "./cyber-review.ts";

export const { Connection: CyberReviewConnection, ConnectionResolver: CyberReviewConnectionResolver } = connectionOf(
  "CyberReview",
  () => CyberReview,
);

const CyberReviewOrderEnum = graphEnum("CyberReviewOrder", "How a list of cyber reviews is sorted.", {
  OPENED_AT_DESC: "The latest opened first.",
  OPENED_AT_ASC: "The first opened first.",
});
type CyberReviewOrder = keyof typeof CyberReviewOrderEnum;

const orders: Record<CyberReviewOrder, Order> = {
  OPENED_AT_DESC: orderBy("opened_at", "timestamptz", true),
  OPENED_AT_ASC: orderBy("opened_at", "timestamptz", false),
};

@InputType({ description: "Which cyber reviews: all that is given must hold." })
class CyberReviewFilter {
  @Field(() => [CyberReviewStatusEnum], { nullable: true, description: "In one of these statuses." })
  @Choices()
  status?: CyberReviewStatus[] | null;

  @Field(() => ID, { nullable: true, description: "Of this release." })
  @IsOptional()
  @Line(64)
  releaseId?: string | null;
}

/** What every list of cyber reviews takes. */
@ArgsType()
export class CyberReviewsArgs extends PageArgs {
  @Field(() => CyberReviewFilter, { nullable: true, description: "Which cyber reviews." })
  @IsOptional()
  @ValidateNested()
  filter?: CyberReviewFilter | null;

  @Field(() => CyberReviewOrderEnum, { defaultValue: "OPENED_AT_DESC", description: "In which order." })
  orderBy: CyberReviewOrder = "OPENED_AT_DESC";
}

/** The list that the arguments ask for. */
export function cyberReviewList({ filter, orderBy: order }: CyberReviewsArgs): ListOf {
  const where: Sql[] = [];
  if (filter?.status) where.push(sql`${column("status")} = any(${filter.status}::varchar[])`);
  if (filter?.releaseId) where.push(sql`${column("release_id")} = ${filter.releaseId}`);
  return { where, order: orders[order] };
}

@Resolver()
export class CyberReviewQueries {
  @Query(() => CyberReview, {
    nullable: true,
    description: "The cyber review with this id, or null where there is none that you may see.",
  })
  cyberReview(@Arg("id", () => ID, { description: "Its id." }) id: string, @Ctx() context: Context) {
    return recordById(context, CyberReview, id);
  }

  @Query(() => CyberReviewConnection, { nullable: true, description: "The cyber reviews that you may see." })
  cyberReviews(@Args(() => CyberReviewsArgs) args: CyberReviewsArgs, @Ctx() context: Context) {
    return records(context, CyberReview, cyberReviewList(args), args);
  }
}
