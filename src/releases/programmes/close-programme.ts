import type { Context } from "../../context.ts";
import { stepOrRefuse } from "../../graph/step.ts";
import { authorise } from "../../identity/permissions.ts";
import { change } from "../../ledger/change.ts";
import { Programme } from "../../partners/programme.ts";
import { programmeLifecycle } from "../../rules/lifecycles/programme.ts";
import { lockOwnProgramme } from "./locked-programme.ts";
import { programmeAudience } from "./programme-audience.ts";
import type { CloseProgrammeInput } from "./programme-inputs.ts";

/** Closes one of the actor's own programmes: no one is taken in and nothing new is applied for; what is under way goes on. */
export function closeProgramme(context: Context, input: CloseProgrammeInput) {
  authorise(context.actor, "programme:close");
  return change(context, "closeProgramme", input, async (tx) => {
    const field = ["input", "programmeId"];
    const { vendor, programme } = await lockOwnProgramme(tx, input.programmeId, "write", field);
    const from = programme.status;
    const to = stepOrRefuse(programmeLifecycle, from, "close", field);
    await tx.update(Programme, programme, { status: to, closedAt: tx.now, closingReason: input.reason });
    const audience = await programmeAudience(tx, vendor, programme);
    tx.record(Programme, { type: "ProgrammeClosed", subject: programme, from, to, audience });
    return { programmeId: programme.id };
  });
}
