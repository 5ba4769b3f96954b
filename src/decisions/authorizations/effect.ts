import { Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from "type-graphql";
import type { Context } from "../../context.ts";
import { reads } from "../../graph/asked.ts";
import { batched } from "../../graph/batched.ts";
import { graphEnum } from "../../graph/enums.ts";
import { type Stub, stub } from "../../graph/node.ts";
import { recordById } from "../../graph/records.ts";
import { sql } from "../../graph/sql.ts";
import { type AccessReasonCode, effectiveNow, type AccessReason as Reason } from "../../rules/access.ts";
import { Condition } from "../conditions/condition.ts";
import { DesignationStub, DirectiveStub } from "../stubs.ts";
import { effectFacts, type FactsRow, factsColumns } from "./access-facts.ts";

const AccessReasonCodeEnum = graphEnum<AccessReasonCode>(
  "AccessReasonCode",
  "Why a use is not allowed, or an authorization not effective.",
  {
    RELEASE_NOT_OPEN: "The release has not reached a phase in which partners may use it.",
    RELEASE_WITHDRAWN: "The vendor withdrew the release.",
    SUSPENDED_BY_DIRECTIVE: "A directive suspends the release for this partner.",
    WITHDRAWN_BY_DIRECTIVE: "A directive withdraws the release for this partner.",
    SUSPENDED_BY_DESIGNATION: "The vendor's designation suspends the release for this partner.",
    WITHDRAWN_BY_DESIGNATION: "The vendor's designation withdraws the release for this partner.",
    PARTNER_NOT_ADMITTED: "The partner is not admitted.",
    PARTNER_SUSPENDED: "The partner is suspended.",
    PARTNER_BARRED: "The partner is barred.",
    NO_AUTHORIZATION: "The partner holds no authorization for this release and end use.",
    AUTHORIZATION_NOT_STARTED: "The authorization has not started.",
    AUTHORIZATION_SUSPENDED: "The authorization is suspended.",
    AUTHORIZATION_REVOKED: "The authorization was revoked.",
    AUTHORIZATION_SURRENDERED: "The authorization was surrendered.",
    AUTHORIZATION_EXPIRED: "The authorization's time is over.",
    AUTHORIZATION_SUPERSEDED: "Another authorization took its place.",
    CONDITION_NOT_MET: "This use does not meet a condition.",
    CONDITION_UNKNOWN: "A fact that a condition asks for was not given.",
    CONDITION_NEEDS_A_PERSON: "Only a person can check a condition.",
    CONDITIONS_CONTRADICT: "The conditions can't all be met.",
    LIMIT_NOT_MET: "This use does not meet a directive's or designation's limit.",
    LIMIT_UNKNOWN: "A fact that a limit asks for was not given.",
    LIMIT_NEEDS_A_PERSON: "Only a person can check a limit.",
    LIMITS_CONTRADICT: "The limits can't all be met.",
    LIMIT_CONTRADICTS_CONDITIONS: "A limit and the conditions can't both be met.",
  },
);

/** One reason against a use, and the record that it comes from. */
@ObjectType({
  simpleResolvers: true,
  description:
    "One reason why a use is not allowed, or an authorization not effective, and the record that it comes from.",
})
export class AccessReason {
  @Field(() => AccessReasonCodeEnum, { description: "The reason, from a closed list." })
  code!: AccessReasonCode;

  @Field(() => String, { description: "The reason in words." })
  message!: string;

  @Field(() => DirectiveStub, { nullable: true, description: "The directive that it comes from." })
  directive!: Stub | null;

  @Field(() => DesignationStub, { nullable: true, description: "The designation that it comes from." })
  designation!: Stub | null;

  /** The condition that it comes from, loaded when it is asked for. */
  conditionId!: string | null;
}

@Resolver(() => AccessReason)
export class AccessReasonFields {
  @reads("conditionId")
  @FieldResolver(() => Condition, { nullable: true, description: "The condition that it comes from." })
  condition(@Root() { conditionId }: AccessReason, @Ctx() context: Context) {
    return recordById(context, Condition, conditionId);
  }
}

/** A reason as the graph shows it: with its record. */
export const shownReason = ({ code, message, directiveId, designationId, conditionId }: Reason): AccessReason => ({
  code,
  message,
  directive: stub("Directive", directiveId),
  designation: stub("Designation", designationId),
  conditionId: conditionId ?? null,
});

/** Whether an authorization is effective now, and every reason why not; for any number of them in one statement. */
export const effectLoader = (context: Context) =>
  batched<string, { effective: boolean; reasons: Reason[] }>(context, async (ids) => {
    const now = await context.now();
    const rows = await context.query<FactsRow & { authorizationId: string }>(
      sql`select ${factsColumns} from "authorization" a join release r on r.id = a.release_id join partner p on p.id = a.partner_id
          where a.id = any(${[...ids]}::varchar[])`,
    );
    const effects = new Map(rows.map((row) => [row.authorizationId, effectiveNow(effectFacts(row, now))]));
    return ids.map((id) => effects.get(id) ?? new Error(`No authorization ${id}`));
  });
