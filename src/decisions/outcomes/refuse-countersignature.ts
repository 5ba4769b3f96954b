import type { Context } from "../../context.ts";
import { authorise } from "../../identity/permissions.ts";
import { change } from "../../ledger/change.ts";
import { closeAppeals } from "../appeals/close-appeals.ts";
import { lockCase, panelAudience } from "../cases/locked-case.ts";
import { settle } from "../clocks/case-clocks.ts";
import { openDispute } from "../disputes/disputes.ts";
import { endRebuttal, refuseSigning } from "./countersign-decision.ts";
import { Decision } from "./decision.ts";
import type { RefuseCountersignatureInput } from "./decision-inputs.ts";
import { awaitedNoMore } from "./proposals.ts";

/** Refuses to countersign a proposal, with a coded reason: opens a dispute at the ladder's first level. */
export function refuseCountersignature(context: Context, input: RefuseCountersignatureInput) {
  authorise(context.actor, "decision:refuse");
  return change(context, "refuseCountersignature", input, async (tx) => {
    const field = ["input", "decisionId"];
    const seen = await tx.peek(Decision, input.decisionId, field);
    const locked = await lockCase(tx, seen.caseId, field);
    const decision = await tx.lock(Decision, input.decisionId, field);
    await refuseSigning(tx, locked, decision, { revision: input.revision, attempted: "refuse" });
    await tx.update(Decision, decision, {
      ...awaitedNoMore,
      status: "REFUSED",
      refusedBy: context.actor.subject,
      refusalReason: input.reason,
      refusalNote: input.note ?? null,
      closedAt: tx.now,
    });
    tx.record(Decision, {
      type: "CountersignatureRefused",
      subject: decision,
      from: "PROPOSED",
      to: "REFUSED",
      audience: panelAudience,
    });
    // What such an appeal is against was answered: somebody looked, and refused.
    await closeAppeals(tx, locked, "COUNTERSIGNATURE");
    await endRebuttal(tx, locked);
    await openDispute(tx, locked, "COUNTERSIGNATURE_REFUSED", "refuse");
    await settle(tx, locked);
    return { decisionId: decision.id, caseId: locked.row.id };
  });
}
