import type { Context } from "../context.ts";
import { authorise } from "../identity/permissions.ts";
import { movePartner } from "./move-partner.ts";
import type { UnbarPartnerInput } from "./partner-inputs.ts";

/** Lifts a partner's bar: it is registered again, screened, and Commerce may admit it. */
export function unbarPartner(context: Context, input: UnbarPartnerInput) {
  authorise(context.actor, "partner:unbar");
  return movePartner(context, input, {
    mutation: "unbarPartner",
    action: "unbar",
    event: "PartnerUnbarred",
    rationale: input.note,
    values: () => ({}),
    screens: true,
  });
}
