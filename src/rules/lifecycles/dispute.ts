import type { Lifecycle } from "../lifecycle.ts";
import type { DisputeStatus } from "../vocabulary.ts";

/** What moves a dispute; `close` when its case ends or is amended without a result. */
export const disputeActions = ["escalate", "resolve", "close"] as const;
export type DisputeAction = (typeof disputeActions)[number];

/** How a dispute moves: escalating raises its level and leaves it open. */
export const disputeLifecycle: Lifecycle<DisputeStatus, DisputeAction> = {
  OPEN: { escalate: "OPEN", resolve: "RESOLVED", close: "CLOSED" },
  RESOLVED: {},
  CLOSED: {},
};
