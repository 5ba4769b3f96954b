import type { Context } from "../../context.ts";
import { Refused, refusal } from "../../graph/refusal.ts";
import { authorise } from "../../identity/permissions.ts";
import { change } from "../../ledger/change.ts";
import { deadlineAfter } from "../../rules/clock.ts";
import { seatsFor } from "../../rules/panel.ts";
import { clocksOf } from "../../rules/policy-clocks.ts";
import { blockersOfAsking } from "../../rules/stops.ts";
import type { Agency } from "../../rules/vocabulary.ts";
import { caseAudience, lockCase } from "../cases/locked-case.ts";
import { settle } from "../clocks/case-clocks.ts";
import { InformationRequest } from "./information-request.ts";
import type { RequestInformationInput } from "./stop-inputs.ts";
import { stopRefusals } from "./stop-refusals.ts";

/**
 * Asks a party of a case for information, which stops its clock and is no objection. The request runs on a clock of its
 * own, which nothing stops: else it would never lapse.
 */
export function requestInformation(context: Context, input: RequestInformationInput) {
  authorise(context.actor, "information:request");
  return change(context, "requestInformation", input, async (tx) => {
    const locked = await lockCase(tx, input.caseId, ["input", "caseId"]);
    const { row, type, policy } = locked;
    const { agency } = tx.actor;
    const blockers = blockersOfAsking({
      caseStatus: row.status,
      caseRevision: row.revision,
      namedRevision: input.revision,
      caseKind: type === "Application" ? "APPLICATION" : "PHASE_ADVANCE",
      agency,
      seats: seatsFor(policy),
      addressee: input.addressee,
    });
    if (blockers.length > 0) throw new Refused(...stopRefusals(blockers, row, "requestInformation"));
    tx.onConflict("one_open_request", askedAlready);
    const request = await tx.insert(InformationRequest, {
      id: tx.newId("InformationRequest"),
      caseId: row.id,
      caseType: type,
      caseRevision: row.revision,
      agency: agency as Agency,
      addressee: input.addressee,
      topic: input.topic,
      question: input.question,
      status: "OPEN",
      requestedBy: tx.actor.subject as string,
      requestedAt: tx.now,
      dueAt: deadlineAfter(policy, tx.now, clocksOf(policy).information) as Date,
      answer: null,
      answeredBy: null,
      endedBy: null,
      endedAt: null,
      closingNote: null,
    });
    tx.record(InformationRequest, {
      type: "InformationRequested",
      subject: request,
      to: request.status,
      audience: caseAudience(locked),
    });
    await settle(tx, locked);
    return { informationRequestId: request.id, caseId: row.id };
  });
}

const askedAlready = refusal(
  "DUPLICATE",
  "Your agency's request to this party is open already. Close it, or ask for the rest once it is answered.",
  { field: ["input", "addressee"] },
);
