import type { Context } from "../context.ts";
import { Refused, refusal } from "../graph/refusal.ts";
import type { WebhookSettings } from "./settings.ts";

/** What webhooks need of this process. Refuses where no key for their secrets is set. */
export function webhooksOf({ services }: Context): WebhookSettings {
  if (services.webhooks) return services.webhooks;
  throw new Refused(
    refusal(
      "BLOCKED",
      "This graph has no key for webhooks' secrets, so it has no webhooks. Ask who runs it to set one.",
      {
        blockers: ["WEBHOOKS_NOT_CONFIGURED"],
      },
    ),
  );
}
