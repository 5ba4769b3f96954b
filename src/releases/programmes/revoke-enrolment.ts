import type { Context } from "../../context.ts";
import { authorise } from "../../identity/permissions.ts";
import { moveEnrolment } from "./move-enrolment.ts";
import type { RevokeEnrolmentInput } from "./programme-inputs.ts";

/**
 * Revokes an organisation's enrolment in any vendor's programme: what it applied for under that isn't approved any more,
 * and its vendor enrols it in none of its programmes until the enrolment is reinstated.
 */
export function revokeEnrolment(context: Context, input: RevokeEnrolmentInput) {
  authorise(context.actor, "programme:revoke-enrolment");
  return moveEnrolment(context, input, {
    mutation: "revokeEnrolment",
    action: "revoke",
    event: "EnrolmentRevoked",
    legalBasis: input.legalBasis,
    values: ({ now }) => ({
      revokedAt: now,
      revocationReason: input.reason,
      revocationLegalBasis: input.legalBasis,
      revocationNote: input.note ?? null,
    }),
  });
}
