import { type Refusal, refusal } from "../../graph/refusal.ts";
import type { Release } from "./release.ts";

/** What a vendor states about a release, and may amend. */
type Content = Pick<Release, "name" | "modelVersion" | "description" | "safeguards" | "policyId">;

/** Whether two contents state the same. */
export const sameContent = (one: Content, other: Content): boolean =>
  one.name === other.name &&
  one.modelVersion === other.modelVersion &&
  one.description === other.description &&
  one.safeguards === other.safeguards &&
  one.policyId === other.policyId;

/** What a release still lacks to be registered; a draft may lack it. */
export const missingToRegister = (release: Pick<Release, "description" | "safeguards">): Refusal[] =>
  (["description", "safeguards"] as const)
    .filter((property) => release[property] === null)
    .map((property) =>
      refusal("INVALID_INPUT", `A registered release states its ${property}. Give it, or keep a draft for now.`, {
        field: ["input", property],
      }),
    );

/** A vendor's second release of one version of a model. */
export const modelVersionTaken = refusal(
  "DUPLICATE",
  "You have a release of this version of this model. A new version is a new release; an old one can be amended.",
  { field: ["input", "modelVersion"] },
);
