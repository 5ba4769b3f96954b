import { IsOptional, ValidateNested } from "class-validator";
import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, ID, InputType, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../../context.ts";
import { reads } from "../../graph/asked.ts";
import { Choices } from "../../graph/bounds.ts";
import { graphEnum } from "../../graph/enums.ts";
import { type Order, PageArgs } from "../../graph/paging.ts";
import { column, orderBy, recordById, records } from "../../graph/records.ts";
import { type Sql, sql } from "../../graph/sql.ts";
import { mayDo } from "../../identity/permissions.ts";
import { blockersOfDeciding } from "../../rules/appeals.ts";
import type { AppealGround, AppealStatus } from "../../rules/review-vocabulary.ts";
import { AppealConnection } from "../lists.ts";
import { Appeal, AppealGroundEnum, AppealStatusEnum } from "./appeal.ts";
import { appealDecisionFacts, appealRowLoader } from "./appeal-facts.ts";

@InputType({ description: "Which appeals: all that is given must hold." })
export class AppealFilter {
  @Field(() => [AppealStatusEnum], { nullable: true, description: "In one of these statuses." })
  @Choices()
  status?: AppealStatus[] | null;

  @Field(() => [AppealGroundEnum], { nullable: true, description: "On one of these grounds." })
  @Choices()
  ground?: AppealGround[] | null;

  @Field(() => Boolean, { nullable: true, description: "Whether it awaits its decision." })
  awaitingDecision?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: "Whether its decision is overdue: silence decides nothing." })
  overdue?: boolean | null;
}

const AppealOrderEnum = graphEnum("AppealOrder", "How a list of appeals is sorted.", {
  FILED_AT_DESC: "The latest filed first.",
  FILED_AT_ASC: "The first filed first.",
  DUE_AT_ASC: "The first due first; those decided last.",
});
type AppealOrder = keyof typeof AppealOrderEnum;
const appealOrders: Record<AppealOrder, Order> = {
  FILED_AT_DESC: orderBy("filed_at", "timestamptz", true),
  FILED_AT_ASC: orderBy("filed_at", "timestamptz", false),
  DUE_AT_ASC: orderBy("due_at", "timestamptz", false),
};

@ArgsType()
class AppealsArgs extends PageArgs {
  @Field(() => AppealFilter, { nullable: true, description: "Which appeals." })
  @IsOptional()
  @ValidateNested()
  filter?: AppealFilter | null;

  @Field(() => AppealOrderEnum, { defaultValue: "FILED_AT_DESC", description: "In which order." })
  orderBy: AppealOrder = "FILED_AT_DESC";
}

const is = (condition: Sql, wanted: boolean): Sql => (wanted ? condition : sql`not coalesce((${condition}), false)`);

@Resolver(() => Appeal)
export class AppealQueries {
  @Query(() => Appeal, {
    nullable: true,
    description: "The appeal with this id, or null where there is none that you may see.",
  })
  appeal(@Arg("id", () => ID, { description: "Its id." }) id: string, @Ctx() context: Context) {
    return recordById(context, Appeal, id);
  }

  @Query(() => AppealConnection, {
    nullable: true,
    description:
      "The appeals that you may see: an official's inbox with `filter: {awaitingDecision: true}`, an applicant's own.",
  })
  async appeals(@Args(() => AppealsArgs) { filter, orderBy, ...args }: AppealsArgs, @Ctx() context: Context) {
    const where: Sql[] = [];
    if (filter?.status) where.push(sql`${column("status")} = any(${filter.status}::varchar[])`);
    if (filter?.ground) where.push(sql`${column("ground")} = any(${filter.ground}::varchar[])`);
    if (filter?.awaitingDecision != null) where.push(is(sql`t.status = 'FILED'`, filter.awaitingDecision));
    if (filter?.overdue != null) {
      where.push(is(sql`t.status = 'FILED' and t.due_at < ${await context.now()}`, filter.overdue));
    }
    return records(context, Appeal, { where, order: appealOrders[orderBy] }, args);
  }

  @reads("status", "dueAt")
  @FieldResolver(() => Boolean, {
    description: "Whether its decision was due and isn't given: silence decides nothing.",
  })
  async overdue(@Root() { status, dueAt }: Appeal, @Ctx() context: Context) {
    return status === "FILED" && dueAt !== null && dueAt < (await context.now());
  }

  @reads("caseId", "status", "ground")
  @FieldResolver(() => Boolean, {
    description:
      "Whether you may decide it now: your agency has a seat on the case's panel, and you took no part in the case. To uphold it may be blocked still.",
  })
  async viewerCanDecideAppeal(@Root() { caseId, status, ground }: Appeal, @Ctx() context: Context) {
    const { actor } = context;
    if (!mayDo(actor, "appeal:decide")) return false;
    const row = await context.loaders(appealRowLoader).load(caseId);
    return (
      row !== null &&
      blockersOfDeciding(appealDecisionFacts(row, { status, ground }, actor, row.caseRevision, 0)).length === 0
    );
  }
}
