import type { Lifecycle } from "../lifecycle.ts";

/** Where a hold stands: it says so by the moment of its release alone. */
export const holdStatuses = ["OPEN", "RELEASED"] as const;
export type HoldStatus = (typeof holdStatuses)[number];

/** What moves a hold. */
export const holdActions = ["release"] as const;
export type HoldAction = (typeof holdActions)[number];

/** How a hold moves: whoever wants to stop the clock again places another, with its own reason and date. */
export const holdLifecycle: Lifecycle<HoldStatus, HoldAction> = { OPEN: { release: "RELEASED" }, RELEASED: {} };
