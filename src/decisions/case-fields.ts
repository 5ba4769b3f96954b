import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../context.ts";
import type { Page } from "../graph/connection.ts";
import type { Stub } from "../graph/node.ts";
import { PageArgs } from "../graph/paging.ts";
import { recordsUnder } from "../graph/records.ts";
import { readsRestricted } from "../identity/visibility.ts";
import { CaseNode } from "./case-node.ts";
import { Decision } from "./decision.ts";
import {
  DecisionConnection,
  DisputeConnection,
  decisionOrders,
  disputesOf,
  PositionConnection,
  positionsOn,
  ReferralConnection,
  referralOrders,
} from "./lists.ts";
import { Referral } from "./referral.ts";
import { standingDecisionOf, viewerMay } from "./viewer-case.ts";

/** What a case's panel does, as fields of the case. */
@Resolver(() => CaseNode)
export class CaseFields {
  @FieldResolver(() => ReferralConnection, {
    nullable: true,
    description: "The panel's seats on the case, first due first. Withheld from all but officials and auditors.",
  })
  referrals(
    @Root() { id }: Stub,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: Context,
  ): Promise<Page<Referral>> | null {
    if (!readsRestricted(context.actor)) return null;
    return recordsUnder(context, Referral, "case_id", id, { order: referralOrders.DUE_AT_ASC }, args);
  }

  @FieldResolver(() => PositionConnection, {
    nullable: true,
    description: "The agencies' positions on the case, latest first. Withheld from all but officials and auditors.",
  })
  positions(@Root() { id }: Stub, @Args(() => PageArgs) args: PageArgs, @Ctx() context: Context) {
    return readsRestricted(context.actor) ? positionsOn(context, id, args) : null;
  }

  @FieldResolver(() => DisputeConnection, {
    nullable: true,
    description: "The case's disputes, latest first. Withheld from all but officials and auditors.",
  })
  disputes(@Root() { id }: Stub, @Args(() => PageArgs) args: PageArgs, @Ctx() context: Context) {
    return readsRestricted(context.actor) ? disputesOf(context, id, args) : null;
  }

  @FieldResolver(() => DecisionConnection, {
    nullable: true,
    description: "The case's decisions that you may see, latest first: the void and the superseded too.",
  })
  decisions(@Root() { id }: Stub, @Args(() => PageArgs) args: PageArgs, @Ctx() context: Context) {
    return recordsUnder(context, Decision, "case_id", id, { order: decisionOrders.PROPOSED_AT_DESC }, args);
  }

  @FieldResolver(() => Decision, {
    nullable: true,
    description: "What stands for the case's current revision, proposed or countersigned, where you may see it.",
  })
  decision(@Root() { id }: Stub, @Ctx() context: Context) {
    return standingDecisionOf(context, id);
  }

  @FieldResolver(() => Boolean, {
    nullable: true,
    description: "Whether you may record your agency's position on it now.",
  })
  async viewerCanRecordPosition(@Root() { id }: Stub, @Ctx() context: Context) {
    return (await viewerMay(context, id)).recordPosition;
  }

  @FieldResolver(() => Boolean, {
    nullable: true,
    description:
      "Whether you may countersign what is proposed for it now: you took no part, and nothing else stands in the way.",
  })
  async viewerCanCountersign(@Root() { id }: Stub, @Ctx() context: Context) {
    return (await viewerMay(context, id)).countersign;
  }
}
