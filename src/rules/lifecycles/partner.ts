import type { Lifecycle } from "../lifecycle.ts";
import type { PartnerStatus } from "../vocabulary.ts";

/** What moves a partner. Admitting a suspended partner again ends its suspension. */
export const partnerActions = ["amend", "admit", "suspend", "bar", "unbar"] as const;
export type PartnerAction = (typeof partnerActions)[number];

/** How a partner moves. A barred partner's record stays as it was barred. */
export const partnerLifecycle: Lifecycle<PartnerStatus, PartnerAction> = {
  REGISTERED: { amend: "REGISTERED", admit: "ADMITTED", bar: "BARRED" },
  ADMITTED: { amend: "ADMITTED", suspend: "SUSPENDED", bar: "BARRED" },
  SUSPENDED: { amend: "SUSPENDED", admit: "ADMITTED", bar: "BARRED" },
  BARRED: { unbar: "REGISTERED" },
};
