import type { Lifecycle } from "../lifecycle.ts";

/** Where a webhook stands. */
export const webhookStatuses = ["ACTIVE", "PAUSED", "DELETED"] as const;
export type WebhookStatus = (typeof webhookStatuses)[number];

/** What moves a webhook: its owner does, and the graph itself pauses one that can't or may not be delivered to. */
export const webhookActions = ["pause", "resume", "end"] as const;
export type WebhookAction = (typeof webhookActions)[number];

/** How a webhook moves: whoever wants a deleted one again registers another, with a secret of its own. */
export const webhookLifecycle: Lifecycle<WebhookStatus, WebhookAction> = {
  ACTIVE: { pause: "PAUSED", end: "DELETED" },
  PAUSED: { resume: "ACTIVE", end: "DELETED" },
  DELETED: {},
};
