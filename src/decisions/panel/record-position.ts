import type { Context } from "../../context.ts";
import { Refused } from "../../graph/refusal.ts";
import { sql } from "../../graph/sql.ts";
import { authorise } from "../../identity/permissions.ts";
import { change } from "../../ledger/change.ts";
import type { Tx } from "../../ledger/tx.ts";
import { deadlineAfter } from "../../rules/clock.ts";
import { clocksOf } from "../../rules/policy-clocks.ts";
import type { Addressee } from "../../rules/review-vocabulary.ts";
import type { Agency } from "../../rules/vocabulary.ts";
import { type LockedCase, lockCase, moveCase, panelAudience } from "../cases/locked-case.ts";
import { isReopened } from "../cases/reopened.ts";
import { settle } from "../clocks/case-clocks.ts";
import { proposeConditions } from "../conditions/propose-conditions.ts";
import { parseConditions, readFor } from "../conditions/proposed-conditions.ts";
import { conditionsAreChosen } from "../disputes/level-results.ts";
import type { RecordPositionInput } from "../outcomes/decision-inputs.ts";
import { standingProposal, voidProposal } from "../outcomes/proposals.ts";
import { stopsOf } from "../stops/stops.ts";
import { evaluatePanel, isStillDenied, type Said } from "./panel-review.ts";
import { Position } from "./position.ts";
import { conditionsWouldFall, positionRefusals } from "./position-refusals.ts";
import { Referral } from "./referral.ts";
import { voicesOn } from "./voices.ts";

/**
 * Records the actor's agency's view on a case, with the conditions that it proposes, and asks the rules anew what the
 * positions come to. A position before the countersignature voids the panel's proposal, and no other, unless the panel
 * still denies for the same reasons; a denial that it took back isn't announced anew once the total time is over. Conditions
 * that an approval would leave out are refused, and so is an objection for want of information that nobody asked for.
 */
export function recordPosition(context: Context, input: RecordPositionInput) {
  authorise(context.actor, "position:record");
  const agency = context.actor.agency as Agency;
  return change(context, "recordPosition", input, async (tx) => {
    const locked = await lockCase(tx, input.caseId, ["input", "caseId"]);
    const { predicates, problems } = parseConditions(input.conditions, readFor(tx, locked));
    const spoken = {
      voices: await voicesOn(tx, locked.row.id),
      reopened: await isReopened(tx, locked),
      asked: await hasAsked(tx, locked, agency),
    };
    const refusals = positionRefusals(locked, tx.actor, spoken, input, problems);
    if (refusals.length > 0) throw new Refused(...refusals);
    await voidStandingProposal(tx, locked, { agency, kind: input.kind, reason: input.reason ?? null });
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
      late: await isLate(tx, locked, agency),
    });
    tx.record(Position, { type: "PositionRecorded", subject: position, to: position.kind, audience: panelAudience });
    const { caseId, caseType, caseRevision } = position;
    const origin = { caseId, caseType, caseRevision, positionId: position.id, proposedBy: agency };
    await proposeConditions(tx, origin, input.conditions ?? [], predicates);
    await evaluatePanel(tx, locked);
    if (input.conditions?.length && (await conditionsAreChosen(tx, locked))) throw new Refused(conditionsWouldFall());
    await settle(tx, locked);
    return { positionId: position.id, caseId };
  });
}

/**
 * Whether the agency asked whoever brought the case about its current revision, was answered or left without an answer in
 * time, and waits for none now. A question about an earlier revision counts that was still open when this one came.
 */
async function hasAsked(tx: Tx, { row, type }: LockedCase, agency: Agency): Promise<boolean> {
  const applicant: Addressee = type === "Application" ? "PARTNER" : "VENDOR";
  const over = sql`(q.status in ('ANSWERED', 'LAPSED') or q.status = 'OPEN' and q.due_at <= ${tx.now})`;
  const ofRevision = sql`(q.case_revision = ${row.revision} or exists (select 1 from application_revision v
    where v.application_id = q.case_id and v.revision = ${row.revision} and v.submitted_at < least(q.ended_at, q.due_at)))`;
  const [asked] = await tx.query<{ open: number; over: number }>(
    sql`select count(*) filter (where q.status = 'OPEN' and q.due_at > ${tx.now})::int as open,
          count(*) filter (where q.addressee = ${applicant} and ${over} and ${ofRevision})::int as over
        from information_request q where q.case_id = ${row.id} and q.agency = ${agency}`,
  );
  return asked !== undefined && asked.over > 0 && asked.open === 0;
}

/** Whether the agency's time on the case's current revision was over before it spoke, also where the clock stopped since. */
async function isLate(tx: Tx, { row, policy }: LockedCase, agency: Agency): Promise<boolean> {
  const referral = await tx.manager.findOneBy(Referral, { caseId: row.id, agency });
  if (!referral) return false;
  const stops = (await stopsOf(tx, row.id)).map(({ from, to }) => ({ from, to: to ?? tx.now }));
  const days = clocksOf(policy).position + (referral.extendedDays ?? 0);
  const dueAt = deadlineAfter(policy, referral.referredAt, days, stops);
  return dueAt !== null && dueAt < tx.now;
}

/**
 * Takes the case out of the hands of whoever would have signed the panel's proposal. What the ladder decided, an accepted
 * rebuttal or an upheld appeal stands: an agency that doesn't agree would else begin the same again, and again. So does a
 * denial that the positions come to for the same reasons as before: its applicant has read them, and answers them in the
 * time that runs.
 */
async function voidStandingProposal(tx: Tx, locked: LockedCase, next: Said): Promise<void> {
  const { status } = locked.row;
  if (status !== "AWAITING_COUNTERSIGNATURE" && status !== "INTENT_TO_DENY") return;
  const proposal = await standingProposal(tx, locked);
  if (proposal !== null && (proposal.basis !== "PANEL" || (await isStillDenied(tx, locked, proposal, next)))) return;
  await voidProposal(tx, locked);
  await moveCase(tx, locked, "voidProposal", "ProposalVoided", { rebuttalDueAt: null, intendedAt: null });
}
