import { Args, Ctx, Directive, Field, ID, ObjectType, Query, Resolver } from "type-graphql";
import type { Context } from "../context.ts";
import { DateTime } from "../graph/scalars.ts";
import { requires, scopeDirective } from "../identity/permissions.ts";
import { AsOfArgs, fieldsStoredBy, RecordAsOf } from "../ledger/as-of/as-of-type.ts";
import { recordAsOf } from "../ledger/as-of/record-as-of.ts";
import { Application } from "./application.ts";

@fieldsStoredBy(Application)
@ObjectType("ApplicationAsOf", {
  simpleResolvers: true,
  description:
    "An application as it was stored at some time, rebuilt from the ledger. What is derived, like its overlays, isn't here.",
})
export class ApplicationAsOf extends RecordAsOf {
  @Field(() => ID, { description: "The release that access was asked for." })
  releaseId!: string;

  @Field(() => ID, { description: "The partner that asked." })
  partnerId!: string;

  @Field(() => ID, { description: "The version of the policy that it is reviewed under." })
  policyId!: string;

  @Field(() => DateTime, {
    nullable: true,
    description: "When it was last told that it was to be denied; null otherwise.",
  })
  intendedAt!: Date | null;

  @Field(() => ID, { nullable: true, description: "The authorization that it, a renewal, is to replace." })
  replacesId!: string | null;

  @Field(() => ID, { nullable: true, description: "The trusted-access programme that it was made under." })
  programmeId!: string | null;
}

@Resolver()
export class ApplicationAsOfQuery {
  @Directive(scopeDirective("record:as-of"))
  @Query(() => ApplicationAsOf, {
    nullable: true,
    description: `An application as it stood, or null where there was none with this id. ${requires("record:as-of")}`,
  })
  applicationAsOf(@Args(() => AsOfArgs) args: AsOfArgs, @Ctx() context: Context) {
    return recordAsOf(context, Application, args);
  }
}
