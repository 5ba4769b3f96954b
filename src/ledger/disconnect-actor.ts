import type { Context } from "../context.ts";
import { authorise } from "../identity/permissions.ts";
import { change } from "./change.ts";
import { Revocation, revocationAudience } from "./revocation.ts";
import type { DisconnectActorInput } from "./revocation-inputs.ts";
import { refuseNoOrganisation } from "./revoke-actor.ts";

/**
 * Ends what a person, a token or an organisation has open, on every node, and revokes nothing: a revocation that is over
 * as it begins, so that the ledger keeps it as one and no row does. Who is named may connect again at once.
 */
export function disconnectActor(context: Context, input: DisconnectActorInput) {
  authorise(context.actor, "actor:disconnect");
  return change(context, "disconnectActor", input, async (tx) => {
    const { kind, value, reason } = input;
    refuseNoOrganisation(kind, value);
    const subject: Omit<Revocation, "withheld"> = {
      id: tx.newId("Revocation"),
      kind,
      value,
      reason,
      revokedBy: tx.actor.subject as string,
      revokedAt: tx.now,
    };
    tx.record(Revocation, { type: "ActorDisconnected", subject, rationale: reason, audience: revocationAudience });
    return { disconnectionId: subject.id };
  });
}
