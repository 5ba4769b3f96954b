import type { Context } from "../context.ts";
import { Refused, refusal } from "../graph/refusal.ts";
import { authorise } from "../identity/permissions.ts";
import type { RevocationKind } from "../identity/revocation.ts";
import { change } from "./change.ts";
import { Revocation, revocationAudience } from "./revocation.ts";
import type { RevokeActorInput } from "./revocation-inputs.ts";

/**
 * Refuses a person, a token or an organisation from the next operation on. Refuses the administrator's own person, so
 * that nobody locks the last administrator out.
 */
export function revokeActor(context: Context, input: RevokeActorInput) {
  authorise(context.actor, "actor:revoke");
  return change(context, "revokeActor", input, async (tx) => {
    const { kind, value, reason } = input;
    if (kind === "SUBJECT" && value === tx.actor.subject) throw new Refused(yourself);
    refuseNoOrganisation(kind, value);
    tx.onConflict(
      "one_revocation",
      refusal("ALREADY_DONE", "This is revoked already: `revocations` lists it.", { field: ["input", "value"] }),
    );
    const revocation = await tx.insert(Revocation, {
      id: tx.newId("Revocation"),
      kind,
      value,
      reason,
      revokedBy: tx.actor.subject as string,
      revokedAt: tx.now,
    });
    tx.record(Revocation, { type: "ActorRevoked", subject: revocation, audience: revocationAudience });
    return { revocationId: revocation.id };
  });
}

/** Refuses the name of an organisation that no token could bear. */
export function refuseNoOrganisation(kind: RevocationKind, value: string): void {
  if (kind === "ORGANISATION" && !/^[a-z0-9-]{1,64}$/.test(value)) throw new Refused(noOrganisation);
}

const yourself = refusal("BLOCKED", "You can't revoke yourself: ask another administrator.", {
  field: ["input", "value"],
  blockers: ["YOURSELF"],
});

const noOrganisation = refusal("INVALID_INPUT", "An organisation is 1 to 64 of a-z, 0-9 and -, as tokens name it.", {
  field: ["input", "value"],
});
