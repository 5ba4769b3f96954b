import type { Lifecycle } from "../lifecycle.ts";
import type { PartnerKind, PartnerStatus } from "../vocabulary.ts";

/** What moves a partner. Admitting a suspended partner again ends its suspension. */
export const partnerActions = ["amend", "amendVetted", "admit", "suspend", "bar", "unbar"] as const;
export type PartnerAction = (typeof partnerActions)[number];

/**
 * How a partner moves. What was vetted at its admission holds until it is amended: then Commerce admits it anew. While
 * a measure is on the partner what it was vetted by stays as it is, and a barred partner's whole record does.
 */
export const partnerLifecycle: Lifecycle<PartnerStatus, PartnerAction> = {
  REGISTERED: { amend: "REGISTERED", amendVetted: "REGISTERED", admit: "ADMITTED", bar: "BARRED" },
  ADMITTED: { amend: "ADMITTED", amendVetted: "REGISTERED", suspend: "SUSPENDED", bar: "BARRED" },
  SUSPENDED: { amend: "SUSPENDED", admit: "ADMITTED", bar: "BARRED" },
  BARRED: { unbar: "REGISTERED" },
};

/** What an admission vets, and what directives' scopes and screening read of a partner. */
export interface VettedFacts {
  readonly legalName: string;
  readonly kind: PartnerKind;
  readonly jurisdiction: string;
}

/** Which action it is to amend a partner from the one state of its facts to the other. */
export function amendment(before: VettedFacts, after: VettedFacts): "amend" | "amendVetted" {
  const same =
    before.legalName === after.legalName && before.kind === after.kind && before.jurisdiction === after.jurisdiction;
  return same ? "amend" : "amendVetted";
}
