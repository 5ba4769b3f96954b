import type { Config } from "../config.ts";
import type { Services } from "../context.ts";
import type { Log } from "../server/log.ts";
import { type Sending, startSending } from "../webhooks/sending.ts";

/** Delivers to webhooks from this process, where it has a key for their secrets and isn't told to leave that to others. */
export function startDelivering(services: Services, { sending }: Config["webhooks"], log: Log): Sending | null {
  if (!sending || !services.webhooks) return null;
  return startSending(services, services.webhooks, log);
}
