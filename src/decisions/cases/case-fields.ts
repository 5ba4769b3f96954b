import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../../context.ts";
import type { Page } from "../../graph/connection.ts";
import type { Stub } from "../../graph/node.ts";
import { PageArgs } from "../../graph/paging.ts";
import { orderBy, recordsUnder, type Shown } from "../../graph/records.ts";
import { DateTime } from "../../graph/scalars.ts";
import { readsRestricted } from "../../identity/visibility.ts";
import { Appeal } from "../appeals/appeal.ts";
import {
  AppealConnection,
  DecisionConnection,
  DisputeConnection,
  decisionOrders,
  disputesOf,
  HoldConnection,
  InformationRequestConnection,
  PositionConnection,
  positionsOn,
  RebuttalConnection,
  ReferralConnection,
  referralOrders,
} from "../lists.ts";
import { countersignatureDueLoader } from "../outcomes/countersignature-due.ts";
import { Decision } from "../outcomes/decision.ts";
import { DenialReason, denialReasonsLoader } from "../outcomes/denial-reasons.ts";
import { Rebuttal } from "../outcomes/rebuttal.ts";
import { Referral } from "../panel/referral.ts";
import { Hold } from "../stops/hold.ts";
import { InformationRequest } from "../stops/information-request.ts";
import { CaseNode } from "./case-node.ts";
import { CaseOverlayEnum, overlayLoader } from "./case-overlays.ts";
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
  ): Promise<Page<Shown<Referral>>> | null {
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

  @FieldResolver(() => HoldConnection, {
    nullable: true,
    description: "The holds that stop or stopped the case's clock, the latest first: each with its review date.",
  })
  holds(@Root() { id }: Stub, @Args(() => PageArgs) args: PageArgs, @Ctx() context: Context) {
    return recordsUnder(context, Hold, "case_id", id, { order: orderBy("placed_at", "timestamptz", true) }, args);
  }

  @FieldResolver(() => InformationRequestConnection, {
    nullable: true,
    description: "What agencies asked about the case, the latest first. While one is open the clock is stopped.",
  })
  informationRequests(@Root() { id }: Stub, @Args(() => PageArgs) args: PageArgs, @Ctx() context: Context) {
    const order = orderBy("requested_at", "timestamptz", true);
    return recordsUnder(context, InformationRequest, "case_id", id, { order }, args);
  }

  @FieldResolver(() => RebuttalConnection, {
    nullable: true,
    description: "What was said against its intended denials, the latest first; where you may see it.",
  })
  rebuttals(@Root() { id }: Stub, @Args(() => PageArgs) args: PageArgs, @Ctx() context: Context) {
    return recordsUnder(context, Rebuttal, "case_id", id, { order: orderBy("filed_at", "timestamptz", true) }, args);
  }

  @FieldResolver(() => AppealConnection, {
    nullable: true,
    description: "The appeals brought in the case, the latest first; where you may see them.",
  })
  appeals(@Root() { id }: Stub, @Args(() => PageArgs) args: PageArgs, @Ctx() context: Context) {
    return recordsUnder(context, Appeal, "case_id", id, { order: orderBy("filed_at", "timestamptz", true) }, args);
  }

  @FieldResolver(() => [CaseOverlayEnum], {
    nullable: true,
    description:
      "What lies over the case's status now: that its clock is stopped, that it is under appeal, for those who see appeals of it.",
  })
  overlays(@Root() { id }: Stub, @Ctx() context: Context) {
    return context.loaders(overlayLoader).load(id);
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

  @FieldResolver(() => DateTime, {
    nullable: true,
    description:
      "When the countersignature of what is proposed is due: for officials and auditors, and for whoever brought the case, who may appeal once it is over. Null while none is awaited or the clock is stopped.",
  })
  countersignatureDueAt(@Root() { id }: Stub, @Ctx() context: Context) {
    return context.loaders(countersignatureDueLoader).load(id);
  }

  @FieldResolver(() => [DenialReason], {
    nullable: true,
    description:
      "What a denial of it rests on, intended or countersigned, in the policy's words: for officials and auditors, for whoever brought the case, and for its release's vendor once it is countersigned. Null where no denial stands.",
  })
  denialReasons(@Root() { id }: Stub, @Ctx() context: Context) {
    return context.loaders(denialReasonsLoader).load(id);
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
  @FieldResolver(() => Boolean, {
    nullable: true,
    description: "Whether you brought it and may rebut its intended denial now.",
  })
  async viewerCanRebut(@Root() { id }: Stub, @Ctx() context: Context) {
    return (await viewerMay(context, id)).rebut;
  }

  @FieldResolver(() => Boolean, { nullable: true, description: "Whether you may stop its clock with a hold now." })
  async viewerCanPlaceHold(@Root() { id }: Stub, @Ctx() context: Context) {
    return (await viewerMay(context, id)).placeHold;
  }

  @FieldResolver(() => Boolean, {
    nullable: true,
    description: "Whether you may ask its parties for information now; each of them once at a time.",
  })
  async viewerCanRequestInformation(@Root() { id }: Stub, @Ctx() context: Context) {
    return (await viewerMay(context, id)).requestInformation;
  }
}
