import { Args, ArgsType, Ctx, Field, FieldResolver, ID, ObjectType, Resolver, Root, Subscription } from "type-graphql";
import type { Context } from "../context.ts";
import { FollowArgs, StatusChange } from "../feed/status-change.ts";
import { followedRecord, type StatusEvent, type StatusTopic, statusChanges } from "../feed/status-changes.ts";
import { reads } from "../graph/asked.ts";
import { recordById } from "../graph/records.ts";
import { type Sql, sql } from "../graph/sql.ts";
import { Release } from "../releases/register/release.ts";
import { Application } from "./application.ts";

@ArgsType()
class ApplicationStatusChangedArgs extends FollowArgs {
  @Field(() => ID, { nullable: true, description: "Of this application alone." })
  applicationId?: string | null;

  @Field(() => ID, { nullable: true, description: "Of applications for this release alone." })
  releaseId?: string | null;
}

@ObjectType("ApplicationStatusChange", { description: "An application's status changed." })
export class ApplicationStatusChange extends StatusChange {}

const applicationStatus: StatusTopic<Application> = {
  entity: Application,
  entries: { Application: null },
  touched: sql`select e.subject_id as id, null::jsonb as detail where e.subject_type = 'Application'`,
};

async function follow(context: Context, { after, applicationId, releaseId }: ApplicationStatusChangedArgs) {
  await followedRecord(context, Application, applicationId, "applicationId");
  await followedRecord(context, Release, releaseId, "releaseId");
  const where: Sql[] = [];
  if (applicationId != null) where.push(sql`t.id = ${applicationId}`);
  if (releaseId != null) where.push(sql`t.release_id = ${releaseId}`);
  return statusChanges(context, applicationStatus, { after, where, of: { case: applicationId, release: releaseId } });
}

@Resolver(() => ApplicationStatusChange)
export class ApplicationSubscription {
  @Subscription(() => ApplicationStatusChange, {
    description: "The status of the applications that you may see, as it changes.",
    subscribe: ({ args, context }) => follow(context as Context, args as ApplicationStatusChangedArgs),
  })
  applicationStatusChanged(
    @Root() event: StatusEvent,
    @Args(() => ApplicationStatusChangedArgs) _args: ApplicationStatusChangedArgs,
  ): StatusEvent {
    return event;
  }

  @reads("recordId")
  @FieldResolver(() => Application, {
    nullable: true,
    description: "The application, as it stands when the event is sent.",
  })
  application(@Root() { recordId }: StatusEvent, @Ctx() context: Context) {
    return recordById(context, Application, recordId);
  }
}
