import type { WebhookCounts } from "./counts.ts";
import type { AddressRange } from "./forbidden.ts";
import type { SecretBox } from "./secret-box.ts";

/** The addresses of a host's name; throws where there are none. */
export type Resolve = (name: string, signal: AbortSignal) => Promise<readonly string[]>;

/** What a process needs to register webhooks and to deliver to them. */
export interface WebhookSettings {
  /** Seals their secrets. */
  readonly secrets: SecretBox;
  /** Lets them send to this machine's loopback, over plain HTTP too: for development alone. */
  readonly allowLoopback: boolean;
  /** What they may not send to besides what isn't public: it counts before anything that is allowed. */
  readonly forbidden?: readonly AddressRange[];
  /** How many days attempts are kept in the delivery log. */
  readonly logDays: number;
  /** What this process has sent, by outcome: for metrics. */
  readonly counts: WebhookCounts;
  /** Where names are looked up; the system's name servers unless told. */
  readonly resolve?: Resolve;
}

/** Where webhooks may send to. */
export type Reach = Pick<WebhookSettings, "allowLoopback" | "forbidden">;

/** How many days attempts are kept unless told. */
export const defaultWebhookLogDays = 30;
