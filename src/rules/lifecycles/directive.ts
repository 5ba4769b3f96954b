import type { Lifecycle } from "../lifecycle.ts";
import type { DirectiveForce, DirectiveStatus } from "../vocabulary.ts";

/** What moves a directive: the vendor accepts or declines a request, the issuing agency lifts. */
export const directiveActions = ["accept", "decline", "lift"] as const;
export type DirectiveAction = (typeof directiveActions)[number];

/** How a directive moves. An agency may take back a request that the vendor hasn't answered. */
export const directiveLifecycle: Lifecycle<DirectiveStatus, DirectiveAction> = {
  REQUESTED: { accept: "IN_FORCE", decline: "DECLINED", lift: "LIFTED" },
  IN_FORCE: { lift: "LIFTED" },
  DECLINED: {},
  LIFTED: {},
};

/** Where a new directive starts: an order is in force at once. */
export const firstDirectiveStatus: Readonly<Record<DirectiveForce, DirectiveStatus>> = {
  ORDER: "IN_FORCE",
  REQUEST: "REQUESTED",
};
