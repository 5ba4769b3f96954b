import { IsOptional, ValidateNested } from "class-validator";
import { Arg, Args, ArgsType, Ctx, Field, ID, InputType, Query, Resolver } from "type-graphql";
import type { Context } from "../../context.ts";
import { Choices, Line } from "../../graph/bounds.ts";
import { connectionOf } from "../../graph/connection.ts";
import { graphEnum } from "../../graph/enums.ts";
import { type Order, PageArgs } from "../../graph/paging.ts";
import { column, type ListOf, orderBy, recordById, records } from "../../graph/records.ts";
import { type Sql, sql } from "../../graph/sql.ts";
import type { FindingSeverity, FindingStatus } from "../../rules/release-vocabulary.ts";
import { Finding, FindingSeverityEnum, FindingStatusEnum } from "./finding.ts";

export const { Connection: FindingConnection, ConnectionResolver: FindingConnectionResolver } = connectionOf(
  "Finding",
  () => Finding,
);

const FindingOrderEnum = graphEnum("FindingOrder", "How a list of findings is sorted.", {
  RECORDED_AT_DESC: "The latest first recorded first.",
  RECORDED_AT_ASC: "The first recorded first.",
});
type FindingOrder = keyof typeof FindingOrderEnum;

const orders: Record<FindingOrder, Order> = {
  RECORDED_AT_DESC: orderBy("recorded_at", "timestamptz", true),
  RECORDED_AT_ASC: orderBy("recorded_at", "timestamptz", false),
};

@InputType({ description: "Which findings: all that is given must hold." })
class FindingFilter {
  @Field(() => [FindingStatusEnum], { nullable: true, description: "In one of these statuses." })
  @Choices()
  status?: FindingStatus[] | null;

  @Field(() => [FindingSeverityEnum], { nullable: true, description: "Of one of these severities." })
  @Choices()
  severity?: FindingSeverity[] | null;

  @Field(() => ID, { nullable: true, description: "Of this release." })
  @IsOptional()
  @Line(64)
  releaseId?: string | null;
}

/** What every list of findings takes. */
@ArgsType()
export class FindingsArgs extends PageArgs {
  @Field(() => FindingFilter, { nullable: true, description: "Which findings." })
  @IsOptional()
  @ValidateNested()
  filter?: FindingFilter | null;

  @Field(() => FindingOrderEnum, { defaultValue: "RECORDED_AT_DESC", description: "In which order." })
  orderBy: FindingOrder = "RECORDED_AT_DESC";
}

/** The list that the arguments ask for. */
export function findingList({ filter, orderBy: order }: FindingsArgs): ListOf {
  const where: Sql[] = [];
  if (filter?.status) where.push(sql`${column("status")} = any(${filter.status}::varchar[])`);
  if (filter?.severity) where.push(sql`${column("severity")} = any(${filter.severity}::varchar[])`);
  if (filter?.releaseId) {
    where.push(
      sql`${column("review_id")} in (select c.id from cyber_review c where c.release_id = ${filter.releaseId})`,
    );
  }
  return { where, order: orders[order] };
}

@Resolver()
export class FindingQueries {
  @Query(() => Finding, {
    nullable: true,
    description: "The finding with this id, or null where there is none that you may see.",
  })
  finding(@Arg("id", () => ID, { description: "Its id." }) id: string, @Ctx() context: Context) {
    return recordById(context, Finding, id);
  }

  @Query(() => FindingConnection, { nullable: true, description: "The findings that you may see." })
  findings(@Args(() => FindingsArgs) args: FindingsArgs, @Ctx() context: Context) {
    return records(context, Finding, findingList(args), args);
  }
}
