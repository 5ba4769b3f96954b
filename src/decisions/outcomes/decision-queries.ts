import { IsOptional, ValidateNested } from "class-validator";
import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, ID, InputType, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../../context.ts";
import { reads } from "../../graph/asked.ts";
import { batched } from "../../graph/batched.ts";
import { Choices } from "../../graph/bounds.ts";
import { ConditionPredicate, shownPredicate } from "../../graph/condition-predicate.ts";
import { PageArgs } from "../../graph/paging.ts";
import { column, orderBy, recordById, records, recordsUnder } from "../../graph/records.ts";
import { type Sql, sql } from "../../graph/sql.ts";
import type { DecisionOutcome, DecisionStatus } from "../../rules/vocabulary.ts";
import { CaseNode, caseStub } from "../cases/case-node.ts";
import { Condition } from "../conditions/condition.ts";
import { ConditionChange } from "../conditions/condition-change.ts";
import {
  ConditionChangeConnection,
  ConditionConnection,
  conditionsOfDecision,
  conditionsOfPosition,
  DecisionConnection,
  type DecisionOrder,
  DecisionOrderEnum,
  decisionOrders,
} from "../lists.ts";
import { Position } from "../panel/position.ts";
import { Decision, DecisionOutcomeEnum, DecisionStatusEnum } from "./decision.ts";

@InputType({ description: "Which decisions: all that is given must hold." })
export class DecisionFilter {
  @Field(() => [DecisionStatusEnum], { nullable: true, description: "In one of these statuses." })
  @Choices()
  status?: DecisionStatus[] | null;

  @Field(() => [DecisionOutcomeEnum], { nullable: true, description: "With one of these outcomes." })
  @Choices()
  outcome?: DecisionOutcome[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Whether its countersignature was due and isn't given: nothing is on a withdrawn release.",
  })
  overdue?: boolean | null;
}

@ArgsType()
class DecisionsArgs extends PageArgs {
  @Field(() => DecisionFilter, { nullable: true, description: "Which decisions." })
  @IsOptional()
  @ValidateNested()
  filter?: DecisionFilter | null;

  @Field(() => DecisionOrderEnum, { defaultValue: "PROPOSED_AT_DESC", description: "In which order." })
  orderBy: DecisionOrder = "PROPOSED_AT_DESC";
}

/** Nothing falls due any more on a release that its vendor has withdrawn. */
const overdueAt = (
  now: Date,
): Sql => sql`(coalesce(${column("due_at")} < ${now}, false) and ${column("status")} = 'PROPOSED'
  and not exists (select 1 from review_case c join release w on w.id = c.release_id
    where c.id = ${column("case_id")} and w.phase = 'WITHDRAWN'))`;

const overdueLoader = (context: Context) =>
  batched<string, boolean>(context, async (ids) => {
    const rows = await context.query<{ id: string }>(
      sql`select t.id from decision t where t.id = any(${[...ids]}::varchar[]) and ${overdueAt(await context.now())}`,
    );
    const overdue = new Set(rows.map(({ id }) => id));
    return ids.map((id) => overdue.has(id));
  });

@Resolver(() => Decision)
export class DecisionQueries {
  @Query(() => Decision, {
    nullable: true,
    description: "The decision with this id, or null where there is none that you may see.",
  })
  decision(@Arg("id", () => ID, { description: "Its id." }) id: string, @Ctx() context: Context) {
    return recordById(context, Decision, id);
  }

  @Query(() => DecisionConnection, {
    nullable: true,
    description:
      "The decisions that you may see: a countersigner's inbox with `filter: {status: [PROPOSED]}, orderBy: DUE_AT_ASC`.",
  })
  async decisions(@Args(() => DecisionsArgs) { filter, orderBy, ...args }: DecisionsArgs, @Ctx() context: Context) {
    const where: Sql[] = [];
    if (filter?.status) where.push(sql`${column("status")} = any(${filter.status}::varchar[])`);
    if (filter?.outcome) where.push(sql`${column("outcome")} = any(${filter.outcome}::varchar[])`);
    if (filter?.overdue != null) where.push(sql`${overdueAt(await context.now())} = ${filter.overdue}`);
    return records(context, Decision, { where, order: decisionOrders[orderBy] }, args);
  }

  @reads("id")
  @FieldResolver(() => Boolean, {
    description: "Whether its countersignature was due and isn't given: silence decides nothing.",
  })
  overdue(@Root() { id }: Decision, @Ctx() context: Context) {
    return context.loaders(overdueLoader).load(id);
  }

  @reads("caseId")
  @FieldResolver(() => CaseNode, { nullable: true, description: "The case that it decides." })
  case(@Root() { caseId }: Decision) {
    return caseStub(caseId);
  }

  @reads("id")
  @FieldResolver(() => ConditionConnection, {
    description: "The conditions that it carries, in the order of their proposal.",
  })
  conditions(@Root() { id }: Decision, @Args(() => PageArgs) args: PageArgs, @Ctx() context: Context) {
    return conditionsOfDecision(context, id, args);
  }
}

@Resolver(() => Position)
export class PositionFields {
  @reads("caseId")
  @FieldResolver(() => CaseNode, { nullable: true, description: "The case that it is about." })
  case(@Root() { caseId }: Position) {
    return caseStub(caseId);
  }

  @reads("id")
  @FieldResolver(() => ConditionConnection, { description: "The conditions that came with it." })
  conditions(@Root() { id }: Position, @Args(() => PageArgs) args: PageArgs, @Ctx() context: Context) {
    return conditionsOfPosition(context, id, args);
  }
}

@Resolver(() => Condition)
export class ConditionFields {
  @reads("predicate")
  @FieldResolver(() => ConditionPredicate, { description: "What of it a machine can check." })
  predicate(@Root() { predicate }: Condition) {
    return shownPredicate(predicate);
  }

  @reads("caseId")
  @FieldResolver(() => CaseNode, { nullable: true, description: "The case that it was proposed for." })
  case(@Root() { caseId }: Condition) {
    return caseStub(caseId);
  }

  @reads("replacesId")
  @FieldResolver(() => Condition, {
    nullable: true,
    description: "The wording that this one took the place of, where you may see it.",
  })
  replaces(@Root() { replacesId }: Condition, @Ctx() context: Context) {
    return recordById(context, Condition, replacesId);
  }

  @reads("id")
  @FieldResolver(() => ConditionChangeConnection, {
    description: "The changes asked for or ruled on it, the latest first; where you may see them.",
  })
  changes(@Root() { id }: Condition, @Args(() => PageArgs) args: PageArgs, @Ctx() context: Context) {
    const order = orderBy("proposed_at", "timestamptz", true);
    return recordsUnder(context, ConditionChange, "condition_id", id, { order }, args);
  }

  @reads("positionId")
  @FieldResolver(() => Position, {
    nullable: true,
    description: "The position that it came with, where you may see it.",
  })
  position(@Root() { positionId }: Condition, @Ctx() context: Context) {
    return recordById(context, Position, positionId);
  }
}
