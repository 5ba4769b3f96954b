import type { Context } from "../../context.ts";
import { stepOrRefuse } from "../../graph/step.ts";
import { authorise } from "../../identity/permissions.ts";
import { change } from "../../ledger/change.ts";
import { cyberReviewLifecycle } from "../../rules/lifecycles/cyber-review.ts";
import { vendorAudience } from "../audience.ts";
import { CyberReview } from "./cyber-review.ts";
import type { ConcludeCyberReviewInput } from "./cyber-review-inputs.ts";
import { lockCyberReview } from "./locked-cyber-review.ts";

/**
 * Concludes a cyber review. Open findings don't keep it from that: the looking is over, the mending may not be, and what
 * is open goes on blocking.
 */
export function concludeCyberReview(context: Context, input: ConcludeCyberReviewInput) {
  authorise(context.actor, "cyber-review:conclude");
  return change(context, "concludeCyberReview", input, async (tx) => {
    const field = ["input", "reviewId"];
    const { vendor, review } = await lockCyberReview(tx, input.reviewId, field);
    const from = review.status;
    const to = stepOrRefuse(cyberReviewLifecycle, from, "conclude", field);
    await tx.update(CyberReview, review, {
      status: to,
      concludedAt: tx.now,
      concludedBy: tx.actor.subject,
      conclusion: input.conclusion,
    });
    tx.record(CyberReview, {
      type: "CyberReviewConcluded",
      subject: review,
      from,
      to,
      legalBasis: review.legalBasis,
      audience: vendorAudience(vendor),
    });
    return { cyberReviewId: review.id };
  });
}
