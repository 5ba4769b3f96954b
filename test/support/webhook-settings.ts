import { WebhookCounts } from "../../src/webhooks/counts.ts";
import { secretBox } from "../../src/webhooks/secret-box.ts";
import type { WebhookSettings } from "../../src/webhooks/settings.ts";

/** What webhooks need in tests: a key that is nobody's, receivers on this machine, and no name server. */
export const testWebhooks = (more: Partial<WebhookSettings> = {}): WebhookSettings => ({
  secrets: secretBox([Buffer.alloc(32, 7)]),
  allowLoopback: true,
  logDays: 30,
  counts: new WebhookCounts(),
  resolve: () => Promise.reject(new Error("A test asks no name server.")),
  ...more,
});
