import { Args, ArgsType, Ctx, Field, FieldResolver, ID, ObjectType, Resolver, Root, Subscription } from "type-graphql";
import type { Context } from "../../context.ts";
import { FollowArgs, statusChangeOf } from "../../feed/status-change.ts";
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
import { Partner } from "../../partners/partner.ts";
import { Release } from "../../releases/register/release.ts";
import { type DirectiveScope, inScope, type ScopeSubject } from "../../rules/directives.ts";
import { ChangeStub } from "../stubs.ts";
import { Authorization } from "./authorization.ts";

@ArgsType()
class AuthorizationStatusChangedArgs extends FollowArgs {
  @Field(() => ID, { nullable: true, description: "Of this authorization alone." })
  authorizationId?: string | null;

  @Field(() => ID, { nullable: true, description: "Of authorizations for this release alone." })
  releaseId?: string | null;

  @Field(() => ID, { nullable: true, description: "Of this partner's authorizations alone." })
  partnerId?: string | null;
}

@ObjectType("AuthorizationStatusChange", {
  description: "An authorization's status changed, or something that decides whether it is effective.",
})
export class AuthorizationStatusChange extends statusChangeOf(() => ChangeStub) {}

type Scoped = ScopeSubject & { readonly scope: DirectiveScope | null };

/** A value of a record as it stood at the entry `e`, by the record's own latest entry up to there. */
const asOf = (id: Sql, property: string): Sql =>
  sql`(select past.payload->'state'->>${property} from ledger_entry past where past.subject_id = ${id} and past.seq <= e.seq
    order by past.seq desc limit 1)`;
/**
 * What a measure's scope is tried on, over `m` (the measure), `a`, `p` and `r`: as partner and release stood then, so
 * that whoever resumes is told what a reader was told at the time.
 */
const scoped = sql`jsonb_build_object('scope', m.scope, 'partnerId', p.id,
  'jurisdiction', coalesce(${asOf(sql`p.id`, "jurisdiction")}, p.jurisdiction),
  'partnerKind', coalesce(${asOf(sql`p.id`, "kind")}, p.kind), 'phase', coalesce(${asOf(sql`r.id`, "phase")}, r.phase))`;
/**
 * Authorizations that had been issued and had not ended when the entry was written: what is over is touched by nothing.
 * The ledger's order says so, and not the time, in which two entries may be one. What has moved since had not ended then.
 */
const standing = sql`a.expires_at > e.at and not ${begunBehind(sql`a.id`)}
  and (a.ended_at is null or exists (select 1 from ledger_entry moved where moved.subject_id = a.id and moved.seq > e.seq
    and moved.payload->>'from' <> moved.payload->>'to'))`;

/**
 * An authorization's own moves, and those of its release, its partner and its vendor, and of the measures in whose scope
 * it is: all that its effect is derived from.
 */
const authorizationStatus: StatusTopic<Authorization> = {
  entity: Authorization,
  entries: {
    Authorization: null,
    Release: null,
    Partner: null,
    Directive: ["IN_FORCE", "LIFTED"],
    Designation: ["IN_FORCE", "LIFTED"],
  },
  touched: sql`select e.subject_id as id, null::jsonb as detail where e.subject_type = 'Authorization'
    union all select a.id, null from "authorization" a
      where e.subject_type = 'Release' and a.release_id = e.subject_id and ${standing}
    union all select a.id, null from "authorization" a
      where e.subject_type = 'Partner' and a.partner_id = e.subject_id and ${standing}
    union all select a.id, ${scoped} from directive m
      join release r on r.id = m.release_id or r.vendor_id = m.vendor_id
      join "authorization" a on a.release_id = r.id join partner p on p.id = a.partner_id
      where e.subject_type = 'Directive' and m.id = e.subject_id and ${standing}
    union all select a.id, ${scoped} from designation m
      join release r on r.vendor_id = m.vendor_id
      join "authorization" a on a.release_id = r.id join partner p on p.id = a.partner_id
      where e.subject_type = 'Designation' and m.id = e.subject_id and ${standing}`,
  keeps: (detail) => detail === null || inScope((detail as Scoped).scope, detail as Scoped),
};

async function follow(
  context: Context,
  { after, authorizationId, releaseId, partnerId }: AuthorizationStatusChangedArgs,
) {
  const authorization = await followedRecord(context, Authorization, authorizationId, "authorizationId");
  const release = await followedRecord(context, Release, releaseId, "releaseId");
  await followedRecord(context, Partner, partnerId, "partnerId");
  const where: Sql[] = [];
  if (authorizationId != null) where.push(sql`t.id = ${authorizationId}`);
  if (releaseId != null) where.push(sql`t.release_id = ${releaseId}`);
  if (partnerId != null) where.push(sql`t.partner_id = ${partnerId}`);
  const of = {
    authorization: authorizationId,
    release: releaseId ?? authorization?.releaseId,
    vendor: release?.vendorId,
    partner: partnerId ?? authorization?.partnerId,
  };
  return statusChanges(context, authorizationStatus, { after, where, of });
}

@Resolver(() => AuthorizationStatusChange)
export class AuthorizationSubscription {
  @Subscription(() => AuthorizationStatusChange, {
    description:
      "The authorizations that you may see, as their status or effect changes: by what is done to them, to their partner, release or vendor, or by a directive or designation in whose scope they are.",
    subscribe: ({ args, context }) => follow(context as Context, args as AuthorizationStatusChangedArgs),
  })
  authorizationStatusChanged(
    @Root() event: StatusEvent,
    @Args(() => AuthorizationStatusChangedArgs) _args: AuthorizationStatusChangedArgs,
  ): StatusEvent {
    return event;
  }

  @reads("recordId")
  @FieldResolver(() => Authorization, {
    nullable: true,
    description: "The authorization, as it stands when the event is sent.",
  })
  authorization(@Root() { recordId }: StatusEvent, @Ctx() context: Context) {
    return recordById(context, Authorization, recordId);
  }
}
