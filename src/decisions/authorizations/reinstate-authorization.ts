import type { Context } from "../../context.ts";
import { authorise } from "../../identity/permissions.ts";
import type { ReinstateAuthorizationInput } from "../outcomes/decision-inputs.ts";
import { moveAuthorization } from "./move-authorization.ts";

/** Ends an authorization's suspension. */
export function reinstateAuthorization(context: Context, input: ReinstateAuthorizationInput) {
  authorise(context.actor, "authorization:reinstate");
  return moveAuthorization(context, input, {
    mutation: "reinstateAuthorization",
    action: "reinstate",
    event: "AuthorizationReinstated",
    values: () => ({}),
  });
}
