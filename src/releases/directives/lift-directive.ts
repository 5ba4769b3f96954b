import type { Context } from "../../context.ts";
import { Refused, refusal } from "../../graph/refusal.ts";
import { authorise } from "../../identity/permissions.ts";
import type { LiftDirectiveInput } from "./directive-inputs.ts";
import { moveDirective } from "./move-directive.ts";

/** Lifts a directive that the actor's agency issued, or takes its request back. */
export function liftDirective(context: Context, input: LiftDirectiveInput) {
  authorise(context.actor, "directive:lift");
  return moveDirective(context, input, {
    mutation: "liftDirective",
    action: "lift",
    event: "DirectiveLifted",
    check: (tx, { agency }) => {
      if (agency !== tx.actor.agency) throw new Refused(notYours(agency));
    },
    values: ({ now, actor }) => ({ liftedAt: now, liftedBy: actor.subject, liftingReason: input.reason }),
  });
}

const notYours = (agency: string) =>
  refusal("BLOCKED", `Only ${agency}, which issued it, can lift it.`, {
    field: ["input", "directiveId"],
    blockers: ["NOT_THE_ISSUING_AGENCY"],
  });
