import type { Context } from "../../context.ts";
import { authorise } from "../../identity/permissions.ts";
import type { RevokeAuthorizationInput } from "../outcomes/decision-inputs.ts";
import { moveAuthorization } from "./move-authorization.ts";

/** Revokes an authorization for good, with the reason and the legal basis. */
export function revokeAuthorization(context: Context, input: RevokeAuthorizationInput) {
  authorise(context.actor, "authorization:revoke");
  return moveAuthorization(context, input, {
    mutation: "revokeAuthorization",
    action: "revoke",
    event: "AuthorizationRevoked",
    legalBasis: input.legalBasis,
    values: (tx) => ({ statusReason: input.reason, statusLegalBasis: input.legalBasis, endedAt: tx.now }),
  });
}
