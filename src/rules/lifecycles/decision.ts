import type { Lifecycle } from "../lifecycle.ts";
import type { DecisionStatus } from "../vocabulary.ts";

/** What moves a decision; `supersede` when another proposal of the same case takes its place. */
export const decisionActions = ["countersign", "refuse", "void", "supersede"] as const;
export type DecisionAction = (typeof decisionActions)[number];

/** How a decision moves from proposal to countersignature. */
export const decisionLifecycle: Lifecycle<DecisionStatus, DecisionAction> = {
  PROPOSED: { countersign: "COUNTERSIGNED", refuse: "REFUSED", void: "VOID", supersede: "SUPERSEDED" },
  COUNTERSIGNED: { supersede: "SUPERSEDED" },
  REFUSED: {},
  VOID: {},
  SUPERSEDED: {},
};

/** The statuses of a standing decision: at most one per case revision. */
export const standingDecisionStatuses = ["PROPOSED", "COUNTERSIGNED"] as const satisfies readonly DecisionStatus[];
