import type { Lifecycle } from "../lifecycle.ts";
import type { FindingStatus } from "../release-vocabulary.ts";

/** What moves a finding. */
export const findingActions = ["mitigate", "accept", "close", "reopen"] as const;
export type FindingAction = (typeof findingActions)[number];

/**
 * How a finding moves. What was mitigated or accepted may prove otherwise and be opened again; a finding that is closed
 * was none, or is no more: what comes back is a finding of its own.
 */
export const findingLifecycle: Lifecycle<FindingStatus, FindingAction> = {
  OPEN: { mitigate: "MITIGATED", accept: "ACCEPTED", close: "CLOSED" },
  MITIGATED: { reopen: "OPEN", close: "CLOSED" },
  ACCEPTED: { reopen: "OPEN", mitigate: "MITIGATED", close: "CLOSED" },
  CLOSED: {},
};

/** The action that takes a finding to a status. */
export const actionToward: Readonly<Record<FindingStatus, FindingAction>> = {
  OPEN: "reopen",
  MITIGATED: "mitigate",
  ACCEPTED: "accept",
  CLOSED: "close",
};
