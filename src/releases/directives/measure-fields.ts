import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../../context.ts";
import { reads } from "../../graph/asked.ts";
import { ConditionPredicate, shownPredicate } from "../../graph/condition-predicate.ts";
import { recordById } from "../../graph/records.ts";
import { Release } from "../register/release.ts";
import { Vendor } from "../vendors/vendor.ts";
import { Designation } from "./designation.ts";
import { Directive } from "./directive.ts";

/** What a directive leads to. */
@Resolver(() => Directive)
export class DirectiveFields {
  @reads("releaseId")
  @FieldResolver(() => Release, {
    nullable: true,
    description: "The release that it is about; null for one on a vendor.",
  })
  release(@Root() { releaseId }: Directive, @Ctx() context: Context) {
    return recordById(context, Release, releaseId);
  }

  @reads("vendorId")
  @FieldResolver(() => Vendor, {
    nullable: true,
    description: "The vendor all of whose releases it is about; null for one on a release.",
  })
  vendor(@Root() { vendorId }: Directive, @Ctx() context: Context) {
    return recordById(context, Vendor, vendorId);
  }

  @reads("limits")
  @FieldResolver(() => [ConditionPredicate], { description: "For LIMIT: what use must meet, all of it; else empty." })
  limits(@Root() { limits }: Directive) {
    return limits.map(shownPredicate);
  }
}

/** What a designation leads to. */
@Resolver(() => Designation)
export class DesignationFields {
  @reads("vendorId")
  @FieldResolver(() => Vendor, { nullable: true, description: "The vendor that is designated." })
  vendor(@Root() { vendorId }: Designation, @Ctx() context: Context) {
    return recordById(context, Vendor, vendorId);
  }

  @reads("limits")
  @FieldResolver(() => [ConditionPredicate], { description: "For LIMIT: what use must meet, all of it; else empty." })
  limits(@Root() { limits }: Designation) {
    return limits.map(shownPredicate);
  }
}
