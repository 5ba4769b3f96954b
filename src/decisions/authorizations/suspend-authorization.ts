import type { Context } from "../../context.ts";
import { authorise } from "../../identity/permissions.ts";
import type { SuspendAuthorizationInput } from "../outcomes/decision-inputs.ts";
import { moveAuthorization } from "./move-authorization.ts";

/** Suspends an active authorization, with the reason and the legal basis. */
export function suspendAuthorization(context: Context, input: SuspendAuthorizationInput) {
  authorise(context.actor, "authorization:suspend");
  return moveAuthorization(context, input, {
    mutation: "suspendAuthorization",
    action: "suspend",
    event: "AuthorizationSuspended",
    legalBasis: input.legalBasis,
    values: () => ({ statusReason: input.reason, statusLegalBasis: input.legalBasis }),
  });
}
