import { Args, ArgsType, Ctx, Field, FieldResolver, ID, ObjectType, Resolver, Root, Subscription } from "type-graphql";
import type { Context } from "../context.ts";
import { FollowArgs, StatusChange } from "../feed/status-change.ts";
import { followedRecord, type StatusEvent, type StatusTopic, statusChanges } from "../feed/status-changes.ts";
import { reads } from "../graph/asked.ts";
import { recordById } from "../graph/records.ts";
import { sql } from "../graph/sql.ts";
import { Partner } from "./partner.ts";

@ArgsType()
class PartnerStatusChangedArgs extends FollowArgs {
  @Field(() => ID, { nullable: true, description: "Of this partner alone." })
  partnerId?: string | null;
}

@ObjectType("PartnerStatusChange", { description: "A partner's status changed." })
export class PartnerStatusChange extends StatusChange {}

const partnerStatus: StatusTopic<Partner> = {
  entity: Partner,
  entries: { Partner: null },
  touched: sql`select e.subject_id as id, null::jsonb as detail where e.subject_type = 'Partner'`,
};

async function follow(context: Context, { after, partnerId }: PartnerStatusChangedArgs) {
  await followedRecord(context, Partner, partnerId, "partnerId");
  const where = partnerId == null ? [] : [sql`t.id = ${partnerId}`];
  return statusChanges(context, partnerStatus, { after, where, of: { partner: partnerId } });
}

@Resolver(() => PartnerStatusChange)
export class PartnerSubscription {
  @Subscription(() => PartnerStatusChange, {
    description: "The status of the partners that you may see, as it changes.",
    subscribe: ({ args, context }) => follow(context as Context, args as PartnerStatusChangedArgs),
  })
  partnerStatusChanged(
    @Root() event: StatusEvent,
    @Args(() => PartnerStatusChangedArgs) _args: PartnerStatusChangedArgs,
  ): StatusEvent {
    return event;
  }

  @reads("recordId")
  @FieldResolver(() => Partner, { nullable: true, description: "The partner, as it stands when the event is sent." })
  partner(@Root() { recordId }: StatusEvent, @Ctx() context: Context) {
    return recordById(context, Partner, recordId);
  }
}
