import type { Lifecycle } from "../lifecycle.ts";
import type { InformationRequestStatus } from "../review-vocabulary.ts";

/** What moves a request for information; `lapse` is the clock's alone. */
export const informationRequestActions = ["answer", "close", "lapse"] as const;
export type InformationRequestAction = (typeof informationRequestActions)[number];

/** How a request for information moves: it ends once, and the clock runs again from there. */
export const informationRequestLifecycle: Lifecycle<InformationRequestStatus, InformationRequestAction> = {
  OPEN: { answer: "ANSWERED", close: "CLOSED", lapse: "LAPSED" },
  ANSWERED: {},
  CLOSED: {},
  LAPSED: {},
};
