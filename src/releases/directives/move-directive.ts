import type { Context } from "../../context.ts";
import { stepOrRefuse } from "../../graph/step.ts";
import { change, type IdempotentInput } from "../../ledger/change.ts";
import type { Tx } from "../../ledger/tx.ts";
import { type DirectiveAction, directiveLifecycle } from "../../rules/lifecycles/directive.ts";
import { directiveAudience } from "../audience.ts";
import { Directive } from "./directive.ts";
import { type DirectiveTarget, lockTarget } from "./directive-target.ts";

interface Move {
  readonly mutation: string;
  readonly action: DirectiveAction;
  readonly event: string;
  /** Refuses whoever may not take this step with this directive. */
  readonly check: (tx: Tx, directive: Directive, target: DirectiveTarget) => void;
  readonly values: (tx: Tx) => Partial<Directive>;
}

/** Takes one directive through one step of its lifecycle and records it: what is in force on its target changes at once. */
export function moveDirective(context: Context, input: IdempotentInput & { directiveId: string }, move: Move) {
  return change(context, move.mutation, input, async (tx) => {
    const field = ["input", "directiveId"];
    const target = await lockTarget(tx, await tx.peek(Directive, input.directiveId, field), "write");
    const directive = await tx.lock(Directive, input.directiveId, field);
    move.check(tx, directive, target);
    const from = directive.status;
    const to = stepOrRefuse(directiveLifecycle, from, move.action, field);
    await tx.update(Directive, directive, { ...move.values(tx), status: to });
    tx.record(Directive, {
      type: move.event,
      subject: directive,
      from,
      to,
      legalBasis: directive.legalBasis,
      audience: directiveAudience(directive, target.vendor, target.isPublic),
    });
    return { directiveId: directive.id };
  });
}
