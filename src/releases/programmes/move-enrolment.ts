import type { Context } from "../../context.ts";
import { stepOrRefuse } from "../../graph/step.ts";
import { change, type IdempotentInput } from "../../ledger/change.ts";
import type { Tx } from "../../ledger/tx.ts";
import { Enrolment } from "../../partners/enrolment.ts";
import { type EnrolmentAction, enrolmentLifecycle } from "../../rules/lifecycles/programme.ts";
import { lockProgramme } from "./locked-programme.ts";
import { enrolmentAudience } from "./programme-audience.ts";

interface Move {
  readonly mutation: string;
  readonly action: EnrolmentAction;
  readonly event: string;
  /** What the step rests on, where it isn't what the enrolment rests on. */
  readonly legalBasis?: string;
  readonly values: (tx: Tx) => Partial<Enrolment>;
}

/**
 * Takes any vendor's enrolment through one step and records it: what Commerce does to one. Its vendor is held meanwhile,
 * so that the organisation isn't enrolled in another of its programmes at the same time.
 */
export function moveEnrolment(context: Context, input: IdempotentInput & { enrolmentId: string }, move: Move) {
  return change(context, move.mutation, input, async (tx) => {
    const field = ["input", "enrolmentId"];
    const { programmeId } = await tx.peek(Enrolment, input.enrolmentId, field);
    const { vendor } = await lockProgramme(tx, programmeId, "share", field, "write");
    const enrolment = await tx.lock(Enrolment, input.enrolmentId, field);
    const from = enrolment.status;
    const to = stepOrRefuse(enrolmentLifecycle, from, move.action, field);
    await tx.update(Enrolment, enrolment, { ...move.values(tx), status: to });
    tx.record(Enrolment, {
      type: move.event,
      subject: enrolment,
      from,
      to,
      legalBasis: move.legalBasis ?? enrolment.legalBasis,
      audience: enrolmentAudience(vendor, enrolment),
    });
    return { enrolmentId: enrolment.id };
  });
}
