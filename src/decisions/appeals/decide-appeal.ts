import { Application } from "../../applications/application.ts";
import type { Context } from "../../context.ts";
import { Refused, refusal } from "../../graph/refusal.ts";
import { stepOrRefuse } from "../../graph/step.ts";
import { authorise } from "../../identity/permissions.ts";
import { change } from "../../ledger/change.ts";
import type { Tx } from "../../ledger/tx.ts";
import {
  type AppealDecisionBlocker,
  appealDecisionBlockers,
  blockersOfDeciding,
  blockersOfRulings,
  blockersOfUpholding,
} from "../../rules/appeals.ts";
import { appealLifecycle } from "../../rules/lifecycles/appeal.ts";
import { accept } from "../cases/accept-case.ts";
import { applicantAudience, caseAudience, type LockedCase, lockCase } from "../cases/locked-case.ts";
import { settle } from "../clocks/case-clocks.ts";
import { ruleOnConditions } from "../conditions/condition-rulings.ts";
import { currentWordings } from "../conditions/condition-wordings.ts";
import { closeDispute } from "../disputes/disputes.ts";
import { carriedConditions } from "../disputes/level-results.ts";
import { Decision } from "../outcomes/decision.ts";
import { propose, standingProposal, voidProposal } from "../outcomes/proposals.ts";
import { Appeal } from "./appeal.ts";
import { appealRowOf } from "./appeal-decision.ts";
import { appealDecisionFacts } from "./appeal-facts.ts";
import type { DecideAppealInput } from "./appeal-inputs.ts";

/**
 * Decides an appeal, by an official of the case's panel who took no part in it. An upheld one gives a new proposal, countersigned like
 * any other; one against the silence on a case that was never referred refers it.
 */
export function decideAppeal(context: Context, input: DecideAppealInput) {
  authorise(context.actor, "appeal:decide");
  return change(context, "decideAppeal", input, async (tx) => {
    const field = ["input", "appealId"];
    const seen = await tx.peek(Appeal, input.appealId, field);
    const locked = await lockCase(tx, seen.caseId, field, { ofWithdrawnRelease: true });
    const appeal = await tx.lock(Appeal, input.appealId, field);
    await refuseDeciding(tx, locked, appeal, input);
    // A later case may be filed between that look and the case's own reopening.
    for (const one of ["one_open_application", "one_open_phase_advance"]) tx.onConflict(one, anotherOpen(field));
    const from = appeal.status;
    const status = stepOrRefuse(appealLifecycle, from, input.upheld ? "uphold" : "reject", field);
    const proposal = input.upheld ? await uphold(tx, locked, appeal, input) : null;
    await tx.update(Appeal, appeal, {
      status,
      reason: input.reason,
      decidedBy: context.actor.subject,
      decidedAgency: context.actor.agency,
      decidedAt: tx.now,
      dueAt: null,
      proposalId: proposal?.id ?? null,
    });
    tx.record(Appeal, {
      type: input.upheld ? "AppealUpheld" : "AppealRejected",
      subject: appeal,
      from,
      to: status,
      audience: applicantAudience(locked),
    });
    await settle(tx, locked);
    return { appealId: appeal.id, caseId: locked.row.id, decisionId: proposal?.id ?? null };
  });
}

const anotherOpen = (field: readonly string[]) =>
  refusal("BLOCKED", appealDecisionBlockers.ANOTHER_CASE_OPEN, { field, blockers: ["ANOTHER_CASE_OPEN"] });

async function refuseDeciding(tx: Tx, locked: LockedCase, appeal: Appeal, input: DecideAppealInput): Promise<void> {
  const row = await appealRowOf(tx, locked);
  const standing = (await currentWordings(tx, appeal.conditionIds)).map(({ id }) => id);
  const facts = appealDecisionFacts(row, appeal, tx.actor, input.revision, standing.length);
  const ruledOn = (input.rulings ?? []).map(({ conditionId }) => conditionId);
  const blockers = [
    ...blockersOfDeciding(facts),
    ...(input.upheld ? blockersOfUpholding(facts) : []),
    ...blockersOfRulings(facts, input.upheld, ruledOn, [...appeal.conditionIds, ...standing]),
  ];
  if (blockers.length > 0) throw new Refused(...blockers.map((blocker) => refusalOf(blocker, locked, appeal, input)));
}

function refusalOf(
  blocker: AppealDecisionBlocker,
  { row }: LockedCase,
  { status }: Appeal,
  { upheld }: DecideAppealInput,
) {
  const message = appealDecisionBlockers[blocker];
  const field = ["input", "appealId"];
  switch (blocker) {
    case "STALE_REVISION":
      return refusal("STALE_REVISION", `${message} The case is at revision ${row.revision}.`, {
        field: ["input", "revision"],
      });
    case "NOT_FILED":
      return refusal("ILLEGAL_TRANSITION", message, {
        field,
        from: status,
        attempted: upheld ? "uphold" : "reject",
        blockers: [blocker],
      });
    case "RULINGS_REQUIRED":
    case "RULINGS_NOT_ALLOWED":
    case "CONDITION_NOT_APPEALED":
      return refusal("INVALID_INPUT", message, { field: ["input", "rulings"], blockers: [blocker] });
    default:
      return refusal("BLOCKED", message, { field, blockers: [blocker] });
  }
}

/** Gives what an upheld appeal gives: a proposal, or the referral that nobody made. */
async function uphold(tx: Tx, locked: LockedCase, appeal: Appeal, input: DecideAppealInput): Promise<Decision | null> {
  if (appeal.ground === "MISSED_DEADLINE" && locked.row.status === "SUBMITTED") {
    await accept(tx, locked, locked.row instanceof Application ? "ApplicationAccepted" : "PhaseAdvanceAccepted");
    return null;
  }
  const superseded = appeal.decisionId === null ? null : await supersede(tx, locked, appeal.decisionId);
  const unsigned = appeal.ground === "MISSED_DEADLINE" ? await standingProposal(tx, locked) : null;
  const earlier = superseded ?? unsigned;
  const standing = earlier?.outcome === "APPROVE" ? earlier.conditionIds : await carriedConditions(tx, locked);
  const conditionIds = await ruleOnConditions(tx, locked, standing, input.rulings ?? [], ["input", "rulings"]);
  await closeDispute(tx, locked, "RESOLVED");
  if (unsigned) await voidProposal(tx, locked);
  const approval = { outcome: "APPROVE", basis: "APPEAL", sourceId: appeal.id } as const;
  return propose(tx, locked, { ...approval, reasons: [], conditionIds }, earlier ? "upholdAppeal" : "propose");
}

/** Ends the decision that an upheld appeal was against: what it gave stands until another is countersigned. */
async function supersede(tx: Tx, locked: LockedCase, decisionId: string): Promise<Decision> {
  const decision = await tx.manager.findOneByOrFail(Decision, { id: decisionId });
  await tx.update(Decision, decision, { status: "SUPERSEDED", closedAt: tx.now });
  tx.record(Decision, {
    type: "DecisionSuperseded",
    subject: decision,
    from: "COUNTERSIGNED",
    to: "SUPERSEDED",
    legalBasis: decision.legalBasis,
    audience: caseAudience(locked),
  });
  return decision;
}
