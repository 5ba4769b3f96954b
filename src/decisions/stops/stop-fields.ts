import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../../context.ts";
import { reads } from "../../graph/asked.ts";
import { batched } from "../../graph/batched.ts";
import { type Sql, sql } from "../../graph/sql.ts";
import type { Actor } from "../../identity/actor.ts";
import { mayDo } from "../../identity/permissions.ts";
import { rowAccess } from "../../identity/visibility.ts";
import { blockersOfAnswering } from "../../rules/stops.ts";
import { CaseNode, caseStub } from "../cases/case-node.ts";
import { Hold } from "./hold.ts";
import { InformationRequest } from "./information-request.ts";

@Resolver(() => Hold)
export class HoldFields {
  @reads("caseId")
  @FieldResolver(() => CaseNode, { nullable: true, description: "The case whose clock it stops." })
  case(@Root() { caseId }: Hold) {
    return caseStub(caseId);
  }

  @reads("releasedAt", "reviewAt")
  @FieldResolver(() => Boolean, { description: "Whether it is open and its review date has passed." })
  async reviewOverdue(@Root() { releasedAt, reviewAt }: Hold, @Ctx() context: Context) {
    return releasedAt === null && reviewAt < (await context.now());
  }

  @reads("caseId", "releasedAt")
  @FieldResolver(() => Boolean, { nullable: true, description: "Whether you may release it now." })
  async viewerCanRelease(@Root() { caseId, releasedAt }: Hold, @Ctx() context: Context) {
    if (releasedAt !== null || !mayDo(context.actor, "hold:release")) return false;
    return context.loaders(ofLiveReleaseLoader).load(caseId);
  }
}

@Resolver(() => InformationRequest)
export class InformationRequestFields {
  @reads("caseId")
  @FieldResolver(() => CaseNode, { nullable: true, description: "The case that it is about." })
  case(@Root() { caseId }: InformationRequest) {
    return caseStub(caseId);
  }

  @reads("id", "caseId", "status", "dueAt")
  @FieldResolver(() => Boolean, {
    nullable: true,
    description: "Whether you may answer it now: it is your organisation that is asked, and its time isn't over.",
  })
  async viewerCanAnswer(@Root() { id, caseId, status, dueAt }: InformationRequest, @Ctx() context: Context) {
    if (status !== "OPEN" || !mayDo(context.actor, "information:answer")) return false;
    if (blockersOfAnswering({ dueAt, now: await context.now() }).length > 0) return false;
    const asked = await context.loaders(askedLoader).load(id);
    return asked && context.loaders(ofLiveReleaseLoader).load(caseId);
  }

  @reads("caseId", "status", "agency")
  @FieldResolver(() => Boolean, {
    nullable: true,
    description: "Whether you may close it now: it is open, and your agency's.",
  })
  async viewerCanClose(@Root() { caseId, status, agency }: InformationRequest, @Ctx() context: Context) {
    const { actor } = context;
    if (status !== "OPEN" || agency !== actor.agency || !mayDo(actor, "information:close")) return false;
    return context.loaders(ofLiveReleaseLoader).load(caseId);
  }
}

/** Whether a request is made to the actor's organisation, as a vendor or as a partner, in SQL. */
export function addressedTo(actor: Actor): Sql {
  const { asVendor, asPartner } = rowAccess("InformationRequest", "t", actor);
  return sql`(t.addressee = 'VENDOR' and (${asVendor})) or (t.addressee = 'PARTNER' and (${asPartner}))`;
}

const askedLoader = (context: Context) =>
  batched<string, boolean>(context, async (ids) => {
    const rows = await context.query<{ id: string }>(
      sql`select t.id from information_request t where t.id = any(${[...ids]}::varchar[]) and (${addressedTo(context.actor)})`,
    );
    const asked = new Set(rows.map(({ id }) => id));
    return ids.map((id) => asked.has(id));
  });

/** Whether the case's release isn't withdrawn: of one that is, nothing can be done but to end its cases. */
const ofLiveReleaseLoader = (context: Context) =>
  batched<string, boolean>(context, async (caseIds) => {
    const rows = await context.query<{ id: string }>(
      sql`select c.id from review_case c join release r on r.id = c.release_id
          where c.id = any(${[...caseIds]}::varchar[]) and r.phase <> 'WITHDRAWN'`,
    );
    const live = new Set(rows.map(({ id }) => id));
    return caseIds.map((id) => live.has(id));
  });
