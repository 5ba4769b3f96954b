import type { Context } from "../../context.ts";
import { Refused, refusal } from "../../graph/refusal.ts";
import { stepOrRefuse } from "../../graph/step.ts";
import { authorise } from "../../identity/permissions.ts";
import { change } from "../../ledger/change.ts";
import { rebuttalLifecycle } from "../../rules/lifecycles/rebuttal.ts";
import { blockersOfDecidingRebuttal, type RebuttalBlocker, rebuttalBlockers } from "../../rules/rebuttals.ts";
import { applicantAudience, lockCase } from "../cases/locked-case.ts";
import { settle } from "../clocks/case-clocks.ts";
import type { DecideRebuttalInput } from "../disputes/dispute-inputs.ts";
import { carriedConditions } from "../disputes/level-results.ts";
import { endRebuttal } from "./countersign-decision.ts";
import { propose, voidProposal } from "./proposals.ts";
import { Rebuttal } from "./rebuttal.ts";
import { type RebuttalState, rebuttalFacts, rebuttalStates } from "./rebuttal-facts.ts";

const field = ["input", "rebuttalId"];

/**
 * Decides a rebuttal, by an official who took no part in the case. Accepted, the intended denial falls and an approval
 * under the panel's conditions is proposed; rejected, the denial awaits its countersignature at once.
 */
export function decideRebuttal(context: Context, input: DecideRebuttalInput) {
  authorise(context.actor, "rebuttal:decide");
  return change(context, "decideRebuttal", input, async (tx) => {
    const seen = await tx.peek(Rebuttal, input.rebuttalId, field);
    const locked = await lockCase(tx, seen.caseId, field);
    const rebuttal = await tx.lock(Rebuttal, input.rebuttalId, field);
    const [state] = await tx.query<RebuttalState>(rebuttalStates([rebuttal.id]));
    if (!state) throw new Error(`Rebuttal ${rebuttal.id} is gone.`);
    const blockers = blockersOfDecidingRebuttal(rebuttalFacts(state, tx.actor, tx.now));
    if (blockers.length > 0) throw new Refused(...blockers.map((blocker) => refusalOf(blocker, rebuttal)));
    const from = rebuttal.status;
    const status = stepOrRefuse(rebuttalLifecycle, from, input.accept ? "accept" : "reject", field);
    await tx.update(Rebuttal, rebuttal, {
      status,
      decidedBy: tx.actor.subject,
      decidedAgency: tx.actor.agency,
      decidedAt: tx.now,
      reason: input.reason,
      dueAt: null,
    });
    const audience = applicantAudience(locked);
    tx.record(Rebuttal, {
      type: input.accept ? "RebuttalAccepted" : "RebuttalRejected",
      subject: rebuttal,
      from,
      to: status,
      audience,
    });
    if (input.accept) {
      await voidProposal(tx, locked);
      const conditionIds = [...(await carriedConditions(tx, locked))];
      const approval = { outcome: "APPROVE", basis: "REBUTTAL", sourceId: rebuttal.id } as const;
      await propose(tx, locked, { ...approval, conditionIds, reasons: [] }, "acceptRebuttal");
    } else await endRebuttal(tx, locked);
    await settle(tx, locked);
    return { rebuttalId: rebuttal.id, caseId: locked.row.id };
  });
}

function refusalOf(blocker: RebuttalBlocker, { status }: Rebuttal) {
  const message = rebuttalBlockers[blocker];
  return blocker === "REBUTTAL_NOT_FILED"
    ? refusal("ILLEGAL_TRANSITION", message, { field, from: status, attempted: "decide" })
    : refusal("BLOCKED", message, { field, blockers: [blocker] });
}
