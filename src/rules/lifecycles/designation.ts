import type { Lifecycle } from "../lifecycle.ts";
import type { DesignationStatus } from "../vocabulary.ts";

/** What moves a designation. */
export const designationActions = ["lift"] as const;
export type DesignationAction = (typeof designationActions)[number];

/** How a vendor's designation as a supply-chain risk moves. */
export const designationLifecycle: Lifecycle<DesignationStatus, DesignationAction> = {
  IN_FORCE: { lift: "LIFTED" },
  LIFTED: {},
};
