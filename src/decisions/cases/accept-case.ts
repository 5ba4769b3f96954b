import type { Context } from "../../context.ts";
import { typeOfId } from "../../graph/ids.ts";
import { notFound, Refused, refusal } from "../../graph/refusal.ts";
import { refuseStale } from "../../graph/refusals.ts";
import { stepOrRefuse } from "../../graph/step.ts";
import { authorise } from "../../identity/permissions.ts";
import { change } from "../../ledger/change.ts";
import type { Tx } from "../../ledger/tx.ts";
import { deadlineAfter } from "../../rules/clock.ts";
import { applicationLifecycle } from "../../rules/lifecycles/application.ts";
import type { AcceptApplicationInput, AcceptPhaseAdvanceInput } from "../outcomes/decision-inputs.ts";
import { referToPanel } from "../panel/referring.ts";
import { type LockedCase, lockApplication, lockCase, moveCase } from "./locked-case.ts";

/** Accepts a submitted application: refers it to every seat of the panel, each with its due date. */
export function acceptApplication(context: Context, input: AcceptApplicationInput) {
  authorise(context.actor, "application:accept");
  return change(context, "acceptApplication", input, async (tx) => {
    const locked = await lockApplication(tx, input.applicationId, ["input", "applicationId"]);
    refuseStale("application", locked.row, input.revision);
    stepOrRefuse(applicationLifecycle, locked.row.status, "accept", locked.field);
    if (locked.partner.status !== "ADMITTED") throw new Refused(notAdmitted);
    await accept(tx, locked, "ApplicationAccepted");
    return { applicationId: locked.row.id };
  });
}

/** Accepts a requested phase advance: refers it to every seat of the panel, each with its due date. */
export function acceptPhaseAdvance(context: Context, input: AcceptPhaseAdvanceInput) {
  authorise(context.actor, "phase-advance:accept");
  return change(context, "acceptPhaseAdvance", input, async (tx) => {
    const field = ["input", "phaseAdvanceId"];
    if (typeOfId(input.phaseAdvanceId) !== "PhaseAdvance") throw new Refused(notFound("phase advance", field));
    const locked = await lockCase(tx, input.phaseAdvanceId, field);
    refuseStale("phase advance", locked.row, input.revision);
    await accept(tx, locked, "PhaseAdvanceAccepted");
    return { phaseAdvanceId: locked.row.id };
  });
}

/** Refers the case to its panel, under the time that it has in all. */
export async function accept(tx: Tx, locked: LockedCase, event: string): Promise<void> {
  const { policy, row } = locked;
  const dueAt = deadlineAfter(policy, row.lastSubmittedAt ?? tx.now, policy.clocks.total);
  await moveCase(tx, locked, "accept", event, { acceptedAt: tx.now, dueAt });
  await referToPanel(tx, locked);
}

const notAdmitted = refusal("BLOCKED", "The partner is not admitted. Admit it first with admitPartner.", {
  field: ["input", "applicationId"],
  blockers: ["PARTNER_NOT_ADMITTED"],
});
