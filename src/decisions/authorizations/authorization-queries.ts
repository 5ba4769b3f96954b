import { IsOptional, ValidateNested } from "class-validator";
import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, ID, InputType, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../../context.ts";
import { reads } from "../../graph/asked.ts";
import { Choices } from "../../graph/bounds.ts";
import { type NodeType, typeOfId } from "../../graph/ids.ts";
import { stub } from "../../graph/node.ts";
import { PageArgs } from "../../graph/paging.ts";
import { column, type ListOf, recordById, records } from "../../graph/records.ts";
import { type Sql, sql } from "../../graph/sql.ts";
import { EndUseEnum, MeasureReasonEnum } from "../../graph/vocabulary-enums.ts";
import type { AuthorizationStatus, EndUse, MeasureReason } from "../../rules/vocabulary.ts";
import {
  AuthorizationConnection,
  type AuthorizationOrder,
  AuthorizationOrderEnum,
  authorizationOrders,
  ConditionConnection,
  conditionsInForce,
} from "../lists.ts";
import { Decision } from "../outcomes/decision.ts";
import { ApplicationStub, PartnerStub, ReleaseStub } from "../stubs.ts";
import { tokenLoader } from "../tokens/authorization-token.ts";
import { Authorization, AuthorizationStatusEnum, statusAt, statusNow } from "./authorization.ts";
import { AccessReason, effectLoader, shownReason } from "./effect.ts";

@InputType({ description: "Which authorizations: all that is given must hold." })
export class AuthorizationFilter {
  @Field(() => [AuthorizationStatusEnum], { nullable: true, description: "In one of these statuses." })
  @Choices()
  status?: AuthorizationStatus[] | null;

  @Field(() => ID, { nullable: true, description: "For this release." })
  releaseId?: string | null;

  @Field(() => ID, { nullable: true, description: "Of this partner." })
  partnerId?: string | null;

  @Field(() => [EndUseEnum], { nullable: true, description: "For one of these end uses." })
  @Choices()
  endUse?: EndUse[] | null;
}

/** The list that the arguments ask for: by what each authorization's status comes to now, as it is shown. */
export async function authorizationList(context: Context, { filter, orderBy }: AuthorizationsArgs): Promise<ListOf> {
  const where: Sql[] = [];
  if (filter?.status) where.push(sql`${statusNow(sql`t`, await context.now())} = any(${filter.status}::varchar[])`);
  if (filter?.endUse) where.push(sql`${column("end_use")} = any(${filter.endUse}::varchar[])`);
  if (filter?.releaseId != null) where.push(of("Release", "release_id", filter.releaseId));
  if (filter?.partnerId != null) where.push(of("Partner", "partner_id", filter.partnerId));
  return { where, order: authorizationOrders[orderBy] };
}

const ranOut = async ({ expiresAt, status }: Authorization, context: Context) =>
  statusAt({ expiresAt, status }, await context.now()) === "EXPIRED";

/** Nothing is of what is no id of its type: that isn't asked of the database, which does not take every text. */
const of = (type: NodeType, name: string, id: string): Sql =>
  typeOfId(id) === type ? sql`${column(name)} = ${id}` : sql`false`;

@ArgsType()
export class AuthorizationsArgs extends PageArgs {
  @Field(() => AuthorizationFilter, { nullable: true, description: "Which authorizations." })
  @IsOptional()
  @ValidateNested()
  filter?: AuthorizationFilter | null;

  @Field(() => AuthorizationOrderEnum, { defaultValue: "ISSUED_AT_DESC", description: "In which order." })
  orderBy: AuthorizationOrder = "ISSUED_AT_DESC";
}

@Resolver(() => Authorization)
export class AuthorizationQueries {
  @Query(() => Authorization, {
    nullable: true,
    description: "The authorization with this id, or null where there is none that you may see.",
  })
  authorization(@Arg("id", () => ID, { description: "Its id." }) id: string, @Ctx() context: Context) {
    return recordById(context, Authorization, id);
  }

  @Query(() => AuthorizationConnection, { nullable: true, description: "The authorizations that you may see." })
  async authorizations(@Args(() => AuthorizationsArgs) args: AuthorizationsArgs, @Ctx() context: Context) {
    return records(context, Authorization, await authorizationList(context, args), args);
  }

  @reads("status", "expiresAt")
  @FieldResolver(() => AuthorizationStatusEnum, {
    description: "Where it stands now: from the moment that its time is over, EXPIRED.",
  })
  async status(@Root() authorization: Authorization, @Ctx() context: Context): Promise<AuthorizationStatus> {
    return statusAt(authorization, await context.now());
  }

  @reads("status", "expiresAt", "statusReason")
  @FieldResolver(() => MeasureReasonEnum, {
    nullable: true,
    description: "Why it is suspended or was revoked; null otherwise.",
  })
  async statusReason(@Root() authorization: Authorization, @Ctx() context: Context): Promise<MeasureReason | null> {
    return (await ranOut(authorization, context)) ? null : authorization.statusReason;
  }

  @reads("status", "expiresAt", "statusLegalBasis")
  @FieldResolver(() => String, {
    nullable: true,
    description: "The legal basis of its suspension or revocation; null otherwise.",
  })
  async statusLegalBasis(@Root() authorization: Authorization, @Ctx() context: Context): Promise<string | null> {
    return (await ranOut(authorization, context)) ? null : authorization.statusLegalBasis;
  }

  @reads("partnerId")
  @FieldResolver(() => PartnerStub, { nullable: true, description: "The partner that holds it." })
  partner(@Root() { partnerId }: Authorization) {
    return stub("Partner", partnerId);
  }

  @reads("releaseId")
  @FieldResolver(() => ReleaseStub, { nullable: true, description: "The release that it is for." })
  release(@Root() { releaseId }: Authorization) {
    return stub("Release", releaseId);
  }

  @reads("applicationId")
  @FieldResolver(() => ApplicationStub, { nullable: true, description: "The application that it was asked for with." })
  application(@Root() { applicationId }: Authorization) {
    return stub("Application", applicationId);
  }

  @reads("decisionId")
  @FieldResolver(() => Decision, { nullable: true, description: "The decision that it rests on." })
  decision(@Root() { decisionId }: Authorization, @Ctx() context: Context) {
    return recordById(context, Decision, decisionId);
  }

  @reads("replacesId")
  @FieldResolver(() => Authorization, {
    nullable: true,
    description: "The authorization that this one, a renewal, took the place of.",
  })
  replaces(@Root() { replacesId }: Authorization, @Ctx() context: Context) {
    return recordById(context, Authorization, replacesId);
  }

  @reads("decisionId")
  @FieldResolver(() => ConditionConnection, { description: "The conditions that it stands under now." })
  conditions(@Root() { decisionId }: Authorization, @Args(() => PageArgs) args: PageArgs, @Ctx() context: Context) {
    return conditionsInForce(context, decisionId, args);
  }

  @reads("id")
  @FieldResolver(() => Boolean, {
    description:
      "Whether it is effective now: derived from itself, the release, the partner, the vendor, the directives and the clock.",
  })
  async effective(@Root() { id }: Authorization, @Ctx() context: Context) {
    return (await context.loaders(effectLoader).load(id)).effective;
  }

  @reads("id")
  @FieldResolver(() => [AccessReason], {
    description: "Every reason why it is not effective now; empty exactly when it is.",
  })
  async ineffectiveBecause(@Root() { id }: Authorization, @Ctx() context: Context) {
    return (await context.loaders(effectLoader).load(id)).reasons.map(shownReason);
  }

  @reads("id")
  @FieldResolver(() => String, {
    nullable: true,
    complexity: 1,
    description:
      "It as a signed token (a JWS) with its conditions, for whoever enforces it: to be verified by the keys at `/.well-known/jwks.json`, its validity by the status list that it names. It says what the partner may do, and is no proof of who shows it. Null once the authorization has ended; NOT_CONFIGURED where this graph signs none.",
  })
  token(@Root() { id }: Authorization, @Ctx() context: Context): Promise<string | null> {
    return context.loaders(tokenLoader).load(id);
  }
}
