import { Refused, refusal } from "../../graph/refusal.ts";
import { sql } from "../../graph/sql.ts";
import type { Tx } from "../../ledger/tx.ts";
import { problemsOfRulings, type RulingProblem, rulingBlockers } from "../../rules/condition-rulings.ts";
import { type LockedCase, panelAudience } from "../cases/locked-case.ts";
import type { Decision } from "../outcomes/decision.ts";
import { closeConditionChanges } from "./close-condition-changes.ts";
import type { Condition } from "./condition.ts";
import { ConditionChange } from "./condition-change.ts";
import type { ConditionRulingInput } from "./condition-inputs.ts";
import { currentWordings, parseWording, reword, type Wording } from "./condition-wordings.ts";
import { type ReadFor, readFor } from "./proposed-conditions.ts";

/**
 * What a ladder or appeal decision makes of the conditions given: the ids that its approval carries, each in the wording
 * that holds, or in the one ruled. Both wordings stay: a new one is a condition of its own, and a ConditionChange keeps
 * the ruling with its reason; `carryRulings` ties it to the proposal. Refuses with everything that is wrong with the
 * rulings, at the input's field `path`.
 */
export async function ruleOnConditions(
  tx: Tx,
  locked: LockedCase,
  conditionIds: readonly string[],
  rulings: readonly ConditionRulingInput[],
  path: readonly string[],
): Promise<string[]> {
  const standing = await currentWordings(tx, conditionIds);
  const wordings = readRulings(readFor(tx, locked), standing, rulings, path);
  const carried = new Map(standing.map((condition) => [condition.id, condition.id as string | null]));
  for (const [index, ruling] of rulings.entries()) {
    const from = standing.find(({ id }) => id === ruling.conditionId) as Condition;
    carried.set(from.id, await rule(tx, locked, from, wordings[index] ?? null, ruling.reason));
  }
  return [...carried.values()].filter((id) => id !== null).sort();
}

function readRulings(
  about: ReadFor,
  standing: readonly Condition[],
  rulings: readonly ConditionRulingInput[],
  path: readonly string[],
): (Wording | null)[] {
  const parsed = rulings.map((ruling, index) => parseWording(ruling, about, [...path, String(index)]));
  const problems = parsed.flatMap(({ problems }) => problems);
  if (problems.length > 0) throw new Refused(...problems);
  const wordings = parsed.map(({ wording }) => wording);
  const named = rulings.map(({ conditionId }, index) => ({ conditionId, to: wordings[index] ?? null }));
  const blocked = problemsOfRulings(standing, named);
  if (blocked.length > 0) throw new Refused(...blocked.map((problem) => refusalOf(problem, path)));
  return wordings;
}

function refusalOf({ blocker, index }: RulingProblem, path: readonly string[]) {
  const field =
    index === null ? path : [...path, String(index), blocker === "UNCHANGED" ? "newWording" : "conditionId"];
  return refusal("INVALID_INPUT", rulingBlockers[blocker], { field, blockers: [blocker] });
}

/** Rules on one condition; the id of its new wording, or null where it falls. */
async function rule(
  tx: Tx,
  locked: LockedCase,
  from: Condition,
  to: Wording | null,
  reason: string,
): Promise<string | null> {
  await closeConditionChanges(tx, locked.row.id, "RULED", from.id);
  const condition = to && (await reword(tx, locked, from, to, "RULING"));
  const ruled = await tx.insert(ConditionChange, {
    id: tx.newId("ConditionChange"),
    caseId: from.caseId,
    caseType: from.caseType,
    caseRevision: locked.row.revision,
    conditionId: from.id,
    drops: to === null,
    predicate: to?.predicate ?? null,
    text: to?.text ?? null,
    reason,
    status: "RULED",
    proposedAgency: tx.actor.agency,
    proposedBy: tx.actor.subject,
    proposedAt: tx.now,
    answeredBy: null,
    answeredAt: null,
    answerReason: null,
    closedBecause: null,
    decisionId: null,
    newConditionId: condition?.id ?? null,
  });
  tx.record(ConditionChange, { type: "ConditionRuled", subject: ruled, to: "RULED", audience: panelAudience });
  return condition?.id ?? null;
}

/**
 * Ties to a proposal the rulings on its case's conditions that it carries, unless one that still stands carries them:
 * what a level ruled may be proposed later than it was ruled, or anew after a proposal that came to nothing.
 */
export async function carryRulings(tx: Tx, decision: Decision): Promise<void> {
  if (decision.outcome !== "APPROVE") return;
  const { id, caseId, caseRevision, conditionIds } = decision;
  const rows = await tx.query<{ id: string }>(
    sql`select c.id from condition_change c left join decision d on d.id = c.decision_id
        where c.case_id = ${caseId} and c.case_revision = ${caseRevision} and c.status = 'RULED'
          and (d.id is null or d.status in ('VOID', 'REFUSED'))
          and (c.new_condition_id = any(${conditionIds}::varchar[])
            or c.drops and not c.condition_id = any(${conditionIds}::varchar[]))
        order by c.id`,
  );
  for (const row of rows) {
    const carried = await tx.manager.findOneByOrFail(ConditionChange, { id: row.id });
    await tx.update(ConditionChange, carried, { decisionId: id });
    tx.record(ConditionChange, { type: "ConditionRulingProposed", subject: carried, audience: panelAudience });
  }
}
