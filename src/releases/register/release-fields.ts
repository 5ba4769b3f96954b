import { Args, Ctx, FieldResolver, Int, Resolver, Root } from "type-graphql";
import type { Context } from "../../context.ts";
import { reads } from "../../graph/asked.ts";
import { graphEnum } from "../../graph/enums.ts";
import { recordById, recordsUnder } from "../../graph/records.ts";
import { sql } from "../../graph/sql.ts";
import { phaseRules } from "../../rules/policy.ts";
import type { ReleaseStanding } from "../../rules/vocabulary.ts";
import { PhaseAdvance } from "../advances/phase-advance.ts";
import { PhaseAdvanceConnection, PhaseAdvancesArgs, phaseAdvanceList } from "../advances/phase-advance-queries.ts";
import { Directive } from "../directives/directive.ts";
import { DirectiveConnection, DirectivesArgs, directiveList } from "../directives/directive-queries.ts";
import { Policy } from "../policies/policy.ts";
import { policyFollowedBy } from "../policies/policy-versions.ts";
import { Vendor } from "../vendors/vendor.ts";
import { Release } from "./release.ts";
import { standingsOf } from "./standing.ts";

const ReleaseStandingEnum = graphEnum<ReleaseStanding>("ReleaseStanding", "Whether a release may be used now.", {
  IN_FORCE: "Nothing stands against it.",
  POSTPONED: "It may be used, and may not advance to its next phase.",
  LIMITED: "It may be used within limits, or by some partners only.",
  SUSPENDED: "It may not be used until what suspends it is lifted.",
  WITHDRAWN: "It may not be used: its vendor withdrew it, or it is to be withdrawn.",
});

/** What a release leads to, and its standing. */
@Resolver(() => Release)
export class ReleaseFields {
  @reads("id")
  @FieldResolver(() => ReleaseStandingEnum, {
    description:
      "Whether it may be used now: derived from the directives and designations in force, and its vendor's own postponement.",
  })
  async standing(@Root() { id }: Release, @Ctx() context: Context) {
    const [standing] = await standingsOf(context, [id]);
    return standing;
  }

  @reads("vendorId")
  @FieldResolver(() => Vendor, { nullable: true, description: "Whose release it is." })
  vendor(@Root() { vendorId }: Release, @Ctx() context: Context) {
    return recordById(context, Vendor, vendorId);
  }

  @reads("policyId")
  @FieldResolver(() => Policy, {
    nullable: true,
    description: "The policy version that its new cases begin under: the newest of the policy that it follows.",
  })
  policy(@Root() { policyId }: Release, @Ctx() context: Context) {
    return policyFollowedBy(context, policyId);
  }

  @reads("phase", "policyId")
  @FieldResolver(() => Int, {
    nullable: true,
    description:
      "How many partners may hold an authorization for it in its present phase, by its policy; null for any number. `partnersAuthorized` do.",
  })
  async partnerCap(@Root() { phase, policyId }: Release, @Ctx() context: Context) {
    const policy = await policyFollowedBy(context, policyId);
    return policy && phaseRules(policy.document, phase).partnerCap;
  }

  @reads("id")
  @FieldResolver(() => DirectiveConnection, { description: "The directives on it and on its vendor that you may see." })
  directives(@Root() { id }: Release, @Args(() => DirectivesArgs) args: DirectivesArgs, @Ctx() context: Context) {
    return recordsUnder(context, Directive, "release", id, { ...directiveList(args), ...onRelease }, args);
  }

  @reads("id", "withheld")
  @FieldResolver(() => PhaseAdvanceConnection, {
    nullable: true,
    description: "The requests to move it to its next phase. Withheld from all but the vendor, officials and auditors.",
  })
  phaseAdvances(
    @Root() { id, withheld }: Release,
    @Args(() => PhaseAdvancesArgs) args: PhaseAdvancesArgs,
    @Ctx() context: Context,
  ) {
    if (withheld.some(({ field }) => field === "phaseAdvances")) return null;
    return recordsUnder(context, PhaseAdvance, "release_id", id, phaseAdvanceList(args), args);
  }
}

/** Ties a directive to a release that it is about, by itself or by its vendor. */
const onRelease = {
  joins: sql`join release on_release on on_release.id = t.release_id or on_release.vendor_id = t.vendor_id`,
  parent: sql`on_release.id`,
};
