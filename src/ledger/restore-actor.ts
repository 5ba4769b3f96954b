import type { Context } from "../context.ts";
import { authorise } from "../identity/permissions.ts";
import { change } from "./change.ts";
import { Revocation, revocationAudience } from "./revocation.ts";
import type { RestoreActorInput } from "./revocation-inputs.ts";

/** Takes a revocation back: its row goes, so that nothing refuses the actor, and the ledger keeps both changes. */
export function restoreActor(context: Context, input: RestoreActorInput) {
  authorise(context.actor, "actor:restore");
  return change(context, "restoreActor", input, async (tx) => {
    const revocation = await tx.lock(Revocation, input.revocationId, ["input", "revocationId"]);
    await tx.manager.delete(Revocation, revocation.id);
    tx.record(Revocation, {
      type: "ActorRestored",
      subject: revocation,
      rationale: input.reason,
      audience: revocationAudience,
    });
    return { revocationId: revocation.id };
  });
}
