import type { Context } from "../../context.ts";
import { authorise } from "../../identity/permissions.ts";
import type { SurrenderAuthorizationInput } from "../outcomes/decision-inputs.ts";
import { moveAuthorization } from "./move-authorization.ts";

/** Gives up the actor's own organisation's authorization, for good. */
export function surrenderAuthorization(context: Context, input: SurrenderAuthorizationInput) {
  authorise(context.actor, "authorization:surrender");
  return moveAuthorization(context, input, {
    mutation: "surrenderAuthorization",
    action: "surrender",
    event: "AuthorizationSurrendered",
    values: (tx) => ({ endedAt: tx.now }),
    byHolder: true,
  });
}
