import { Args, ArgsType, Ctx, Field, FieldResolver, ID, ObjectType, Resolver, Root, Subscription } from "type-graphql";
import { Application } from "../../applications/application.ts";
import type { Context } from "../../context.ts";
import { FollowArgs, statusChangeOf } from "../../feed/status-change.ts";
import { followedRecord, type StatusEvent, type StatusTopic, statusChanges } from "../../feed/status-changes.ts";
import { reads } from "../../graph/asked.ts";
import { typeOfId } from "../../graph/ids.ts";
import { recordById, type Stored } from "../../graph/records.ts";
import { type Sql, sql } from "../../graph/sql.ts";
import { PhaseAdvance } from "../../releases/advances/phase-advance.ts";
import { Release } from "../../releases/register/release.ts";
import { ChangeStub } from "../stubs.ts";
import { Decision } from "./decision.ts";

@ArgsType()
class DecisionRecordedArgs extends FollowArgs {
  @Field(() => ID, { nullable: true, description: "On this case alone: an application's or a phase advance's id." })
  caseId?: string | null;

  @Field(() => ID, { nullable: true, description: "On cases about this release alone." })
  releaseId?: string | null;
}

@ObjectType("DecisionRecorded", {
  description:
    "A decision was proposed, countersigned, refused or made void; who may see it when, as the decision says.",
})
export class DecisionRecorded extends statusChangeOf(() => ChangeStub) {}

const decisionStatus: StatusTopic<Decision> = {
  entity: Decision,
  entries: { Decision: null },
  touched: sql`select e.subject_id as id, null::jsonb as detail where e.subject_type = 'Decision'`,
};

async function follow(context: Context, { after, caseId, releaseId }: DecisionRecordedArgs) {
  await refuseUnseenCase(context, caseId);
  await followedRecord(context, Release, releaseId, "releaseId");
  const where: Sql[] = [];
  if (caseId != null) where.push(sql`t.case_id = ${caseId}`);
  if (releaseId != null) {
    where.push(
      sql`exists (select 1 from review_case of_release where of_release.id = t.case_id and of_release.release_id = ${releaseId})`,
    );
  }
  return statusChanges(context, decisionStatus, { after, where, of: { case: caseId } });
}

/** A case is an application or a phase advance: by its id. */
const refuseUnseenCase = async (context: Context, caseId: string | null | undefined): Promise<void> => {
  if (caseId == null) return;
  const entity = typeOfId(caseId) === "PhaseAdvance" ? PhaseAdvance : Application;
  await followedRecord<Application | PhaseAdvance>(
    context,
    entity as Stored<Application | PhaseAdvance>,
    caseId,
    "caseId",
  );
};

@Resolver(() => DecisionRecorded)
export class DecisionSubscription {
  @Subscription(() => DecisionRecorded, {
    description: "The decisions that you may see, as they are proposed, countersigned or made void.",
    subscribe: ({ args, context }) => follow(context as Context, args as DecisionRecordedArgs),
  })
  decisionRecorded(
    @Root() event: StatusEvent,
    @Args(() => DecisionRecordedArgs) _args: DecisionRecordedArgs,
  ): StatusEvent {
    return event;
  }

  @reads("recordId")
  @FieldResolver(() => Decision, { nullable: true, description: "The decision, as it stands when the event is sent." })
  decision(@Root() { recordId }: StatusEvent, @Ctx() context: Context) {
    return recordById(context, Decision, recordId);
  }
}
