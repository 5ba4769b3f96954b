import type { Problem } from "../../rules/document-check.ts";
import { openPhases } from "../../rules/lifecycles/release.ts";
import type { PhaseRules, PolicyDocument } from "../../rules/policy.ts";
import { validatePolicy } from "../../rules/validate-policy.ts";
import type { ReleasePhase } from "../../rules/vocabulary.ts";
import type { PolicyDocumentInput, PolicyPhaseInput } from "./policy-inputs.ts";

/** What is wrong with an input, and where in it: ["ladder", "1", "tie"]. */
export interface PlacedProblem {
  readonly place: readonly string[];
  readonly message: string;
}

/** The policy that an input states, as it would be published now, or null and everything that is wrong with it. */
export function policyFrom(
  input: PolicyDocumentInput,
  now: Date,
): {
  policy: PolicyDocument | null;
  problems: PlacedProblem[];
} {
  const stated = {
    ...(given(input) as object),
    phases: phasesOf(input.phases),
    ladder: input.ladder.map((level) => ({ ...(given(level) as object), appealWithin: level.appealWithin ?? null })),
  };
  const { policy, problems } = validatePolicy(stated, now);
  const placed = [
    ...phaseProblems(input.phases),
    ...problems.map((problem) => ({ place: placeOf(problem, input), message: problem.message })),
  ];
  return { policy: placed.length > 0 ? null : policy, problems: placed };
}

/** Plain data of what was given: a value that was left out, or given as null, isn't there. */
function given(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(given);
  if (typeof value !== "object" || value === null) return value;
  const present = Object.entries(value).filter(([, inner]) => inner != null);
  return Object.fromEntries(present.map(([name, inner]) => [name, given(inner)]));
}

const isOpen = (phase: ReleasePhase): boolean => (openPhases as readonly ReleasePhase[]).includes(phase);

/** A document keeps its phases by name. */
const phasesOf = (phases: readonly PolicyPhaseInput[]): Record<string, PhaseRules> =>
  Object.fromEntries(
    phases
      .filter(({ phase }) => isOpen(phase))
      .map(({ phase, partnerCap = null, authorizationRequired }) => [phase, { partnerCap, authorizationRequired }]),
  );

/** What the list of phases can say wrongly, and a document can't. */
function phaseProblems(phases: readonly PolicyPhaseInput[]): PlacedProblem[] {
  return phases.flatMap(({ phase }, index) => {
    const place = ["phases", String(index), "phase"];
    if (!isOpen(phase)) return [{ place, message: `must be one of ${openPhases.join(", ")}` }];
    const repeated = phases.findIndex((each) => each.phase === phase) < index;
    return repeated ? [{ place, message: `repeats ${phase}` }] : [];
  });
}

function placeOf({ path }: Problem, { phases }: PolicyDocumentInput): string[] {
  const place = path.split(/[.[\]]+/).filter((part) => part !== "");
  if (place[0] !== "phases" || place[1] === undefined) return place;
  // Of a phase that is given twice the last counts.
  const index = phases.map(({ phase }) => phase as string).lastIndexOf(place[1]);
  return ["phases", String(index), ...place.slice(2)];
}
