import { type Refusal, refusal } from "../../graph/refusal.ts";
import { type ConditionPredicate, contradictions, parsePredicate } from "../../rules/conditions.ts";
import type { ProposedConditionInput } from "../outcomes/decision-inputs.ts";

/** What comes of a wording: the predicate, unless something is wrong with it. */
interface ParsedCondition {
  readonly predicate: ConditionPredicate | undefined;
  readonly problems: Refusal[];
}

/** The predicate of the wording at `path`, or what is wrong with it: no predicate, or a time that is over. */
export function parseCondition(proposed: ProposedConditionInput, now: Date, path: readonly string[]): ParsedCondition {
  const { predicate, problems: found = [] } = parsePredicate(proposed.predicate);
  const problems = found.map(({ field, message }) => invalid(`${message}.`, [...path, "predicate", field]));
  if (predicate?.kind === "EXPIRES_AT" && new Date(predicate.at) <= now) {
    problems.push(
      invalid("This moment is over: no use could meet it. Give a later one.", [...path, "predicate", "at"]),
    );
  }
  return { predicate, problems };
}

/**
 * The predicates of the conditions given, and what is wrong with them, each by itself or together: conditions that no
 * use can meet. What other agencies propose beside them isn't this position's to answer for.
 */
export function parseConditions(
  conditions: readonly ProposedConditionInput[] | null | undefined,
  now: Date,
): { predicates: ConditionPredicate[]; problems: Refusal[] } {
  const parsed = (conditions ?? []).map((proposed, index) =>
    parseCondition(proposed, now, ["input", "conditions", String(index)]),
  );
  const predicates = parsed.flatMap(({ predicate }) => predicate ?? []);
  const together = contradictions(predicates, []).map(({ kind }) =>
    invalid(`No use could meet the conditions on ${kind} together. Give what is allowed once.`, [
      "input",
      "conditions",
    ]),
  );
  return { predicates, problems: [...parsed.flatMap(({ problems }) => problems), ...together] };
}

const invalid = (message: string, field: readonly string[]): Refusal => refusal("INVALID_INPUT", message, { field });
