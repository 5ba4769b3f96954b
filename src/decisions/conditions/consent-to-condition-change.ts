import type { Context } from "../../context.ts";
import { Refused, refusal } from "../../graph/refusal.ts";
import { stepOrRefuse } from "../../graph/step.ts";
import { authorise } from "../../identity/permissions.ts";
import { change } from "../../ledger/change.ts";
import type { Tx } from "../../ledger/tx.ts";
import type { Partner } from "../../partners/partner.ts";
import { blockersOfAnswering, type ConsentBlocker, consentBlockers } from "../../rules/condition-changes.ts";
import { type AskedChangeStatus, conditionChangeLifecycle } from "../../rules/lifecycles/condition-change.ts";
import { spokeForAnother, type Voice } from "../../rules/positions.ts";
import type { Agency } from "../../rules/vocabulary.ts";
import { Appeal } from "../appeals/appeal.ts";
import { Authorization } from "../authorizations/authorization.ts";
import { authorizationAudience } from "../authorizations/move-authorization.ts";
import { type LockedCase, lockCase, moveCase, panelAudience } from "../cases/locked-case.ts";
import { settle } from "../clocks/case-clocks.ts";
import { Decision } from "../outcomes/decision.ts";
import { propose, voidProposal } from "../outcomes/proposals.ts";
import { voicesOn } from "../panel/voices.ts";
import type { ChangeableRow } from "./changeable-condition.ts";
import { Condition } from "./condition.ts";
import { ConditionChange } from "./condition-change.ts";
import type { ConsentToConditionChangeInput } from "./condition-inputs.ts";
import { reword } from "./condition-wordings.ts";
import { refuseChanging } from "./propose-condition-change.ts";

/**
 * Consents to a change of a condition, or refuses it, for the agency that proposed the condition: two people, the one
 * who asked and the one who answers. A change holds at once: a proposal that carries the condition is put anew with the
 * new wording, and an authorization stands under it from now on.
 */
export function consentToConditionChange(context: Context, input: ConsentToConditionChangeInput) {
  authorise(context.actor, "condition:consent");
  return change(context, "consentToConditionChange", input, async (tx) => {
    const field = ["input", "changeId"];
    const seen = await tx.peek(ConditionChange, input.changeId, field);
    const locked = await lockCase(tx, seen.caseId, field, { ofWithdrawnRelease: true });
    const asked = await tx.lock(ConditionChange, input.changeId, field);
    const condition = await tx.lockKnown(Condition, asked.conditionId);
    refuseAnswering(tx, asked, condition, await voicesOn(tx, locked.row.id), input.consent);
    const from = asked.status as AskedChangeStatus;
    const status = stepOrRefuse(conditionChangeLifecycle, from, input.consent ? "consent" : "refuse", field);
    const answered = {
      status,
      answeredBy: context.actor.subject,
      answeredAt: tx.now,
      answerReason: input.reason,
    };
    const authorizationId = input.consent ? await makeChange(tx, locked, asked, condition, answered) : null;
    if (!input.consent) await tx.update(ConditionChange, asked, answered);
    tx.record(ConditionChange, {
      type: input.consent ? "ConditionChangeConsented" : "ConditionChangeRefused",
      subject: asked,
      from,
      to: status,
      audience: panelAudience,
    });
    await settle(tx, locked);
    return { changeId: asked.id, conditionId: asked.newConditionId, authorizationId };
  });
}

function refuseAnswering(
  { actor }: Tx,
  { status, proposedBy }: ConditionChange,
  condition: Condition,
  voices: readonly Voice[],
  consent: boolean,
): void {
  const blockers = blockersOfAnswering({
    status,
    proposedBy: condition.proposedBy,
    askedBy: proposedBy,
    official: actor,
    spokeForAnother: spokeForAnother(actor, voices),
  });
  const refusals = blockers.map((blocker) => refusalOf(blocker, status, consent));
  if (refusals.length > 0) throw new Refused(...refusals);
}

function refusalOf(blocker: ConsentBlocker, from: string, consent: boolean) {
  const field = ["input", "changeId"];
  const attempted = consent ? "consent" : "refuse";
  return blocker === "NOT_PROPOSED" || blocker === "CHANGE_OVER"
    ? refusal("ILLEGAL_TRANSITION", consentBlockers[blocker], { field, from, attempted, blockers: [blocker] })
    : refusal("BLOCKED", consentBlockers[blocker], { field, blockers: [blocker] });
}

type Answered = Pick<ConditionChange, "status" | "answeredBy" | "answeredAt" | "answerReason">;

/** Brings the change to hold wherever the condition stands; the id of the authorization that it changes, or null. */
async function makeChange(
  tx: Tx,
  locked: LockedCase,
  asked: ConditionChange,
  condition: Condition,
  answered: Answered,
): Promise<string | null> {
  const { predicate, text } = asked;
  const to = predicate !== null && text !== null ? { predicate, text } : null;
  const facts = await refuseChanging(tx, condition, to, ["input", "changeId"]);
  if (facts.proposalId !== null && facts.clockStopped) throw new Refused(refusalOf("CLOCK_STOPPED", "", true));
  const consentOf = condition.proposedBy as Agency;
  const reworded = to && (await reword(tx, locked, condition, to, { consentOf }));
  await tx.update(Condition, condition, { endedAt: tx.now });
  const type = reworded ? "ConditionReplaced" : "ConditionFell";
  tx.record(Condition, { type, subject: condition, audience: panelAudience });
  await tx.update(ConditionChange, asked, { ...answered, newConditionId: reworded?.id ?? null });
  if (facts.proposalId !== null) await proposeAnew(tx, locked, facts.proposalId);
  return facts.authorizationId === null ? null : changeAuthorization(tx, locked, facts);
}

/** Puts the proposal anew, in the wording that holds now: nobody signs what another has read. */
async function proposeAnew(tx: Tx, locked: LockedCase, proposalId: string): Promise<void> {
  const carried = await tx.manager.findOneByOrFail(Decision, { id: proposalId });
  await voidProposal(tx, locked);
  await moveCase(tx, locked, "voidProposal", "ProposalVoided");
  const { outcome, basis, reasons, conditionIds, sourceId } = carried;
  const anew = await propose(tx, locked, { outcome, basis, reasons, conditionIds, sourceId });
  const appeal = await tx.manager.findOneBy(Appeal, { proposalId });
  if (!appeal) return;
  await tx.update(Appeal, appeal, { proposalId: anew.id });
  tx.record(Appeal, { type: "AppealProposalReplaced", subject: appeal, audience: panelAudience });
}

/** The authorization stands under the new wording at once; those who follow it hear of it. */
async function changeAuthorization(tx: Tx, locked: LockedCase, facts: ChangeableRow): Promise<string> {
  const authorization = await tx.lockKnown(Authorization, facts.authorizationId as string);
  // Whether a condition or a limit on time has ended its effect is noted anew.
  await tx.update(Authorization, authorization, { effectEndedAt: null });
  tx.record(Authorization, {
    type: "AuthorizationConditionsChanged",
    subject: authorization,
    from: authorization.status,
    to: authorization.status,
    legalBasis: authorization.legalBasis,
    audience: authorizationAudience(locked.vendor, locked.partner as Partner),
  });
  return authorization.id;
}
