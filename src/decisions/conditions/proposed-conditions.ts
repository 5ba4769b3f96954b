import { Application } from "../../applications/application.ts";
import { type Refusal, refusal } from "../../graph/refusal.ts";
import type { Tx } from "../../ledger/tx.ts";
import { type ConditionPredicate, contradictions, forbidsEndUse, parsePredicate } from "../../rules/conditions.ts";
import type { EndUse } from "../../rules/vocabulary.ts";
import type { LockedCase } from "../cases/locked-case.ts";
import type { ProposedConditionInput } from "../outcomes/decision-inputs.ts";

/** What comes of a wording: the predicate, unless something is wrong with it. */
interface ParsedCondition {
  readonly predicate: ConditionPredicate | undefined;
  readonly problems: Refusal[];
}

/** What a condition is read for: at which moment, and for a case that asks for which end use; null for a phase advance. */
export interface ReadFor {
  readonly now: Date;
  readonly endUse: EndUse | null;
}

/** What a condition on the case is read for, in a change. */
export const readFor = ({ now }: Tx, { row }: Pick<LockedCase, "row">): ReadFor => ({
  now,
  endUse: row instanceof Application ? row.endUse : null,
});

/**
 * The predicate of the wording at `path`, or what is wrong with it: no predicate, a time that is over, or end uses without
 * the one that the case asks for.
 */
export function parseCondition(
  proposed: ProposedConditionInput,
  { now, endUse }: ReadFor,
  path: readonly string[],
): ParsedCondition {
  const { predicate, problems: found = [] } = parsePredicate(proposed.predicate);
  const problems = found.map(({ field, message }) => invalid(`${message}.`, [...path, "predicate", field]));
  if (predicate?.kind === "EXPIRES_AT" && new Date(predicate.at) <= now) {
    problems.push(
      invalid("This moment is over: no use could meet it. Give a later one.", [...path, "predicate", "at"]),
    );
  }
  if (predicate && forbidsEndUse(predicate, endUse)) {
    const message = `The application asks for ${endUse}, which this would forbid: its approval would allow nothing. Name it too, or object.`;
    const field = [...path, "predicate", "allowed"];
    problems.push(refusal("INVALID_INPUT", message, { field, blockers: ["FORBIDS_ITS_END_USE"] }));
  }
  return { predicate, problems };
}

/**
 * The predicates of the conditions given, and what is wrong with them, each by itself or together: conditions that no
 * use can meet. What other agencies propose beside them isn't this position's to answer for.
 */
export function parseConditions(
  conditions: readonly ProposedConditionInput[] | null | undefined,
  about: ReadFor,
): { predicates: ConditionPredicate[]; problems: Refusal[] } {
  const parsed = (conditions ?? []).map((proposed, index) =>
    parseCondition(proposed, about, ["input", "conditions", String(index)]),
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
