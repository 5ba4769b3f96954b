import type { Context } from "../../context.ts";
import { Refused, refusal } from "../../graph/refusal.ts";
import { refuseForeign } from "../../graph/refusals.ts";
import { authorise } from "../../identity/permissions.ts";
import { change } from "../../ledger/change.ts";
import type { DirectiveStatus } from "../../rules/vocabulary.ts";
import { directiveAudience } from "../audience.ts";
import { Directive } from "./directive.ts";
import type { AcknowledgeDirectiveInput } from "./directive-inputs.ts";
import { lockTarget } from "./directive-target.ts";

/** Acknowledges, once, a directive in force on the actor's own company or its release. */
export function acknowledgeDirective(context: Context, input: AcknowledgeDirectiveInput) {
  authorise(context.actor, "directive:acknowledge");
  return change(context, "acknowledgeDirective", input, async (tx) => {
    const { vendor, isPublic } = await lockTarget(tx, await tx.peek(Directive, input.directiveId, field), "share");
    const directive = await tx.lock(Directive, input.directiveId, field);
    refuseForeign(tx, vendor, "the vendor's own people", field);
    if (directive.status !== "IN_FORCE") throw new Refused(notInForce(directive.status));
    if (directive.acknowledgedAt !== null) throw new Refused(acknowledgedAlready);
    await tx.update(Directive, directive, { acknowledgedAt: tx.now });
    tx.record(Directive, {
      type: "DirectiveAcknowledged",
      subject: directive,
      legalBasis: directive.legalBasis,
      audience: directiveAudience(directive, vendor, isPublic),
    });
    return { directiveId: directive.id };
  });
}

const field = ["input", "directiveId"];

const notInForce = (from: DirectiveStatus) =>
  refusal("ILLEGAL_TRANSITION", `${from} does not allow acknowledge. It is for a directive in force.`, {
    field,
    from,
    attempted: "acknowledge",
  });

const acknowledgedAlready = refusal("ALREADY_DONE", "This directive is acknowledged already.", { field });
