import type { Lifecycle } from "../lifecycle.ts";
import type { CyberReviewStatus } from "../release-vocabulary.ts";

/** What moves a cyber review. */
export const cyberReviewActions = ["conclude"] as const;
export type CyberReviewAction = (typeof cyberReviewActions)[number];

/** How a cyber review moves. Whoever wants to look again opens another. */
export const cyberReviewLifecycle: Lifecycle<CyberReviewStatus, CyberReviewAction> = {
  OPEN: { conclude: "CONCLUDED" },
  CONCLUDED: {},
};
