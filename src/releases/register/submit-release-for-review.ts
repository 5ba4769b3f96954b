import type { Context } from "../../context.ts";
import { authorise } from "../../identity/permissions.ts";
import { moveRelease } from "./move-release.ts";
import type { SubmitReleaseForReviewInput } from "./release-inputs.ts";

/** Submits a registered release for review: from then on its record stays as it was submitted. */
export function submitReleaseForReview(context: Context, input: SubmitReleaseForReviewInput) {
  authorise(context.actor, "release:submit");
  return moveRelease(context, input, {
    mutation: "submitReleaseForReview",
    action: "submitForReview",
    event: "ReleaseSubmittedForReview",
    values: {},
  });
}
