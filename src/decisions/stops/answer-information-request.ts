import type { Context } from "../../context.ts";
import { Refused, refusal } from "../../graph/refusal.ts";
import { refuseForeign } from "../../graph/refusals.ts";
import { stepOrRefuse } from "../../graph/step.ts";
import { authorise } from "../../identity/permissions.ts";
import { change } from "../../ledger/change.ts";
import type { Tx } from "../../ledger/tx.ts";
import { informationRequestLifecycle } from "../../rules/lifecycles/information-request.ts";
import { blockersOfAnswering, stopBlockers } from "../../rules/stops.ts";
import type { LockedCase } from "../cases/locked-case.ts";
import { settle } from "../clocks/case-clocks.ts";
import { evaluatePanel } from "../panel/panel-review.ts";
import { endRequest, lockRequest, requestField } from "./end-information-request.ts";
import type { InformationRequest } from "./information-request.ts";
import type { AnswerInformationRequestInput } from "./stop-inputs.ts";

/** Answers what an agency asked of the actor's organisation, before its time is over: the clock runs again. */
export function answerInformationRequest(context: Context, input: AnswerInformationRequestInput) {
  authorise(context.actor, "information:answer");
  return change(context, "answerInformationRequest", input, async (tx) => {
    const { locked, request } = await lockRequest(tx, input.informationRequestId);
    refuseUnlessAsked(tx, locked, request);
    stepOrRefuse(informationRequestLifecycle, request.status, "answer", requestField);
    const blockers = blockersOfAnswering({ dueAt: request.dueAt, now: tx.now });
    if (blockers.length > 0) throw new Refused(tooLate(request.dueAt));
    await endRequest(tx, locked, request, "answer", { answer: input.answer, answeredBy: tx.actor.subject });
    await evaluatePanel(tx, locked);
    await settle(tx, locked);
    return { informationRequestId: request.id, caseId: locked.row.id };
  });
}

/** Refuses all but the organisation that was asked, as what it was asked: one may be a vendor and a partner. */
function refuseUnlessAsked(tx: Tx, { vendor, partner }: LockedCase, { addressee }: InformationRequest): void {
  const asked = addressee === "PARTNER" ? partner : vendor;
  const actsAsIt = tx.actor.roles.has(addressee);
  const who = `the ${addressee.toLowerCase()} that was asked`;
  refuseForeign(tx, asked && actsAsIt ? asked : { org: "" }, who, requestField);
}

const tooLate = (dueAt: Date) =>
  refusal("BLOCKED", `${stopBlockers.ANSWER_TIME_OVER} It was due at ${dueAt.toISOString()}.`, {
    field: requestField,
    blockers: ["ANSWER_TIME_OVER"],
  });
