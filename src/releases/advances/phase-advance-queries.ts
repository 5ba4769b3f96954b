import { IsOptional, ValidateNested } from "class-validator";
import { Arg, Args, ArgsType, Ctx, Field, ID, InputType, Query, Resolver } from "type-graphql";
import type { Context } from "../../context.ts";
import { Choices, Line } from "../../graph/bounds.ts";
import { connectionOf } from "../../graph/connection.ts";
import { graphEnum } from "../../graph/enums.ts";
import { type Order, PageArgs } from "../../graph/paging.ts";
import { column, type ListOf, orderBy, recordById, records } from "../../graph/records.ts";
import { type Sql, sql } from "../../graph/sql.ts";
import { CaseStatusEnum } from "../../graph/vocabulary-enums.ts";
import type { PhaseAdvanceStatus } from "../../rules/vocabulary.ts";
import { PhaseAdvance } from "./phase-advance.ts";

export const { Connection: PhaseAdvanceConnection, ConnectionResolver: PhaseAdvanceConnectionResolver } = connectionOf(
  "PhaseAdvance",
  () => PhaseAdvance,
);

const PhaseAdvanceOrderEnum = graphEnum("PhaseAdvanceOrder", "How a list of phase advances is sorted.", {
  SUBMITTED_AT_DESC: "The latest submitted first.",
  SUBMITTED_AT_ASC: "The first submitted first.",
  DUE_AT_ASC: "The next due first; those without a due date last.",
});
type PhaseAdvanceOrder = keyof typeof PhaseAdvanceOrderEnum;

const orders: Record<PhaseAdvanceOrder, Order> = {
  SUBMITTED_AT_DESC: orderBy("submitted_at", "timestamptz", true),
  SUBMITTED_AT_ASC: orderBy("submitted_at", "timestamptz", false),
  DUE_AT_ASC: orderBy("due_at", "timestamptz", false),
};

@InputType({ description: "Which phase advances: all that is given must hold." })
class PhaseAdvanceFilter {
  @Field(() => [CaseStatusEnum], { nullable: true, description: "In one of these statuses." })
  @Choices()
  status?: PhaseAdvanceStatus[] | null;

  @Field(() => ID, { nullable: true, description: "Of this release." })
  @IsOptional()
  @Line(64)
  releaseId?: string | null;
}

/** What every list of phase advances takes. */
@ArgsType()
export class PhaseAdvancesArgs extends PageArgs {
  @Field(() => PhaseAdvanceFilter, { nullable: true, description: "Which phase advances." })
  @IsOptional()
  @ValidateNested()
  filter?: PhaseAdvanceFilter | null;

  @Field(() => PhaseAdvanceOrderEnum, { defaultValue: "SUBMITTED_AT_DESC", description: "In which order." })
  orderBy: PhaseAdvanceOrder = "SUBMITTED_AT_DESC";
}

/** The list that the arguments ask for. */
export function phaseAdvanceList({ filter, orderBy }: PhaseAdvancesArgs): ListOf {
  const where: Sql[] = [];
  if (filter?.status) where.push(sql`${column("status")} = any(${filter.status}::varchar[])`);
  if (filter?.releaseId) where.push(sql`${column("release_id")} = ${filter.releaseId}`);
  return { where, order: orders[orderBy] };
}

@Resolver()
export class PhaseAdvanceQueries {
  @Query(() => PhaseAdvance, {
    nullable: true,
    description: "The phase advance with this id, or null where there is none that you may see.",
  })
  phaseAdvance(@Arg("id", () => ID, { description: "Its id." }) id: string, @Ctx() context: Context) {
    return recordById(context, PhaseAdvance, id);
  }

  @Query(() => PhaseAdvanceConnection, { nullable: true, description: "The phase advances that you may see." })
  phaseAdvances(@Args(() => PhaseAdvancesArgs) args: PhaseAdvancesArgs, @Ctx() context: Context) {
    return records(context, PhaseAdvance, phaseAdvanceList(args), args);
  }
}
