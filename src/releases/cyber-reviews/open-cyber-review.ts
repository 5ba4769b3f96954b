import type { Context } from "../../context.ts";
import { refusal } from "../../graph/refusal.ts";
import { authorise } from "../../identity/permissions.ts";
import { change } from "../../ledger/change.ts";
import { vendorAudience } from "../audience.ts";
import { lockRelease } from "../register/locked-release.ts";
import { refuseWithdrawn } from "../register/withdrawn-release.ts";
import { CyberReview } from "./cyber-review.ts";
import type { OpenCyberReviewInput } from "./cyber-review-inputs.ts";

/** Opens a cyber review of a release. One at a time: another may follow once it is concluded. */
export function openCyberReview(context: Context, input: OpenCyberReviewInput) {
  authorise(context.actor, "cyber-review:open");
  return change(context, "openCyberReview", input, async (tx) => {
    // Whoever signs an advance holds the release for writing: a review is opened before or after, never meanwhile.
    const { vendor, release } = await lockRelease(tx, input.releaseId, "share");
    refuseWithdrawn(release, field);
    tx.onConflict("one_open_cyber_review", openAlready);
    const review = await tx.insert(CyberReview, {
      id: tx.newId("CyberReview"),
      releaseId: release.id,
      status: "OPEN",
      remit: input.remit,
      legalBasis: input.legalBasis,
      openedAt: tx.now,
      openedBy: tx.actor.subject,
      concludedAt: null,
      concludedBy: null,
      conclusion: null,
    });
    tx.record(CyberReview, {
      type: "CyberReviewOpened",
      subject: review,
      to: review.status,
      legalBasis: review.legalBasis,
      audience: vendorAudience(vendor),
    });
    return { cyberReviewId: review.id };
  });
}

const field = ["input", "releaseId"];

const openAlready = refusal("DUPLICATE", "A cyber review of this release is open. See its `cyberReviews`.", { field });
