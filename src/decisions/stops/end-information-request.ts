import { stepOrRefuse } from "../../graph/step.ts";
import type { Tx } from "../../ledger/tx.ts";
import {
  type InformationRequestAction,
  informationRequestLifecycle,
} from "../../rules/lifecycles/information-request.ts";
import { caseAudience, type LockedCase, lockCase } from "../cases/locked-case.ts";
import { InformationRequest } from "./information-request.ts";

/** The field of the inputs that names a request: where a refusal points. */
export const requestField = ["input", "informationRequestId"] as const;

/** Locks a request that the actor may see, its case before it. */
export async function lockRequest(tx: Tx, id: string): Promise<{ locked: LockedCase; request: InformationRequest }> {
  const seen = await tx.peek(InformationRequest, id, requestField);
  const locked = await lockCase(tx, seen.caseId, requestField);
  return { locked, request: await tx.lock(InformationRequest, id, requestField) };
}

const events = {
  answer: "InformationRequestAnswered",
  close: "InformationRequestClosed",
  lapse: "InformationRequestLapsed",
} as const satisfies Record<InformationRequestAction, string>;

/** Takes a request to its end, from which on it stops the clock no more. Refuses where it has ended. */
export async function endRequest(
  tx: Tx,
  locked: LockedCase,
  request: InformationRequest,
  action: InformationRequestAction,
  values: Partial<Pick<InformationRequest, "answer" | "answeredBy" | "endedBy" | "closingNote">> = {},
): Promise<void> {
  const from = request.status;
  const to = stepOrRefuse(informationRequestLifecycle, from, action, requestField);
  await tx.update(InformationRequest, request, { ...values, status: to, endedAt: tx.now });
  const audience = caseAudience(locked);
  tx.record(InformationRequest, { type: events[action], subject: request, from, to, audience });
}
