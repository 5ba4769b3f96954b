import type { Context } from "../context.ts";
import { Refused } from "../graph/refusal.ts";
import { sql } from "../graph/sql.ts";
import { authorise } from "../identity/permissions.ts";
import { change } from "../ledger/change.ts";
import type { Tx } from "../ledger/tx.ts";
import type { ConditionPredicate } from "../rules/conditions.ts";
import type { Voice } from "../rules/positions.ts";
import type { Agency } from "../rules/vocabulary.ts";
import { Condition } from "./condition.ts";
import type { ProposedConditionInput, RecordPositionInput } from "./decision-inputs.ts";
import { type LockedCase, lockCase, moveCase, panelAudience, tellParties } from "./locked-case.ts";
import { evaluatePanel, voidProposal } from "./panel-review.ts";
import { Position } from "./position.ts";
import { parseConditions, positionRefusals } from "./position-refusals.ts";

/**
 * Records the actor's agency's view on a case, with the conditions that it proposes, and asks the rules anew what the
 * positions come to. A position before the countersignature voids a proposal.
 */
export function recordPosition(context: Context, input: RecordPositionInput) {
  authorise(context.actor, "position:record");
  const agency = context.actor.agency as Agency;
  return change(context, "recordPosition", input, async (tx) => {
    const locked = await lockCase(tx, input.caseId, ["input", "caseId"]);
    const { predicates, problems } = parseConditions(input.conditions, tx.now);
    const refusals = positionRefusals(locked, tx.actor, await voicesOn(tx, locked), input, problems);
    if (refusals.length > 0) throw new Refused(...refusals);
    await voidStandingProposal(tx, locked);
    const position = await tx.insert(Position, {
      id: tx.newId("Position"),
      caseId: locked.row.id,
      caseType: locked.type,
      caseRevision: locked.row.revision,
      agency,
      official: context.actor.subject,
      kind: input.kind,
      reason: input.reason ?? null,
      rationale: input.rationale ?? null,
      recordedAt: tx.now,
    });
    tx.record(Position, { type: "PositionRecorded", subject: position, to: position.kind, audience: panelAudience });
    await proposeConditions(tx, position, input.conditions ?? [], predicates);
    await evaluatePanel(tx, locked);
    tellParties(tx, locked);
    return { positionId: position.id, caseId: locked.row.id };
  });
}

/** Who of people has spoken on the case, and for whom. Asked under the case's lock: nobody speaks meanwhile. */
function voicesOn(tx: Tx, { row }: LockedCase): Promise<Voice[]> {
  return tx.query<Voice>(
    sql`select distinct official, agency from position where case_id = ${row.id} and official is not null`,
  );
}

/** Takes the case out of the hands of whoever would have signed its proposal. */
async function voidStandingProposal(tx: Tx, locked: LockedCase): Promise<void> {
  const { status } = locked.row;
  if (status !== "AWAITING_COUNTERSIGNATURE" && status !== "INTENT_TO_DENY") return;
  await voidProposal(tx, locked);
  await moveCase(tx, locked, "voidProposal", "ProposalVoided", { rebuttalDueAt: null });
}

async function proposeConditions(
  tx: Tx,
  position: Position,
  conditions: readonly ProposedConditionInput[],
  predicates: readonly ConditionPredicate[],
): Promise<void> {
  for (const [index, { text }] of conditions.entries()) {
    const predicate = predicates[index] as ConditionPredicate;
    const condition = await tx.insert(Condition, {
      id: tx.newId("Condition"),
      caseId: position.caseId,
      caseType: position.caseType,
      caseRevision: position.caseRevision,
      positionId: position.id,
      proposedBy: position.agency,
      kind: predicate.kind,
      predicate,
      text,
      proposedAt: position.recordedAt,
    });
    tx.record(Condition, { type: "ConditionProposed", subject: condition, audience: panelAudience });
  }
}
