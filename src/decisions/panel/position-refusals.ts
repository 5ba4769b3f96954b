import { type Refusal, refusal } from "../../graph/refusal.ts";
import type { Actor } from "../../identity/actor.ts";
import { seatsFor } from "../../rules/panel.ts";
import {
  blockersOfRecordingPosition,
  type PositionBlocker,
  positionBlockers,
  type Voice,
} from "../../rules/positions.ts";
import type { LockedCase } from "../cases/locked-case.ts";
import type { RecordPositionInput } from "../outcomes/decision-inputs.ts";

const contentFields: Partial<Record<PositionBlocker, string>> = {
  KIND_RESERVED: "kind",
  REASON_REQUIRED: "reason",
  REASON_NOT_ALLOWED: "reason",
  REASON_NOT_A_CRITERION: "reason",
  CONDITIONS_REQUIRED: "conditions",
  CONDITIONS_NOT_ALLOWED: "conditions",
};

/** Every refusal of a position: what the rule blocks, and what is wrong with its conditions. */
export function positionRefusals(
  { row, policy }: LockedCase,
  { subject, agency }: Pick<Actor, "subject" | "agency">,
  spoken: { readonly voices: readonly Voice[]; readonly reopened: boolean; readonly asked: boolean },
  input: RecordPositionInput,
  problems: readonly Refusal[],
): Refusal[] {
  const blockers = blockersOfRecordingPosition({
    caseStatus: row.status,
    ...spoken,
    caseRevision: row.revision,
    namedRevision: input.revision,
    official: { subject: subject as string, agency },
    seats: seatsFor(policy),
    kind: input.kind,
    reasons: input.reason ? [input.reason] : [],
    criteria: policy.criteria.map(({ code }) => code),
    conditions: input.conditions?.length ?? 0,
  });
  return [...blockers.map((blocker) => refusalOf(blocker, row)), ...problems];
}

/** Said of conditions that no approval would carry any more. */
export const conditionsWouldFall = (): Refusal =>
  refusal("BLOCKED", positionBlockers.CONDITIONS_CHOSEN, {
    field: ["input", "conditions"],
    blockers: ["CONDITIONS_CHOSEN"],
  });

function refusalOf(blocker: PositionBlocker, row: LockedCase["row"]): Refusal {
  const message = positionBlockers[blocker];
  const content = contentFields[blocker];
  if (content) return refusal("INVALID_INPUT", message, { field: ["input", content], blockers: [blocker] });
  if (blocker === "STALE_REVISION") {
    return refusal("STALE_REVISION", `${message} The case is at revision ${row.revision}.`, {
      field: ["input", "revision"],
    });
  }
  const field = ["input", blocker === "INFORMATION_NOT_ASKED" ? "reason" : "caseId"];
  return blocker === "NOT_UNDER_REVIEW"
    ? refusal("ILLEGAL_TRANSITION", message, { field, from: row.status, attempted: "recordPosition" })
    : refusal("BLOCKED", message, { field, blockers: [blocker] });
}
