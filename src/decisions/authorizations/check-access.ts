import { ArrayMaxSize, IsOptional, MaxLength } from "class-validator";
import {
  Arg,
  Ctx,
  Directive,
  Field,
  FieldResolver,
  ID,
  InputType,
  Int,
  ObjectType,
  Query,
  Resolver,
  Root,
} from "type-graphql";
import type { Context } from "../../context.ts";
import { reads } from "../../graph/asked.ts";
import { ConditionPredicate, shownPredicate } from "../../graph/condition-predicate.ts";
import { graphEnum } from "../../graph/enums.ts";
import { typeOfId } from "../../graph/ids.ts";
import type { Stub } from "../../graph/node.ts";
import { recordById } from "../../graph/records.ts";
import { DateTime } from "../../graph/scalars.ts";
import { any, sql } from "../../graph/sql.ts";
import { DeploymentEnum, EndUseEnum } from "../../graph/vocabulary-enums.ts";
import { authorise, requires, scopeDirective } from "../../identity/permissions.ts";
import { refuseRevoked, revoked } from "../../identity/revocation.ts";
import { readsRestricted, rowAccess } from "../../identity/visibility.ts";
import { Cursor, type LedgerPosition } from "../../ledger/cursor.ts";
import { evaluateAccess } from "../../rules/access.ts";
import type { ConditionResult } from "../../rules/conditions.ts";
import { phaseRules } from "../../rules/policy.ts";
import type { Deployment, EndUse } from "../../rules/vocabulary.ts";
import { PartnerStub, ReleaseStub } from "../stubs.ts";
import { effectFacts, type FactsRow, factsColumns } from "./access-facts.ts";
import { Authorization, holdsAPlace } from "./authorization.ts";
import { AccessReason, shownReason } from "./effect.ts";

const ConditionResultEnum = graphEnum<ConditionResult>(
  "ConditionResult",
  "What a condition comes to for the use that was asked about.",
  {
    MET: "It is met.",
    NOT_MET: "It is not met.",
    UNKNOWN: "A fact that it asks for was not given: never taken as met.",
    PERSON_CHECKS: "Only a person can check it.",
  },
);

/** How the model is used, as far as the caller says. */
@InputType("UseInput", {
  description:
    "How the model is used, as far as you say. What is left out is unknown, and an unknown fact is never taken as met.",
})
export class UseInput {
  @Field(() => Int, { nullable: true, description: "How many named users there are." })
  namedUsers?: number | null;

  @Field(() => [String], { nullable: true, description: "Where all of them are: ISO 3166-1 alpha-2, 300 at most." })
  @IsOptional()
  @ArrayMaxSize(300, { message: "userJurisdictions has at most 300 entries." })
  @MaxLength(2, { each: true, message: "userJurisdictions holds ISO 3166-1 alpha-2 codes, like US." })
  userJurisdictions?: string[] | null;

  @Field(() => DeploymentEnum, { nullable: true, description: "How the model is run." })
  deployment?: Deployment | null;

  @Field(() => Int, { nullable: true, description: "Requests a day." })
  requestsPerDay?: number | null;

  @Field(() => Int, { nullable: true, description: "For how many days logs are kept." })
  logRetentionDays?: number | null;

  @Field(() => Int, { nullable: true, description: "Every how many days a report is made." })
  reportEveryDays?: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Whether access or output is passed on to another organisation.",
  })
  onwardTransfer?: boolean | null;

  @Field(() => [ID], {
    nullable: true,
    description:
      "The conditions, directives and designations whose free text a person has checked and found met: 100 at most.",
  })
  @IsOptional()
  @ArrayMaxSize(100, { message: "personChecked has at most 100 entries." })
  @MaxLength(64, { each: true, message: "personChecked holds ids." })
  personChecked?: string[] | null;
}

/** One condition or limit, and what it comes to. */
@ObjectType({
  simpleResolvers: true,
  description:
    "One condition, or one limit of a directive or designation, and what it comes to for the use that was asked about.",
})
export class CheckedCondition {
  @Field(() => ID, { description: "The condition, directive or designation that asks for it." })
  sourceId!: string;

  @Field(() => ConditionPredicate, { description: "What it asks." })
  predicate!: ConditionPredicate;

  @Field(() => ConditionResultEnum, { description: "What it comes to." })
  result!: ConditionResult;
}

/** The answer of checkAccess. */
@ObjectType({ simpleResolvers: true, description: "Whether a use is allowed, with every reason against it." })
export class AccessCheck {
  @Field(() => Boolean, { description: "Whether the use is allowed." })
  allowed!: boolean;

  @Field(() => [AccessReason], { description: "Every reason against it; empty exactly when it is allowed." })
  reasons!: readonly AccessReason[];

  @Field(() => [CheckedCondition], { description: "Every condition and limit that applies, with what it comes to." })
  conditions!: readonly CheckedCondition[];

  /** The authorization that was judged, loaded when it is asked for. */
  authorizationId!: string | null;

  @Field(() => ReleaseStub, { nullable: true, description: "The release." })
  release!: Stub;

  @Field(() => PartnerStub, { nullable: true, description: "The partner." })
  partner!: Stub;

  @Field(() => Cursor, {
    description: "The ledger's cursor that the answer is true as of: give it as `after` to follow what changes next.",
  })
  asOf!: LedgerPosition;

  @Field(() => DateTime, { description: "The moment that the answer is true at." })
  at!: Date;
}

@Resolver(() => AccessCheck)
export class AccessCheckFields {
  @reads("authorizationId")
  @FieldResolver(() => Authorization, {
    nullable: true,
    description: "The authorization that was judged; null where there is none.",
  })
  authorization(@Root() { authorizationId }: AccessCheck, @Ctx() context: Context) {
    return recordById(context, Authorization, authorizationId);
  }
}

type CheckedRow = FactsRow & { now: Date; lastSeq: number; revoked: boolean; found: boolean };

@Resolver()
export class AccessQueries {
  @Directive(scopeDirective("access:check"))
  @Query(() => AccessCheck, {
    nullable: true,
    description: `Whether a partner may use a release for an end use now: allowed or not, every reason, the conditions, and the cursor that it is true as of. Null where there is no such release or partner that you may see, or neither is of your organisation. ${requires("access:check")}`,
  })
  async checkAccess(
    @Arg("releaseId", () => ID, { description: "The release." }) releaseId: string,
    @Arg("partnerId", () => ID, { description: "The partner." }) partnerId: string,
    @Arg("endUse", () => EndUseEnum, { description: "What it is used for." }) endUse: EndUse,
    @Arg("use", () => UseInput, { nullable: true, description: "How it is used, as far as you say." }) use:
      | UseInput
      | null
      | undefined,
    @Ctx() context: Context,
  ): Promise<AccessCheck | null> {
    authorise(context.actor, "access:check");
    const row = await factsOf(context, releaseId, partnerId, endUse);
    if (!row) return null;
    const facts = effectFacts(row, row.now);
    const { authorizationRequired } = phaseRules({ phases: row.phases }, row.phase);
    const checked = evaluateAccess({
      ...facts,
      release: { ...facts.release, authorizationRequired },
      use: { ...use, endUse },
    });
    return {
      allowed: checked.allowed,
      reasons: checked.reasons.map(shownReason),
      conditions: checked.conditions.map(({ conditionId, directiveId, designationId, predicate, result }) => ({
        sourceId: (conditionId ?? directiveId ?? designationId) as string,
        predicate: shownPredicate(predicate),
        result,
      })),
      authorizationId: row.authorizationId,
      release: { __typename: "Release", id: releaseId },
      partner: { __typename: "Partner", id: partnerId },
      asOf: { sequence: row.lastSeq, id: null },
      at: row.now,
    };
  }
}

/**
 * Everything the answer hangs on, from one snapshot in one round trip: the time, the actor's revocation, the ledger's
 * tail, the release and the partner as far as the actor may see them, and the partner's latest authorization.
 */
async function factsOf(
  context: Context,
  releaseId: string,
  partnerId: string,
  endUse: EndUse,
): Promise<CheckedRow | null> {
  const { actor, services } = context;
  const wellFormed = typeOfId(releaseId) === "Release" && typeOfId(partnerId) === "Partner";
  const release = rowAccess("Release", "r", actor);
  const partner = rowAccess("Partner", "p", actor);
  // A vendor sees a public release of another, and a partner that came to itself: what is between those two is not its own.
  const concerned = readsRestricted(actor) ? sql`true` : any([release.asVendor, partner.asPartner]);
  const [row] = await context.query<CheckedRow>(
    sql`select admitted.*, r.id is not null as found, ${factsColumns}
        from (select coalesce(${services.clock.fixed}::timestamptz, date_trunc('milliseconds', clock_timestamp())) as now,
                ${revoked(actor)} as revoked, (select last_seq from ledger_tail) as "lastSeq") admitted
        left join (release r join partner p on p.id = ${wellFormed ? partnerId : ""} and (${partner.visible}) and (${concerned}))
          on r.id = ${wellFormed ? releaseId : ""} and (${release.visible})
        left join lateral (select * from "authorization" held
          where held.release_id = r.id and held.partner_id = p.id and held.end_use = ${endUse}
          order by ${holdsAPlace(sql`held`, sql`admitted.now`)} desc, held.issued_at desc limit 1) a on true`,
  );
  refuseRevoked(row?.revoked);
  context.admittedAt((row as CheckedRow).now);
  return row?.found ? row : null;
}
