import { Args, Ctx, Directive, Field, ID, ObjectType, Query, Resolver } from "type-graphql";
import type { Context } from "../../context.ts";
import { DateTime } from "../../graph/scalars.ts";
import { requires, scopeDirective } from "../../identity/permissions.ts";
import { AsOfArgs, fieldsStoredBy, RecordAsOf } from "../../ledger/as-of/as-of-type.ts";
import { recordAsOf } from "../../ledger/as-of/record-as-of.ts";
import { Release } from "./release.ts";

@fieldsStoredBy(Release)
@ObjectType("ReleaseAsOf", {
  simpleResolvers: true,
  description:
    "A release as it was stored at some time, rebuilt from the ledger. What is derived, like its standing, isn't here.",
})
export class ReleaseAsOf extends RecordAsOf {
  @Field(() => ID, { description: "The vendor that releases it." })
  vendorId!: string;

  @Field(() => ID, { description: "The version of the policy that it is reviewed under." })
  policyId!: string;

  @Field(() => DateTime, {
    nullable: true,
    description: "Since when its vendor had postponed it; null where it hadn't.",
  })
  postponedAt!: Date | null;

  @Field(() => DateTime, { nullable: true, description: "Until when it was postponed; null for until it is resumed." })
  postponedUntil!: Date | null;

  @Field(() => String, { nullable: true, description: "Why its vendor had postponed it." })
  postponementReason!: string | null;
}

@Resolver()
export class ReleaseAsOfQuery {
  @Directive(scopeDirective("record:as-of"))
  @Query(() => ReleaseAsOf, {
    nullable: true,
    description: `A release as it stood, or null where there was none with this id. ${requires("record:as-of")}`,
  })
  releaseAsOf(@Args(() => AsOfArgs) args: AsOfArgs, @Ctx() context: Context) {
    return recordAsOf(context, Release, args);
  }
}
