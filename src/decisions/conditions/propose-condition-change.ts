import type { Context } from "../../context.ts";
import { Refused, refusal } from "../../graph/refusal.ts";
import { authorise } from "../../identity/permissions.ts";
import { change } from "../../ledger/change.ts";
import type { Tx } from "../../ledger/tx.ts";
import {
  blockersOfChanging,
  type ConditionChangeBlocker,
  conditionChangeBlockers,
} from "../../rules/condition-changes.ts";
import { sameWording } from "../../rules/condition-rulings.ts";
import { contradictions } from "../../rules/conditions.ts";
import { spokeForAnother } from "../../rules/positions.ts";
import { lockCase, panelAudience } from "../cases/locked-case.ts";
import { Decision } from "../outcomes/decision.ts";
import { type ChangeableRow, changeableRows } from "./changeable-condition.ts";
import { Condition } from "./condition.ts";
import { ConditionChange } from "./condition-change.ts";
import type { ProposeConditionChangeInput } from "./condition-inputs.ts";
import { currentWordings, parseWording, type Wording } from "./condition-wordings.ts";
import { readFor } from "./proposed-conditions.ts";

/** Asks the agency that proposed a condition to consent to its change, for another of its case's panel. Until it does, nothing is different. */
export function proposeConditionChange(context: Context, input: ProposeConditionChangeInput) {
  authorise(context.actor, "condition:change");
  return change(context, "proposeConditionChange", input, async (tx) => {
    const field = ["input", "conditionId"];
    const seen = await tx.peek(Condition, input.conditionId, field);
    const locked = await lockCase(tx, seen.caseId, field);
    const condition = await tx.lock(Condition, input.conditionId, field);
    const { wording, problems } = parseWording(input, readFor(tx, locked), ["input"]);
    if (problems.length > 0) throw new Refused(...problems);
    await refuseChanging(tx, condition, wording, field);
    tx.onConflict("one_open_condition_change", openTwice(field));
    const asked = await tx.insert(ConditionChange, {
      id: tx.newId("ConditionChange"),
      caseId: locked.row.id,
      caseType: locked.type,
      caseRevision: locked.row.revision,
      conditionId: condition.id,
      drops: wording === null,
      predicate: wording?.predicate ?? null,
      text: wording?.text ?? null,
      reason: input.reason,
      status: "PROPOSED",
      proposedAgency: context.actor.agency,
      proposedBy: context.actor.subject,
      proposedAt: tx.now,
      answeredBy: null,
      answeredAt: null,
      answerReason: null,
      closedBecause: null,
      decisionId: null,
      newConditionId: null,
    });
    tx.record(ConditionChange, {
      type: "ConditionChangeProposed",
      subject: asked,
      to: "PROPOSED",
      audience: panelAudience,
    });
    return { changeId: asked.id };
  });
}

/** Refuses what can't be changed so by consent; gives what the rest of the change hangs on. */
export async function refuseChanging(
  tx: Tx,
  condition: Condition,
  to: Wording | null,
  field: readonly string[],
): Promise<ChangeableRow> {
  const [facts] = await tx.query<ChangeableRow>(changeableRows([condition.id], tx.now));
  if (!facts) throw new Error(`Condition ${condition.id} is gone.`);
  const blockers: ConditionChangeBlocker[] = blockersOfChanging(facts, tx.actor.agency);
  if (to && sameWording(condition, to)) blockers.push("UNCHANGED");
  else if (to && (await contradicts(tx, condition, to, facts))) blockers.push("CONTRADICTORY");
  const refusals = blockers.map((blocker) => refusalOf(blocker, field));
  if (spokeForAnother(tx.actor, facts.voices)) refusals.push(spoke(field));
  if (refusals.length > 0) throw new Refused(...refusals);
  return facts;
}

const spoke = (field: readonly string[]) =>
  refusal("BLOCKED", "You took a position on this case for another agency: a person speaks for one.", {
    field,
    blockers: ["SPOKE_FOR_ANOTHER_AGENCY"],
  });

const openTwice = (field: readonly string[]) =>
  refusal("DUPLICATE", "A change of this condition awaits its answer already.", { field });

function refusalOf(blocker: ConditionChangeBlocker, field: readonly string[]) {
  const code = blocker === "UNCHANGED" || blocker === "CONTRADICTORY" ? "INVALID_INPUT" : "BLOCKED";
  return refusal(code, conditionChangeBlockers[blocker], { field, blockers: [blocker] });
}

/** Whether no use could meet the new wording beside what else binds the same authorization, or is proposed with it. */
async function contradicts(
  tx: Tx,
  condition: Condition,
  to: Wording,
  { proposalId, authorizedBy }: ChangeableRow,
): Promise<boolean> {
  for (const id of [proposalId, authorizedBy]) {
    if (id === null) continue;
    const { conditionIds } = await tx.manager.findOneByOrFail(Decision, { id });
    const others = (await currentWordings(tx, conditionIds)).filter(({ rootId }) => rootId !== condition.rootId);
    const predicates = others.map(({ predicate }) => predicate);
    if (contradictions(predicates, [to.predicate]).some(({ right }) => right.length > 0)) return true;
  }
  return false;
}
