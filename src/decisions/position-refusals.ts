import { type Refusal, refusal } from "../graph/refusal.ts";
import type { Actor } from "../identity/actor.ts";
import { type ConditionPredicate, contradictions, parsePredicate } from "../rules/conditions.ts";
import { seatsFor } from "../rules/panel.ts";
import { blockersOfRecordingPosition, type PositionBlocker, positionBlockers, type Voice } from "../rules/positions.ts";
import type { RecordPositionInput } from "./decision-inputs.ts";
import type { LockedCase } from "./locked-case.ts";

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
  voices: readonly Voice[],
  input: RecordPositionInput,
  problems: readonly Refusal[],
): Refusal[] {
  const blockers = blockersOfRecordingPosition({
    caseStatus: row.status,
    caseRevision: row.revision,
    namedRevision: input.revision,
    official: { subject: subject as string, agency },
    voices,
    seats: seatsFor(policy),
    kind: input.kind,
    reasons: input.reason ? [input.reason] : [],
    criteria: policy.criteria.map(({ code }) => code),
    conditions: input.conditions?.length ?? 0,
  });
  return [...blockers.map((blocker) => refusalOf(blocker, row)), ...problems];
}

function refusalOf(blocker: PositionBlocker, row: LockedCase["row"]): Refusal {
  const message = positionBlockers[blocker];
  const content = contentFields[blocker];
  if (content) return refusal("INVALID_INPUT", message, { field: ["input", content], blockers: [blocker] });
  if (blocker === "STALE_REVISION") {
    return refusal("STALE_REVISION", `${message} The case is at revision ${row.revision}.`, {
      field: ["input", "revision"],
    });
  }
  const field = ["input", "caseId"];
  return blocker === "NOT_UNDER_REVIEW"
    ? refusal("ILLEGAL_TRANSITION", message, { field, from: row.status, attempted: "recordPosition" })
    : refusal("BLOCKED", message, { field, blockers: [blocker] });
}

/**
 * The predicates of the conditions given, and what is wrong with them: no predicate, a time that is over, or conditions
 * that no use can meet together. What other agencies propose beside them isn't this position's to answer for.
 */
export function parseConditions(
  conditions: RecordPositionInput["conditions"],
  now: Date,
): { predicates: ConditionPredicate[]; problems: Refusal[] } {
  const predicates: ConditionPredicate[] = [];
  const problems: Refusal[] = [];
  for (const [index, proposed] of (conditions ?? []).entries()) {
    const path = ["conditions", String(index), "predicate"];
    const { predicate, problems: found = [] } = parsePredicate(proposed.predicate);
    problems.push(...found.map(({ field, message }) => invalid(`${message}.`, [...path, field])));
    if (predicate?.kind === "EXPIRES_AT" && new Date(predicate.at) <= now) {
      problems.push(invalid("This moment is over: no use could meet it. Give a later one.", [...path, "at"]));
    }
    if (predicate) predicates.push(predicate);
  }
  const together = contradictions(predicates, []).map(({ kind }) =>
    invalid(`No use could meet the conditions on ${kind} together. Give what is allowed once.`, ["conditions"]),
  );
  return { predicates, problems: [...problems, ...together] };
}

const invalid = (message: string, path: readonly string[]): Refusal =>
  refusal("INVALID_INPUT", message, { field: ["input", ...path] });
