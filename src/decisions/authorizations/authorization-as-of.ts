import { Args, Ctx, Directive, Field, ID, ObjectType, Query, Resolver } from "type-graphql";
import type { Context } from "../../context.ts";
import { DateTime } from "../../graph/scalars.ts";
import { MeasureReasonEnum } from "../../graph/vocabulary-enums.ts";
import { requires, scopeDirective } from "../../identity/permissions.ts";
import { AsOfArgs, fieldsStoredBy, RecordAsOf } from "../../ledger/as-of/as-of-type.ts";
import { recordAsOf } from "../../ledger/as-of/record-as-of.ts";
import type { AuthorizationStatus, MeasureReason } from "../../rules/vocabulary.ts";
import { Authorization, AuthorizationStatusEnum } from "./authorization.ts";

@fieldsStoredBy(Authorization)
@ObjectType("AuthorizationAsOf", {
  simpleResolvers: true,
  description:
    "An authorization as it was stored at some time, rebuilt from the ledger. What is derived, like whether it was effective, isn't here.",
})
export class AuthorizationAsOf extends RecordAsOf {
  @Field(() => ID, { description: "Who may use the release." })
  partnerId!: string;

  @Field(() => ID, { description: "The release that may be used." })
  releaseId!: string;

  @Field(() => ID, { description: "The application that it was given on." })
  applicationId!: string;

  @Field(() => ID, { description: "The decision that gave it." })
  decisionId!: string;

  @Field(() => ID, { nullable: true, description: "The authorization that this one, a renewal, took the place of." })
  replacesId!: string | null;

  @Field(() => AuthorizationStatusEnum, {
    description: "Where it stood, as it was last moved. One whose time is over may not have been noted as EXPIRED yet.",
  })
  status!: AuthorizationStatus;

  @Field(() => MeasureReasonEnum, { nullable: true, description: "Why it was suspended or revoked; null otherwise." })
  statusReason!: MeasureReason | null;

  @Field(() => String, {
    nullable: true,
    description: "The legal basis of its suspension or revocation; null otherwise.",
  })
  statusLegalBasis!: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: "When a condition or a limit on time was last noted to have ended its effect; null where none had.",
  })
  effectEndedAt!: Date | null;
}

@Resolver()
export class AuthorizationAsOfQuery {
  @Directive(scopeDirective("record:as-of"))
  @Query(() => AuthorizationAsOf, {
    nullable: true,
    description: `An authorization as it stood, or null where there was none with this id. ${requires("record:as-of")}`,
  })
  authorizationAsOf(@Args(() => AsOfArgs) args: AsOfArgs, @Ctx() context: Context) {
    return recordAsOf(context, Authorization, args);
  }
}
