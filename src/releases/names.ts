import { type Refusal, refusal } from "../graph/refusal.ts";
import { nameProblems } from "../rules/names.ts";

/** What is wrong with the name of a vendor or a model: characters that deceive or can't be seen. */
export const nameRefusals = (name: string | null | undefined): Refusal[] =>
  (name == null ? [] : nameProblems(name)).map(({ code, message }) =>
    refusal("INVALID_INPUT", message, { field: ["input", "name"], blockers: [code] }),
  );
