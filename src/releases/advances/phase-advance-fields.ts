import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../../context.ts";
import { reads } from "../../graph/asked.ts";
import { recordById } from "../../graph/records.ts";
import { Policy } from "../policies/policy.ts";
import { Release } from "../register/release.ts";
import { PhaseAdvance } from "./phase-advance.ts";

/** What a phase advance leads to. */
@Resolver(() => PhaseAdvance)
export class PhaseAdvanceFields {
  @reads("releaseId")
  @FieldResolver(() => Release, { nullable: true, description: "The release that would move." })
  release(@Root() { releaseId }: PhaseAdvance, @Ctx() context: Context) {
    return recordById(context, Release, releaseId);
  }

  @reads("policyId")
  @FieldResolver(() => Policy, { nullable: true, description: "The policy version that it began under, and keeps." })
  policy(@Root() { policyId }: PhaseAdvance, @Ctx() context: Context) {
    return recordById(context, Policy, policyId);
  }
}
