import type { Lifecycle } from "../lifecycle.ts";
import type { NominationStatus } from "../release-vocabulary.ts";

/** What moves a nomination. */
export const nominationActions = ["withdraw"] as const;
export type NominationAction = (typeof nominationActions)[number];

/** How a vendor's nomination of a partner moves. Whoever was taken off the short list may be put on it again. */
export const nominationLifecycle: Lifecycle<NominationStatus, NominationAction> = {
  STANDING: { withdraw: "WITHDRAWN" },
  WITHDRAWN: {},
};
