import type { Context } from "../../context.ts";
import { authorise } from "../../identity/permissions.ts";
import { moveEnrolment } from "./move-enrolment.ts";
import type { ReinstateEnrolmentInput } from "./programme-inputs.ts";

/** Reinstates an enrolment that Commerce revoked: it stands as its vendor made it. */
export function reinstateEnrolment(context: Context, input: ReinstateEnrolmentInput) {
  authorise(context.actor, "programme:reinstate-enrolment");
  return moveEnrolment(context, input, {
    mutation: "reinstateEnrolment",
    action: "reinstate",
    event: "EnrolmentReinstated",
    values: () => ({
      revokedAt: null,
      revocationReason: null,
      revocationLegalBasis: null,
      revocationNote: input.note ?? null,
    }),
  });
}
