import { IsOptional, ValidateNested } from "class-validator";
import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Directive,
  Field,
  FieldResolver,
  ID,
  InputType,
  Query,
  Resolver,
  Root,
} from "type-graphql";
import type { Context } from "../../context.ts";
import { reads } from "../../graph/asked.ts";
import { Choices } from "../../graph/bounds.ts";
import { PageArgs } from "../../graph/paging.ts";
import { column, recordById, records } from "../../graph/records.ts";
import { type Sql, sql } from "../../graph/sql.ts";
import { AgencyEnum } from "../../graph/vocabulary-enums.ts";
import { authorise, mayDo, requires, scopeDirective } from "../../identity/permissions.ts";
import { blockersOfAnswering } from "../../rules/condition-changes.ts";
import { spokeForAnother } from "../../rules/positions.ts";
import type { ConditionChangeStatus } from "../../rules/review-vocabulary.ts";
import type { Agency } from "../../rules/vocabulary.ts";
import {
  ConditionChangeConnection,
  type ConditionChangeOrder,
  ConditionChangeOrderEnum,
  conditionChangeOrders,
} from "../lists.ts";
import { changeableLoader } from "./changeable-condition.ts";
import { ConditionChange, ConditionChangeStatusEnum } from "./condition-change.ts";

@InputType({ description: "Which changes of conditions: all that is given must hold." })
export class ConditionChangeFilter {
  @Field(() => [ConditionChangeStatusEnum], { nullable: true, description: "In one of these statuses." })
  @Choices()
  status?: ConditionChangeStatus[] | null;

  @Field(() => [AgencyEnum], {
    nullable: true,
    description: "Awaiting the consent of one of these agencies, which proposed the condition.",
  })
  @Choices()
  awaitingConsentOf?: Agency[] | null;

  @Field(() => [AgencyEnum], { nullable: true, description: "Asked for by one of these agencies." })
  @Choices()
  askedBy?: Agency[] | null;
}

@ArgsType()
class ConditionChangesArgs extends PageArgs {
  @Field(() => ConditionChangeFilter, { nullable: true, description: "Which changes." })
  @IsOptional()
  @ValidateNested()
  filter?: ConditionChangeFilter | null;

  @Field(() => ConditionChangeOrderEnum, { defaultValue: "PROPOSED_AT_DESC", description: "In which order." })
  orderBy: ConditionChangeOrder = "PROPOSED_AT_DESC";
}

@Resolver(() => ConditionChange)
export class ConditionChangeQueries {
  @Directive(scopeDirective("condition:read"))
  @Query(() => ConditionChange, {
    nullable: true,
    description: `The change of a condition with this id, or null where there is none. Its case's parties read what holds with the condition itself. ${requires("condition:read")}`,
  })
  conditionChange(@Arg("id", () => ID, { description: "Its id." }) id: string, @Ctx() context: Context) {
    authorise(context.actor, "condition:read");
    return recordById(context, ConditionChange, id);
  }

  @Directive(scopeDirective("condition:read"))
  @Query(() => ConditionChangeConnection, {
    nullable: true,
    description: `Changes of conditions: what awaits an agency's consent with \`filter: {awaitingConsentOf: [ONCD]}\`. ${requires("condition:read")}`,
  })
  conditionChanges(
    @Args(() => ConditionChangesArgs) { filter, orderBy, ...args }: ConditionChangesArgs,
    @Ctx() context: Context,
  ) {
    authorise(context.actor, "condition:read");
    const where: Sql[] = [];
    if (filter?.status) where.push(sql`${column("status")} = any(${filter.status}::varchar[])`);
    if (filter?.awaitingConsentOf) {
      where.push(sql`t.status = 'PROPOSED' and (select o.proposed_by from condition o where o.id = t.condition_id)
        = any(${filter.awaitingConsentOf}::varchar[])`);
    }
    if (filter?.askedBy) {
      where.push(sql`t.status <> 'RULED' and ${column("proposed_agency")} = any(${filter.askedBy}::varchar[])`);
    }
    return records(context, ConditionChange, { where, order: conditionChangeOrders[orderBy] }, args);
  }

  @reads("conditionId", "status", "proposedBy")
  @FieldResolver(() => Boolean, {
    description:
      "Whether you may consent to it or refuse it now: your agency proposed the condition, and you didn't ask for the change.",
  })
  async viewerCanConsent(@Root() { conditionId, status, proposedBy }: ConditionChange, @Ctx() context: Context) {
    const { actor } = context;
    if (!mayDo(actor, "condition:consent")) return false;
    const condition = await context.loaders(changeableLoader).load(conditionId);
    if (!condition) return false;
    const blockers = blockersOfAnswering({
      status,
      proposedBy: condition.proposedBy,
      askedBy: proposedBy,
      official: actor,
      spokeForAnother: spokeForAnother(actor, condition.voices),
    });
    return blockers.length === 0;
  }
}
