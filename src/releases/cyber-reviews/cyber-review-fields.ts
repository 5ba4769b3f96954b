import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../../context.ts";
import { reads } from "../../graph/asked.ts";
import { recordById, recordsUnder } from "../../graph/records.ts";
import { Release } from "../register/release.ts";
import { CyberReview } from "./cyber-review.ts";
import { CyberReviewConnection, CyberReviewsArgs, cyberReviewList } from "./cyber-review-queries.ts";
import { Finding } from "./finding.ts";
import { FindingConnection, FindingsArgs, findingList } from "./finding-queries.ts";

/** What a cyber review leads to. */
@Resolver(() => CyberReview)
export class CyberReviewFields {
  @reads("releaseId")
  @FieldResolver(() => Release, { nullable: true, description: "The release that is looked at." })
  release(@Root() { releaseId }: CyberReview, @Ctx() context: Context) {
    return recordById(context, Release, releaseId);
  }

  @reads("id")
  @FieldResolver(() => FindingConnection, { description: "What it found." })
  findings(@Root() { id }: CyberReview, @Args(() => FindingsArgs) args: FindingsArgs, @Ctx() context: Context) {
    return recordsUnder(context, Finding, "review_id", id, findingList(args), args);
  }
}

/** What a finding leads to. */
@Resolver(() => Finding)
export class FindingFields {
  @reads("reviewId")
  @FieldResolver(() => CyberReview, { nullable: true, description: "The cyber review that found it." })
  cyberReview(@Root() { reviewId }: Finding, @Ctx() context: Context) {
    return recordById(context, CyberReview, reviewId);
  }
}

/** The cyber reviews of a release. */
@Resolver(() => Release)
export class ReleaseCyberReviews {
  @reads("id", "withheld")
  @FieldResolver(() => CyberReviewConnection, {
    nullable: true,
    description: "ONCD's cyber reviews of it. Withheld from all but the vendor, officials and auditors.",
  })
  cyberReviews(
    @Root() { id, withheld }: Release,
    @Args(() => CyberReviewsArgs) args: CyberReviewsArgs,
    @Ctx() context: Context,
  ) {
    if (withheld.some(({ field }) => field === "cyberReviews")) return null;
    return recordsUnder(context, CyberReview, "release_id", id, cyberReviewList(args), args);
  }
}
