import { Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from "type-graphql";
import type { Context } from "../../context.ts";
import { DateTime } from "../../graph/scalars.ts";
import { isPostponed } from "../../rules/postponement.ts";
import { Release } from "./release.ts";

/** A vendor's own postponement of its release, while it stands. */
@ObjectType("Postponement", {
  simpleResolvers: true,
  description: "A vendor's own postponement of its release: no phase advance meanwhile; use goes on.",
})
export class Postponement {
  @Field(() => DateTime, { description: "Since when." })
  since!: Date;

  @Field(() => DateTime, { nullable: true, description: "When it ends by itself; null for until the vendor resumes." })
  until!: Date | null;

  @Field(() => String, { description: "Why, in the vendor's words." })
  reason!: string;
}

/** Whether a release's vendor has postponed it. */
@Resolver(() => Release)
export class ReleasePostponement {
  @FieldResolver(() => Postponement, {
    nullable: true,
    description: "Its vendor's own postponement, while that stands; null otherwise. Directives are in `directives`.",
  })
  async postponement(@Root() release: Release, @Ctx() context: Context): Promise<Postponement | null> {
    const { postponedAt: since, postponedUntil: until, postponementReason: reason } = release;
    if (since === null || reason === null || !isPostponed(release, await context.now())) return null;
    return { since, until, reason };
  }
}
