import type { Lifecycle } from "../lifecycle.ts";
import type { AppealStatus } from "../review-vocabulary.ts";

/** What moves an appeal; `close` when its case ends, or is decided, before the appeal is. */
export const appealActions = ["uphold", "reject", "close"] as const;
export type AppealAction = (typeof appealActions)[number];

/** How an appeal moves: it is decided once. */
export const appealLifecycle: Lifecycle<AppealStatus, AppealAction> = {
  FILED: { uphold: "UPHELD", reject: "REJECTED", close: "CLOSED" },
  UPHELD: {},
  REJECTED: {},
  CLOSED: {},
};
