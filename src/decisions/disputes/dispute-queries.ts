import { ArrayMaxSize, IsOptional, ValidateNested } from "class-validator";
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
  Int,
  Query,
  Resolver,
  Root,
} from "type-graphql";
import type { Context } from "../../context.ts";
import { reads } from "../../graph/asked.ts";
import { batched } from "../../graph/batched.ts";
import { Choices } from "../../graph/bounds.ts";
import { PageArgs } from "../../graph/paging.ts";
import { column, orderBy, recordById, records, recordsUnder } from "../../graph/records.ts";
import { type Sql, sql } from "../../graph/sql.ts";
import { AgencyEnum } from "../../graph/vocabulary-enums.ts";
import { authorise, mayDo, requires, scopeDirective } from "../../identity/permissions.ts";
import {
  blockersOfDeciding,
  blockersOfEscalating,
  blockersOfVoting,
  type DisputeFacts,
  type LadderBlocker,
} from "../../rules/ladder.ts";
import type { Agency, DisputeStatus } from "../../rules/vocabulary.ts";
import { CaseNode, caseStub } from "../cases/case-node.ts";
import {
  DisputeConnection,
  type DisputeOrder,
  DisputeOrderEnum,
  disputeOrders,
  LadderDecisionConnection,
  VoteConnection,
} from "../lists.ts";
import { Dispute, DisputeStatusEnum } from "./dispute.ts";
import { awaitsAgency, type DisputeState, disputeFacts, disputeStates } from "./dispute-facts.ts";
import { LadderDecision } from "./ladder-decision.ts";
import { Vote } from "./vote.ts";

@InputType({ description: "Which disputes: all that is given must hold." })
export class DisputeFilter {
  @Field(() => [DisputeStatusEnum], { nullable: true, description: "In one of these statuses." })
  @Choices()
  status?: DisputeStatus[] | null;

  @Field(() => [Int], { nullable: true, description: "Before one of these levels, or ended there; 8 at most." })
  @IsOptional()
  @ArrayMaxSize(8, { message: "level has at most 8 entries." })
  level?: number[] | null;

  @Field(() => AgencyEnum, {
    nullable: true,
    description: "Whose level waits for this agency now: to decide, or to cast its vote.",
  })
  awaitingAgency?: Agency | null;
}

@ArgsType()
class DisputesArgs extends PageArgs {
  @Field(() => DisputeFilter, { nullable: true, description: "Which disputes." })
  @IsOptional()
  @ValidateNested()
  filter?: DisputeFilter | null;

  @Field(() => DisputeOrderEnum, { defaultValue: "DUE_AT_ASC", description: "In which order." })
  orderBy: DisputeOrder = "DUE_AT_ASC";
}

const stateLoader = (context: Context) =>
  batched<string, DisputeState | null>(context, async (ids) => {
    const found = new Map((await context.query<DisputeState>(disputeStates(ids))).map((row) => [row.id, row]));
    return ids.map((id) => found.get(id) ?? null);
  });

/** Whether `rule` finds nothing against the reader's act on the dispute's level. */
async function may(
  context: Context,
  id: string,
  action: "dispute:decide" | "dispute:vote" | "dispute:escalate",
  rule: (facts: DisputeFacts) => LadderBlocker[],
): Promise<boolean> {
  if (!mayDo(context.actor, action)) return false;
  const state = await context.loaders(stateLoader).load(id);
  if (!state || state.withdrawn) return false;
  return rule(disputeFacts(state, context.actor, state.level, await context.now())).length === 0;
}

@Resolver(() => Dispute)
export class DisputeQueries {
  @Directive(scopeDirective("dispute:read"))
  @Query(() => Dispute, {
    nullable: true,
    description: `The dispute with this id, or null where there is none. ${requires("dispute:read")}`,
  })
  dispute(@Arg("id", () => ID, { description: "Its id." }) id: string, @Ctx() context: Context) {
    authorise(context.actor, "dispute:read");
    return recordById(context, Dispute, id);
  }

  @Directive(scopeDirective("dispute:read"))
  @Query(() => DisputeConnection, {
    nullable: true,
    description: `Disputes: what waits for an agency's decision or vote with \`filter: {awaitingAgency: OSTP}\`. ${requires("dispute:read")}`,
  })
  disputes(@Args(() => DisputesArgs) { filter, orderBy, ...args }: DisputesArgs, @Ctx() context: Context) {
    authorise(context.actor, "dispute:read");
    const where: Sql[] = [];
    if (filter?.status) where.push(sql`${column("status")} = any(${filter.status}::varchar[])`);
    if (filter?.level) where.push(sql`${column("level")} = any(${filter.level}::int4[])`);
    if (filter?.awaitingAgency) where.push(awaitsAgency(filter.awaitingAgency));
    return records(context, Dispute, { where, order: disputeOrders[orderBy] }, args);
  }

  @reads("id")
  @FieldResolver(() => LadderDecisionConnection, { description: "What its levels decided, the latest first." })
  decisions(@Root() { id }: Dispute, @Args(() => PageArgs) args: PageArgs, @Ctx() context: Context) {
    const order = orderBy("decided_at", "timestamptz", true);
    return recordsUnder(context, LadderDecision, "dispute_id", id, { order }, args);
  }

  @reads("id")
  @FieldResolver(() => VoteConnection, { description: "The votes cast at its levels, the latest first." })
  votes(@Root() { id }: Dispute, @Args(() => PageArgs) args: PageArgs, @Ctx() context: Context) {
    return recordsUnder(context, Vote, "dispute_id", id, { order: orderBy("cast_at", "timestamptz", true) }, args);
  }

  @reads("caseId")
  @FieldResolver(() => CaseNode, { nullable: true, description: "The case that it is about." })
  case(@Root() { caseId }: Dispute) {
    return caseStub(caseId);
  }

  @reads("id")
  @FieldResolver(() => Boolean, { description: "Whether you may decide its level now." })
  viewerCanDecide(@Root() { id }: Dispute, @Ctx() context: Context) {
    return may(context, id, "dispute:decide", blockersOfDeciding);
  }

  @reads("id")
  @FieldResolver(() => Boolean, { description: "Whether you may cast your agency's vote at its level now." })
  viewerCanVote(@Root() { id }: Dispute, @Ctx() context: Context) {
    return may(context, id, "dispute:vote", blockersOfVoting);
  }

  @reads("id")
  @FieldResolver(() => Boolean, { description: "Whether you may take its level's result to the next level now." })
  viewerCanEscalate(@Root() { id }: Dispute, @Ctx() context: Context) {
    return may(context, id, "dispute:escalate", blockersOfEscalating);
  }
}
