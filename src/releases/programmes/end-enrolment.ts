import type { Context } from "../../context.ts";
import { stepOrRefuse } from "../../graph/step.ts";
import { authorise } from "../../identity/permissions.ts";
import { change } from "../../ledger/change.ts";
import { Enrolment } from "../../partners/enrolment.ts";
import { enrolmentLifecycle } from "../../rules/lifecycles/programme.ts";
import { lockOwnProgramme } from "./locked-programme.ts";
import { enrolmentAudience } from "./programme-audience.ts";
import type { EndEnrolmentInput } from "./programme-inputs.ts";

/**
 * Ends an enrolment in one of the actor's own programmes. Cases that began under it go on under its policy, and are not
 * approved any more; authorizations stay as they are.
 */
export function endEnrolment(context: Context, input: EndEnrolmentInput) {
  authorise(context.actor, "programme:end-enrolment");
  return change(context, "endEnrolment", input, async (tx) => {
    const field = ["input", "enrolmentId"];
    const { programmeId } = await tx.peek(Enrolment, input.enrolmentId, field);
    const { vendor } = await lockOwnProgramme(tx, programmeId, "share", field);
    const enrolment = await tx.lock(Enrolment, input.enrolmentId, field);
    const from = enrolment.status;
    const to = stepOrRefuse(enrolmentLifecycle, from, "end", field);
    await tx.update(Enrolment, enrolment, { status: to, endedAt: tx.now, endingReason: input.reason });
    tx.record(Enrolment, {
      type: "EnrolmentEnded",
      subject: enrolment,
      from,
      to,
      legalBasis: enrolment.legalBasis,
      audience: enrolmentAudience(vendor, enrolment),
    });
    return { enrolmentId: enrolment.id };
  });
}
