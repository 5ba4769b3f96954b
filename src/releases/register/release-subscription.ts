import { Args, ArgsType, Ctx, Field, FieldResolver, ID, ObjectType, Resolver, Root, Subscription } from "type-graphql";
import type { Context } from "../../context.ts";
import { FollowArgs, StatusChange } from "../../feed/status-change.ts";
import {
  begunBehind,
  followedRecord,
  type StatusEvent,
  type StatusTopic,
  statusChanges,
} from "../../feed/status-changes.ts";
import { reads } from "../../graph/asked.ts";
import { recordById } from "../../graph/records.ts";
import { type Sql, sql } from "../../graph/sql.ts";
import { Vendor } from "../vendors/vendor.ts";
import { Release } from "./release.ts";

@ArgsType()
class ReleaseStatusChangedArgs extends FollowArgs {
  @Field(() => ID, { nullable: true, description: "Of this release alone." })
  releaseId?: string | null;

  @Field(() => ID, { nullable: true, description: "Of this vendor's releases alone." })
  vendorId?: string | null;
}

@ObjectType("ReleaseStatusChange", { description: "A release's phase or standing changed." })
export class ReleaseStatusChange extends StatusChange {}

/** A release's own moves, and what is put on it or on its vendor and taken away again. */
const releaseStatus: StatusTopic<Release> = {
  entity: Release,
  entries: { Release: null, Directive: ["IN_FORCE", "LIFTED"], Designation: ["IN_FORCE", "LIFTED"] },
  touched: sql`select e.subject_id as id, null::jsonb as detail where e.subject_type = 'Release'
    union all select r.id, null from directive d join release r on r.id = d.release_id or r.vendor_id = d.vendor_id
      where e.subject_type = 'Directive' and d.id = e.subject_id and not ${begunBehind(sql`r.id`)}
    union all select r.id, null from designation d join release r on r.vendor_id = d.vendor_id
      where e.subject_type = 'Designation' and d.id = e.subject_id and not ${begunBehind(sql`r.id`)}`,
};

async function follow(context: Context, { after, releaseId, vendorId }: ReleaseStatusChangedArgs) {
  const release = await followedRecord(context, Release, releaseId, "releaseId");
  await followedRecord(context, Vendor, vendorId, "vendorId");
  const where: Sql[] = [];
  if (releaseId != null) where.push(sql`t.id = ${releaseId}`);
  if (vendorId != null) where.push(sql`t.vendor_id = ${vendorId}`);
  const vendor = vendorId ?? release?.vendorId;
  return statusChanges(context, releaseStatus, { after, where, of: { release: releaseId, vendor } });
}

@Resolver(() => ReleaseStatusChange)
export class ReleaseSubscription {
  @Subscription(() => ReleaseStatusChange, {
    description:
      "The phase and standing of the releases that you may see, as they change: phases reached, directives and designations that come into force or are lifted.",
    subscribe: ({ args, context }) => follow(context as Context, args as ReleaseStatusChangedArgs),
  })
  releaseStatusChanged(
    @Root() event: StatusEvent,
    @Args(() => ReleaseStatusChangedArgs) _args: ReleaseStatusChangedArgs,
  ): StatusEvent {
    return event;
  }

  @reads("recordId")
  @FieldResolver(() => Release, { nullable: true, description: "The release, as it stands when the event is sent." })
  release(@Root() { recordId }: StatusEvent, @Ctx() context: Context) {
    return recordById(context, Release, recordId);
  }
}
