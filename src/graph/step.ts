import { type Lifecycle, step } from "../rules/lifecycle.ts";
import { Refused, refusal } from "./refusal.ts";

/** Where an action leads a record. Refuses with ILLEGAL_TRANSITION where its state does not allow it. */
export function stepOrRefuse<S extends string, A extends string>(
  lifecycle: Lifecycle<S, A>,
  from: S,
  action: NoInfer<A>,
  field: readonly string[],
): S {
  const { to, blocked } = step<S, A>(lifecycle, from, action);
  if (blocked === undefined) return to;
  const allowed = blocked.allowed.length > 0 ? `It allows: ${blocked.allowed.join(", ")}.` : "It is final.";
  throw new Refused(
    refusal("ILLEGAL_TRANSITION", `${from} does not allow ${action}. ${allowed}`, { field, from, attempted: action }),
  );
}
