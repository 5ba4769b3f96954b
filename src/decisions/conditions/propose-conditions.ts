import type { Tx } from "../../ledger/tx.ts";
import type { ConditionPredicate } from "../../rules/conditions.ts";
import { panelAudience } from "../cases/locked-case.ts";
import type { ProposedConditionInput } from "../outcomes/decision-inputs.ts";
import { Condition } from "./condition.ts";

/** What conditions come with: a position, or a ladder decision. */
type Origin = Pick<Condition, "caseId" | "caseType" | "caseRevision" | "positionId" | "proposedBy">;

/** Stores the conditions that an agency proposes, and gives their ids. `predicates` are what was read of each. */
export async function proposeConditions(
  tx: Tx,
  origin: Origin,
  conditions: readonly ProposedConditionInput[],
  predicates: readonly ConditionPredicate[],
): Promise<string[]> {
  const ids: string[] = [];
  for (const [index, { text }] of conditions.entries()) {
    const predicate = predicates[index] as ConditionPredicate;
    const id = tx.newId("Condition");
    const condition = await tx.insert(Condition, {
      ...origin,
      id,
      rootId: id,
      replacesId: null,
      endedAt: null,
      kind: predicate.kind,
      predicate,
      text,
      proposedAt: tx.now,
    });
    tx.record(Condition, { type: "ConditionProposed", subject: condition, audience: panelAudience });
    ids.push(id);
  }
  return ids;
}
