import type { Context } from "../../context.ts";
import { Refused, refusal } from "../../graph/refusal.ts";
import { authorise } from "../../identity/permissions.ts";
import { change } from "../../ledger/change.ts";
import { settle } from "../clocks/case-clocks.ts";
import { evaluatePanel } from "../panel/panel-review.ts";
import { endRequest, lockRequest, requestField } from "./end-information-request.ts";
import type { CloseInformationRequestInput } from "./stop-inputs.ts";

/** Closes a request of the actor's agency without an answer: the clock runs again. */
export function closeInformationRequest(context: Context, input: CloseInformationRequestInput) {
  authorise(context.actor, "information:close");
  return change(context, "closeInformationRequest", input, async (tx) => {
    const { locked, request } = await lockRequest(tx, input.informationRequestId);
    if (request.agency !== tx.actor.agency) throw new Refused(notYours(request.agency));
    await endRequest(tx, locked, request, "close", {
      endedBy: tx.actor.subject,
      closingNote: input.note ?? null,
    });
    await evaluatePanel(tx, locked);
    await settle(tx, locked);
    return { informationRequestId: request.id, caseId: locked.row.id };
  });
}

const notYours = (agency: string) =>
  refusal("BLOCKED", `Only ${agency}, which asked, can close it.`, {
    field: requestField,
    blockers: ["NOT_YOUR_AGENCY"],
  });
