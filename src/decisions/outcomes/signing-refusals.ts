import { type Refusal, refusal } from "../../graph/refusal.ts";
import { type CountersigningBlocker, countersigningBlockers } from "../../rules/countersigning.ts";
import type { Case } from "../cases/case.ts";
import type { Decision } from "./decision.ts";

/**
 * The refusals that stand for what blocks a signature: a stale revision and a full phase by their own codes; where it is
 * the decision's or the case's state, from which of the two and what was attempted.
 */
export function signingRefusals(
  blockers: readonly CountersigningBlocker[],
  row: Pick<Case, "revision" | "status">,
  decision: Pick<Decision, "status">,
  attempted: "countersign" | "refuse",
): Refusal[] {
  const field = ["input", "decisionId"];
  return blockers.map((blocker) => {
    const message = countersigningBlockers[blocker];
    switch (blocker) {
      case "STALE_REVISION":
        return refusal("STALE_REVISION", `${message} The case is at revision ${row.revision}.`, {
          field: ["input", "revision"],
        });
      case "CAP_REACHED":
        return refusal("CAP_REACHED", message, { field });
      case "CASE_IN_DISPUTE":
        return refusal("ILLEGAL_TRANSITION", message, { field, from: row.status, attempted, blockers: [blocker] });
      case "NOT_STANDING": {
        const from = decision.status === "PROPOSED" ? row.status : decision.status;
        return refusal("ILLEGAL_TRANSITION", message, { field, from, attempted, blockers: [blocker] });
      }
      default:
        return refusal("BLOCKED", message, { field, blockers: [blocker] });
    }
  });
}
