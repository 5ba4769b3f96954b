import type { Lifecycle } from "../lifecycle.ts";
import type { RebuttalStatus } from "../review-vocabulary.ts";

/** What moves a rebuttal; `close` when the denial that it is against falls before it was decided. */
export const rebuttalActions = ["accept", "reject", "close"] as const;
export type RebuttalAction = (typeof rebuttalActions)[number];

/** How a rebuttal moves: it is decided once. */
export const rebuttalLifecycle: Lifecycle<RebuttalStatus, RebuttalAction> = {
  FILED: { accept: "ACCEPTED", reject: "REJECTED", close: "CLOSED" },
  ACCEPTED: {},
  REJECTED: {},
  CLOSED: {},
};
