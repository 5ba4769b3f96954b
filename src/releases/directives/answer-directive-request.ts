import type { Context } from "../../context.ts";
import { Refused, refusal } from "../../graph/refusal.ts";
import { refuseForeign } from "../../graph/refusals.ts";
import { authorise } from "../../identity/permissions.ts";
import type { AnswerDirectiveRequestInput } from "./directive-inputs.ts";
import { moveDirective } from "./move-directive.ts";

/** Answers a request made of the actor's own company: accepted, it is in force at once. */
export function answerDirectiveRequest(context: Context, input: AnswerDirectiveRequestInput) {
  authorise(context.actor, "directive:answer");
  const accepted = input.answer === "ACCEPT";
  return moveDirective(context, input, {
    mutation: "answerDirectiveRequest",
    action: accepted ? "accept" : "decline",
    event: accepted ? "DirectiveAccepted" : "DirectiveDeclined",
    check: (tx, _directive, { vendor }) => {
      refuseForeign(tx, vendor, "the vendor's own people", ["input", "directiveId"]);
      if (!accepted && input.note == null) throw new Refused(sayWhy);
    },
    values: ({ now }) => ({ answeredAt: now, answer: input.note ?? null, inForceSince: accepted ? now : null }),
  });
}

const sayWhy = refusal("INVALID_INPUT", "A vendor that declines says why. Give a note.", { field: ["input", "note"] });
