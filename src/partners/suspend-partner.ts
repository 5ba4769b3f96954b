import type { Context } from "../context.ts";
import { authorise } from "../identity/permissions.ts";
import { movePartner } from "./move-partner.ts";
import type { SuspendPartnerInput } from "./partner-inputs.ts";

/** Suspends an admitted partner, with the reason and the legal basis. */
export function suspendPartner(context: Context, input: SuspendPartnerInput) {
  authorise(context.actor, "partner:suspend");
  return movePartner(context, input, {
    mutation: "suspendPartner",
    action: "suspend",
    event: "PartnerSuspended",
    legalBasis: input.legalBasis,
    values: () => ({ statusReason: input.reason, statusLegalBasis: input.legalBasis }),
  });
}
