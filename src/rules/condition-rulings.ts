import { type ConditionPredicate, contradictions, samePredicate } from "./conditions.ts";

/** Why a ruling on a condition can't be made, with what it means. */
export const rulingBlockers = {
  NOT_CARRIED: "The condition isn't among those that stand: rule on one of these.",
  NAMED_TWICE: "The condition is ruled on twice: rule on it once.",
  UNCHANGED: "The new wording is the one that stands: leave the ruling out.",
  CONTRADICTORY: "No use could meet the conditions together as they are ruled.",
} as const;
export type RulingBlocker = keyof typeof rulingBlockers;

/** A condition as it stands. */
export interface StandingWording {
  readonly id: string;
  readonly predicate: ConditionPredicate;
  readonly text: string;
}

/** A ruling on one condition: its new wording, or null where it falls. */
export interface Ruling {
  readonly conditionId: string;
  readonly to: Pick<StandingWording, "predicate" | "text"> | null;
}

/** A blocker and the place of the ruling that it is about; null for all of them together. */
export interface RulingProblem {
  readonly blocker: RulingBlocker;
  readonly index: number | null;
}

/** Everything that is wrong with rulings on the conditions that stand; none when they can be made. */
export function problemsOfRulings(standing: readonly StandingWording[], rulings: readonly Ruling[]): RulingProblem[] {
  const problems: RulingProblem[] = [];
  for (const [index, { conditionId, to }] of rulings.entries()) {
    const from = standing.find(({ id }) => id === conditionId);
    const twice = rulings.findIndex((other) => other.conditionId === conditionId) < index;
    if (!from) problems.push({ blocker: "NOT_CARRIED", index });
    else if (twice) problems.push({ blocker: "NAMED_TWICE", index });
    else if (to && sameWording(from, to)) problems.push({ blocker: "UNCHANGED", index });
  }
  if (problems.length > 0 || rulings.length === 0) return problems;
  const outcome = standing.flatMap((wording) => {
    const ruling = rulings.find(({ conditionId }) => conditionId === wording.id);
    return ruling ? (ruling.to ? [ruling.to.predicate] : []) : [wording.predicate];
  });
  return contradictions(outcome, []).length > 0 ? [{ blocker: "CONTRADICTORY", index: null }] : [];
}

/** Whether two wordings say the same: to a machine and to a person. */
export const sameWording = (
  one: Pick<StandingWording, "predicate" | "text">,
  other: Pick<StandingWording, "predicate" | "text">,
): boolean => one.text === other.text && samePredicate(one.predicate, other.predicate);
