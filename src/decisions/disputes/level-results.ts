import { sql } from "../../graph/sql.ts";
import type { Tx } from "../../ledger/tx.ts";
import { type LockedCase, panelAudience } from "../cases/locked-case.ts";
import type { Decision } from "../outcomes/decision.ts";
import { propose, standingProposal } from "../outcomes/proposals.ts";
import { standingConditions } from "../panel/panel-review.ts";
import { Dispute } from "./dispute.ts";
import { closeDispute } from "./disputes.ts";
import { LadderDecision } from "./ladder-decision.ts";
import { levelOf } from "./locked-dispute.ts";

/** What a level decides. */
type Result = Pick<
  LadderDecision,
  "basis" | "outcome" | "reasons" | "conditionIds" | "rationale" | "agency" | "decidedBy"
>;

/**
 * Records what the dispute's level decided. On the last level that is proposed at once; on an earlier one when its time
 * to be taken further is over.
 */
export async function recordResult(
  tx: Tx,
  locked: LockedCase,
  dispute: Dispute,
  result: Result,
): Promise<LadderDecision> {
  const { id, caseId, caseType, caseRevision, level } = dispute;
  const decided = await tx.insert(LadderDecision, {
    id: tx.newId("LadderDecision"),
    disputeId: id,
    caseId,
    caseType,
    caseRevision,
    level,
    ...result,
    decidedAt: tx.now,
  });
  const { basis, outcome } = result;
  tx.record(LadderDecision, {
    type: `LadderDecided`,
    subject: decided,
    from: basis,
    to: outcome,
    audience: panelAudience,
  });
  if (levelOf(locked, dispute).appealWithin === null) await resolveWith(tx, locked, decided);
  return decided;
}

/** Ends the case's dispute with what a level decided, and proposes that. */
export async function resolveWith(tx: Tx, locked: LockedCase, decided: LadderDecision): Promise<Decision> {
  const { id, outcome, reasons, conditionIds } = decided;
  await closeDispute(tx, locked, "RESOLVED");
  return propose(tx, locked, { basis: "LADDER", outcome, reasons, conditionIds, sourceId: id });
}

/** What the dispute's levels have decided so far, the highest level first. */
export const resultsOf = (tx: Tx, { id }: Pick<Dispute, "id">): Promise<LadderDecision[]> =>
  tx.manager.find(LadderDecision, { where: { disputeId: id }, order: { level: "DESC" } });

/**
 * The conditions that an approval of the dispute's level carries unless it rules otherwise: those of the latest level
 * that approved; where none did, those of an approval by other than the panel whose countersignature was refused, which
 * may be under conditions as ruled; else those of the panel's positions.
 */
export async function conditionsBefore(tx: Tx, locked: LockedCase, dispute: Dispute): Promise<readonly string[]> {
  return (await chosenBefore(tx, locked, dispute)) ?? standingConditions(tx, locked);
}

/** The conditions that were chosen for an approval of the dispute's level; null where the panel's count. */
async function chosenBefore(tx: Tx, locked: LockedCase, dispute: Dispute): Promise<readonly string[] | null> {
  const approved = (await resultsOf(tx, dispute)).find(({ outcome }) => outcome === "APPROVE");
  if (approved) return approved.conditionIds;
  if (dispute.cause === "COUNTERSIGNATURE_REFUSED") {
    const [refused] = await tx.query<Pick<Decision, "outcome" | "basis" | "conditionIds">>(
      sql`select outcome, basis, condition_ids as "conditionIds" from decision
          where case_id = ${locked.row.id} and case_revision = ${dispute.caseRevision} and status = 'REFUSED'
          order by closed_at desc, id desc limit 1`,
    );
    if (refused?.outcome === "APPROVE" && refused.basis !== "PANEL") return refused.conditionIds;
  }
  return null;
}

/**
 * Whether something else than the panel has chosen already what an approval of the case carries: a level's result that may be
 * taken further, or what stands proposed. A condition that comes with a position then would fall without a word.
 */
export async function conditionsAreChosen(tx: Tx, locked: LockedCase): Promise<boolean> {
  const proposal = await standingProposal(tx, locked);
  if (proposal?.basis === "PANEL") return false;
  if (proposal?.outcome === "APPROVE") return true;
  const dispute = await latestDispute(tx, locked);
  return dispute !== null && (await isTheLadders(tx, dispute)) && (await chosenBefore(tx, locked, dispute)) !== null;
}

/** Whether the ladder has the case, or had it last: the dispute is open, or was ended by what one of its levels decided. */
async function isTheLadders(tx: Tx, { id, status }: Dispute): Promise<boolean> {
  if (status === "OPEN") return true;
  const [found] = await tx.query<object>(
    sql`select 1 from decision d join ladder_decision l on l.id = d.source_id where l.dispute_id = ${id} limit 1`,
  );
  return found !== undefined;
}

/** The dispute of the case's current revision that was opened last. */
const latestDispute = (tx: Tx, { row: { id, revision } }: LockedCase): Promise<Dispute | null> =>
  tx.manager.findOne(Dispute, {
    where: { caseId: id, caseRevision: revision },
    order: { openedAt: "DESC", id: "DESC" },
  });

/**
 * The conditions that an approval carries which comes from neither the panel nor a level: what the authorization stands
 * under, where the case was approved before; else those of the latest dispute of its revision that positions didn't end, as
 * `conditionsBefore` gives them; else those of the panel's positions. So none falls because an appeal or a rebuttal gives the approval.
 */
export async function carriedConditions(tx: Tx, locked: LockedCase): Promise<readonly string[]> {
  const { id } = locked.row;
  const [approved] = await tx.query<Pick<Decision, "conditionIds">>(
    sql`select d.condition_ids as "conditionIds" from "authorization" a join decision d on d.id = a.decision_id
        where a.application_id = ${id}`,
  );
  if (approved) return approved.conditionIds;
  const dispute = await latestDispute(tx, locked);
  return dispute && (await isTheLadders(tx, dispute))
    ? conditionsBefore(tx, locked, dispute)
    : standingConditions(tx, locked);
}
