import type { Context } from "../context.ts";
import { authorise } from "../identity/permissions.ts";
import { movePartner } from "./move-partner.ts";
import type { AdmitPartnerInput } from "./partner-inputs.ts";

/** Admits a registered partner, or one that was suspended. */
export function admitPartner(context: Context, input: AdmitPartnerInput) {
  authorise(context.actor, "partner:admit");
  return movePartner(context, input, {
    mutation: "admitPartner",
    action: "admit",
    event: "PartnerAdmitted",
    values: (tx, partner) => ({ admittedAt: partner.admittedAt ?? tx.now }),
  });
}
