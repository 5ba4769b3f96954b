import { type Refusal, Refused, refusal } from "../../graph/refusal.ts";
import type { Tx } from "../../ledger/tx.ts";
import {
  blockersOfDeciding,
  blockersOfEscalating,
  blockersOfResult,
  blockersOfVoting,
  type LadderBlocker,
  ladderBlockers,
  type ResultBlocker,
  type ResultFacts,
  resultBlockers,
} from "../../rules/ladder.ts";
import type { LadderLevel } from "../../rules/policy.ts";
import { type LockedCase, lockCase } from "../cases/locked-case.ts";
import { standsApproved } from "../cases/reopened.ts";
import { Dispute } from "./dispute.ts";
import { type DisputeState, disputeFacts, disputeStates } from "./dispute-facts.ts";

const field = ["input", "disputeId"];

/** Locks a dispute that the actor may see, with its case before it. Refuses with NOT_FOUND otherwise. */
export async function lockDispute(tx: Tx, id: string): Promise<{ locked: LockedCase; dispute: Dispute }> {
  const seen = await tx.peek(Dispute, id, field);
  const locked = await lockCase(tx, seen.caseId, field);
  return { locked, dispute: await tx.lock(Dispute, id, field) };
}

/** The level of the case's ladder that the dispute is before. */
export function levelOf({ policy }: Pick<LockedCase, "policy">, { level }: Pick<Dispute, "level">): LadderLevel {
  const found = policy.ladder[level - 1];
  if (found === undefined) throw new RangeError(`The policy's ladder has no level ${level}`);
  return found;
}

const rules = { decide: blockersOfDeciding, vote: blockersOfVoting, escalate: blockersOfEscalating } as const;
type LadderAct = keyof typeof rules;

/** The refusals of the actor's act on the dispute's level, asked under the case's lock; none where it may. */
export async function actingRefusals(tx: Tx, dispute: Dispute, act: LadderAct, namedLevel: number): Promise<Refusal[]> {
  const [state] = await tx.query<DisputeState>(disputeStates([dispute.id]));
  if (!state) throw new Error(`Dispute ${dispute.id} is gone.`);
  return rules[act](disputeFacts(state, tx.actor, namedLevel, tx.now)).map((blocker) =>
    refusalOf(blocker, dispute, act),
  );
}

function refusalOf(blocker: LadderBlocker, { status, level }: Dispute, attempted: LadderAct): Refusal {
  const message = ladderBlockers[blocker];
  if (blocker === "DISPUTE_NOT_OPEN") return refusal("ILLEGAL_TRANSITION", message, { field, from: status, attempted });
  if (blocker === "WRONG_LEVEL") {
    return refusal("BLOCKED", `${message} It is before level ${level}.`, {
      field: ["input", "level"],
      blockers: [blocker],
    });
  }
  return refusal("BLOCKED", message, { field, blockers: [blocker] });
}

const fieldOfResult: Readonly<Record<ResultBlocker, string>> = {
  REASONS_REQUIRED: "reasons",
  REASONS_NOT_ALLOWED: "reasons",
  REASON_NOT_A_CRITERION: "reasons",
  CONDITIONS_NOT_ALLOWED: "conditions",
  MAY_ONLY_APPROVE: "outcome",
};

/** The refusals of a result that a level's official or a voter gives; none where it fits the case. */
export async function resultRefusals(
  tx: Tx,
  { row, policy }: LockedCase,
  result: Pick<ResultFacts, "outcome" | "reasons" | "conditions">,
): Promise<Refusal[]> {
  const criteria = policy.criteria.map(({ code }) => code);
  const facts = { ...result, criteria, approvalStands: await standsApproved(tx, row.id) };
  return blockersOfResult(facts).map((blocker) =>
    refusal("INVALID_INPUT", resultBlockers[blocker], {
      field: ["input", fieldOfResult[blocker]],
      blockers: [blocker],
    }),
  );
}

/** Refuses with everything that stands in the way. */
export function refuseIfAny(refusals: readonly Refusal[]): void {
  if (refusals.length > 0) throw new Refused(...refusals);
}
