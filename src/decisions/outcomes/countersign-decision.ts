import { Application } from "../../applications/application.ts";
import type { Context } from "../../context.ts";
import { Refused } from "../../graph/refusal.ts";
import { authorise } from "../../identity/permissions.ts";
import { change } from "../../ledger/change.ts";
import type { Tx } from "../../ledger/tx.ts";
import { Enrolment } from "../../partners/enrolment.ts";
import { Programme } from "../../partners/programme.ts";
import { blockersOfCountersigning, blockersOfRefusing } from "../../rules/countersigning.ts";
import { closeAppeals } from "../appeals/close-appeals.ts";
import { issueAuthorization, takeOverAuthorization } from "../authorizations/issue-authorization.ts";
import { advanceRelease } from "../cases/advance-release.ts";
import { caseAudience, closedNow, type LockedCase, lockCase, moveCase } from "../cases/locked-case.ts";
import { standsApproved } from "../cases/reopened.ts";
import { settle } from "../clocks/case-clocks.ts";
import { closeChangesNotCarried, closeConditionChanges } from "../conditions/close-condition-changes.ts";
import { Decision } from "./decision.ts";
import type { CountersignDecisionInput } from "./decision-inputs.ts";
import { awaitedNoMore } from "./proposals.ts";
import { type CaseFacts, caseFacts, signingFacts } from "./signing-facts.ts";
import { signingRefusals } from "./signing-refusals.ts";

/**
 * Countersigns a proposal: it becomes the decision. An approved application yields its authorization, an approved phase
 * advance moves the release, a denial closes the case; all in this one change, or none of it. Where an appeal reopened an approved case, what it
 * gave goes on under the new decision.
 */
export function countersignDecision(context: Context, input: CountersignDecisionInput) {
  authorise(context.actor, "decision:countersign");
  return change(context, "countersignDecision", input, async (tx) => {
    const field = ["input", "decisionId"];
    const seen = await tx.peek(Decision, input.decisionId, field);
    // What an approval counts or moves hangs on the release alone, so approvals of one release take turns.
    const locked = await lockCase(tx, seen.caseId, field, { release: seen.outcome === "APPROVE" ? "write" : "share" });
    const decision = await tx.lock(Decision, input.decisionId, field);
    await lockEligibility(tx, locked);
    await refuseSigning(tx, locked, decision, { revision: input.revision, attempted: "countersign" });
    return conclude(tx, locked, decision);
  });
}

/** Locks the programme that an application was made under, and its applicant's enrolment, against being ended meanwhile. */
async function lockEligibility(tx: Tx, { row, partner }: LockedCase): Promise<void> {
  if (!(row instanceof Application) || row.programmeId === null || partner === null) return;
  const { programmeId } = row;
  await tx.lockKnown(Programme, programmeId, "pessimistic_read");
  const enrolment = await tx.manager.findOneBy(Enrolment, { programmeId, org: partner.org, status: "ENROLLED" });
  if (enrolment) await tx.lockKnown(Enrolment, enrolment.id, "pessimistic_read");
}

/** Refuses with everything that `rule` finds against the actor's signature, asked under the case's locks. */
export async function refuseSigning(
  tx: Tx,
  { row }: LockedCase,
  decision: Decision,
  named: { readonly revision: number; readonly attempted: "countersign" | "refuse" },
): Promise<void> {
  const [facts] = await tx.query<CaseFacts>(caseFacts([row.id], tx.now));
  if (!facts) throw new Error(`Case ${row.id} is gone.`);
  const rule = named.attempted === "refuse" ? blockersOfRefusing : blockersOfCountersigning;
  const blockers = rule(signingFacts(facts, decision, tx.actor, named.revision, tx.now));
  if (blockers.length > 0) throw new Refused(...signingRefusals(blockers, row, decision, named.attempted));
}

/** Ends the time to rebut an intended denial, which is over: what was intended awaits its countersignature. */
export async function endRebuttal(tx: Tx, locked: LockedCase): Promise<void> {
  if (locked.row.status === "INTENT_TO_DENY") await moveCase(tx, locked, "endRebuttal", "RebuttalEnded");
}

async function conclude(tx: Tx, locked: LockedCase, decision: Decision) {
  const stood = await standsApproved(tx, locked.row.id);
  await tx.update(Decision, decision, {
    ...awaitedNoMore,
    status: "COUNTERSIGNED",
    countersignedAt: tx.now,
    countersignedBy: tx.actor.subject,
    countersignedAgency: tx.actor.agency,
  });
  tx.record(Decision, {
    type: "DecisionCountersigned",
    subject: decision,
    from: "PROPOSED",
    to: "COUNTERSIGNED",
    legalBasis: decision.legalBasis,
    audience: caseAudience(locked),
  });
  const answer = {
    decisionId: decision.id,
    caseId: locked.row.id,
    authorizationId: null,
    releaseId: locked.release.id,
  };
  await closeAppeals(tx, locked);
  if (decision.outcome === "DENY") {
    await closeConditionChanges(tx, locked.row.id, "CASE_CLOSED");
    await endRebuttal(tx, locked);
    await moveCase(tx, locked, "countersignDenial", "CaseDenied", closedNow(tx), decision.legalBasis);
    await settle(tx, locked);
    return answer;
  }
  await moveCase(tx, locked, "countersignApproval", "CaseApproved", closedNow(tx), decision.legalBasis);
  await settle(tx, locked);
  if (locked.row instanceof Application) {
    await closeChangesNotCarried(tx, decision);
    const give = stood ? takeOverAuthorization : issueAuthorization;
    return { ...answer, authorizationId: await give(tx, locked, locked.row, decision) };
  }
  await closeConditionChanges(tx, locked.row.id, "ADVANCE_APPROVED");
  if (!stood) await advanceRelease(tx, locked, locked.row, decision);
  return answer;
}
