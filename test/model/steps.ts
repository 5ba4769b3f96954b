import fc from "fast-check";
import { draftings } from "./actions/table.ts";
import type { Beginning } from "./scene.ts";

/** One abstract step of a sequence: what is done, and the numbers that choose by whom, to which case and so on. */
export interface Step {
  readonly does: "next" | "change" | "fault" | "race" | "repeat" | "wait" | "bring" | "sweep";
  /** The mutation, for what makes any; otherwise what the moment gives occasion to is chosen from. */
  readonly mutation: string;
  readonly numbers: readonly number[];
}

const numbers = fc.array(fc.nat({ max: 239 }), { minLength: 10, maxLength: 10, size: "max" });
const mutation = fc.constantFrom(...Object.keys(draftings));

const step = (does: Step["does"]): fc.Arbitrary<Step> =>
  fc.record({ does: fc.constant(does), mutation, numbers }, { noNullPrototype: true });

/** A step of any kind, by how often each is drawn. */
const kinds = fc.oneof(
  { weight: 24, arbitrary: step("next") },
  { weight: 6, arbitrary: step("change") },
  { weight: 11, arbitrary: step("bring") },
  { weight: 6, arbitrary: step("wait") },
  { weight: 5, arbitrary: step("sweep") },
  { weight: 3, arbitrary: step("fault") },
  { weight: 2, arbitrary: step("race") },
  { weight: 1, arbitrary: step("repeat") },
);

// Without bias: else the first sequences would be the shortest, and a short run all short ones.
const steps: fc.Arbitrary<Step[]> = fc.noBias(fc.array(kinds, { minLength: 1, maxLength: 24, size: "max" }));

const beginning: fc.Arbitrary<Beginning> = fc.record(
  {
    policy: fc.constantFrom(0, 0, 1, 2),
    phase: fc.constantFrom(...Array.from({ length: 5 }, () => "LIMITED_PREVIEW" as const), "UNDER_REVIEW"),
    // Most begin with something decided, for what comes after a decision.
    stages: fc.constantFrom(0, 1, 2, 3, 3, 3, 3, 3),
    chorus: fc.nat({ max: 5 }),
  },
  { noNullPrototype: true },
);

/** A whole sequence: what it begins with, and its steps. */
export const sequence: fc.Arbitrary<{ readonly beginning: Beginning; readonly steps: readonly Step[] }> = fc.record(
  { beginning, steps },
  { noNullPrototype: true },
);
