import type { Lifecycle } from "../lifecycle.ts";
import type { ConditionChangeStatus } from "../review-vocabulary.ts";

/** What moves a change of a condition that was asked for; `close` when what it is about ends, or a ruling names it. */
export const conditionChangeActions = ["consent", "refuse", "close"] as const;
export type ConditionChangeAction = (typeof conditionChangeActions)[number];

/** The statuses of a change that was asked for. A ruling is RULED from its start, and asks nobody. */
export type AskedChangeStatus = Exclude<ConditionChangeStatus, "RULED">;

/** How a change that was asked for moves: it is answered once. */
export const conditionChangeLifecycle: Lifecycle<AskedChangeStatus, ConditionChangeAction> = {
  PROPOSED: { consent: "CONSENTED", refuse: "REFUSED", close: "CLOSED" },
  CONSENTED: {},
  REFUSED: {},
  CLOSED: {},
};
