import { type Refusal, refusal } from "../../graph/refusal.ts";
import { type StopBlocker, stopBlockers } from "../../rules/stops.ts";
import type { Case } from "../cases/case.ts";

const contentFields: Partial<Record<StopBlocker, string>> = {
  REVIEW_DATE_PAST: "reviewAt",
  REVIEW_DATE_TOO_FAR: "reviewAt",
  NO_SUCH_PARTY: "addressee",
};

/** The refusals that stand for what blocks a stop of a case's clock: a stale revision and a state by their own codes. */
export function stopRefusals(
  blockers: readonly StopBlocker[],
  { revision, status }: Pick<Case, "revision" | "status">,
  attempted: "placeHold" | "requestInformation",
): Refusal[] {
  const field = ["input", "caseId"];
  return blockers.map((blocker) => {
    const message = stopBlockers[blocker];
    const content = contentFields[blocker];
    if (content) return refusal("INVALID_INPUT", message, { field: ["input", content], blockers: [blocker] });
    switch (blocker) {
      case "STALE_REVISION":
        return refusal("STALE_REVISION", `${message} The case is at revision ${revision}.`, {
          field: ["input", "revision"],
        });
      case "NOT_UNDER_REVIEW":
        return refusal("ILLEGAL_TRANSITION", message, { field, from: status, attempted });
      default:
        return refusal("BLOCKED", message, { field, blockers: [blocker] });
    }
  });
}
