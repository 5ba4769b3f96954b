import type { Context } from "../context.ts";
import { authorise } from "../identity/permissions.ts";
import { movePartner } from "./move-partner.ts";
import type { BarPartnerInput } from "./partner-inputs.ts";

/** Bars a partner, with the reason and the legal basis. Its authorizations stay and are not effective. */
export function barPartner(context: Context, input: BarPartnerInput) {
  authorise(context.actor, "partner:bar");
  return movePartner(context, input, {
    mutation: "barPartner",
    action: "bar",
    event: "PartnerBarred",
    legalBasis: input.legalBasis,
    values: () => ({ statusReason: input.reason, statusLegalBasis: input.legalBasis }),
  });
}
