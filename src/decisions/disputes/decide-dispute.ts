import type { Context } from "../../context.ts";
import { Refused, refusal } from "../../graph/refusal.ts";
import { authorise } from "../../identity/permissions.ts";
import { change } from "../../ledger/change.ts";
import type { Tx } from "../../ledger/tx.ts";
import { contradictions } from "../../rules/conditions.ts";
import type { LockedCase } from "../cases/locked-case.ts";
import { settle } from "../clocks/case-clocks.ts";
import { Condition } from "../conditions/condition.ts";
import { ruleOnConditions } from "../conditions/condition-rulings.ts";
import { proposeConditions } from "../conditions/propose-conditions.ts";
import { parseConditions, readFor } from "../conditions/proposed-conditions.ts";
import type { Dispute } from "./dispute.ts";
import type { DecideDisputeInput } from "./dispute-inputs.ts";
import { conditionsBefore, recordResult } from "./level-results.ts";
import { actingRefusals, levelOf, lockDispute, refuseIfAny, resultRefusals } from "./locked-dispute.ts";

/**
 * Decides a dispute at a level that one official decides: as its chair, or as the last word. An approval carries the
 * conditions that stand, as they are ruled, and those that the level adds.
 */
export function decideDispute(context: Context, input: DecideDisputeInput) {
  authorise(context.actor, "dispute:decide");
  return change(context, "decideDispute", input, async (tx) => {
    const { locked, dispute } = await lockDispute(tx, input.disputeId);
    const reasons = [...new Set(input.reasons ?? [])].sort();
    const conditions = (input.conditions?.length ?? 0) + (input.rulings?.length ?? 0);
    refuseIfAny([
      ...(await actingRefusals(tx, dispute, "decide", input.level)),
      ...(await resultRefusals(tx, locked, { outcome: input.outcome, reasons, conditions })),
    ]);
    const decided = await recordResult(tx, locked, dispute, {
      basis: levelOf(locked, dispute).rule === "CHAIR" ? "CHAIR" : "SOLE",
      outcome: input.outcome,
      reasons,
      conditionIds: input.outcome === "APPROVE" ? await conditionsOf(tx, locked, dispute, input) : [],
      rationale: input.rationale,
      agency: tx.actor.agency,
      decidedBy: tx.actor.subject,
    });
    await settle(tx, locked);
    return { ladderDecisionId: decided.id, disputeId: dispute.id, caseId: locked.row.id };
  });
}

/** The conditions of the level's approval: those before it as ruled, and its own. */
async function conditionsOf(
  tx: Tx,
  locked: LockedCase,
  dispute: Dispute,
  input: DecideDisputeInput,
): Promise<string[]> {
  const { predicates, problems } = parseConditions(input.conditions, readFor(tx, locked));
  refuseIfAny(problems);
  const before = await conditionsBefore(tx, locked, dispute);
  const ruled = await ruleOnConditions(tx, locked, before, input.rulings ?? [], ["input", "rulings"]);
  const { caseId, caseType, caseRevision } = dispute;
  const origin = { caseId, caseType, caseRevision, positionId: null, proposedBy: tx.actor.agency };
  const added = await proposeConditions(tx, origin, input.conditions ?? [], predicates);
  const carried = [...ruled, ...added].sort();
  await refuseContradictions(tx, carried);
  return carried;
}

/** Who approves answers for all of its conditions: some use must be able to meet them together. */
async function refuseContradictions(tx: Tx, conditionIds: readonly string[]): Promise<void> {
  const carried =
    conditionIds.length === 0
      ? []
      : await tx.manager.findBy(
          Condition,
          conditionIds.map((id) => ({ id })),
        );
  const found = contradictions(
    carried.map(({ predicate }) => predicate),
    [],
  );
  const message = (kind: string) =>
    `No use could meet the approval's conditions on ${kind} together. Reword one of them or let it fall, by a ruling.`;
  if (found.length > 0) {
    throw new Refused(
      ...found.map(({ kind }) => refusal("INVALID_INPUT", message(kind), { field: ["input", "rulings"] })),
    );
  }
}
