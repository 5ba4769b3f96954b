import { Refused, refusal } from "../../graph/refusal.ts";
import type { Release } from "./release.ts";

/** Refuses to go on with a case of a release that its vendor has withdrawn: all that is left to it is to end. */
export function refuseWithdrawn({ phase }: Pick<Release, "phase">, field: readonly string[]): void {
  if (phase !== "WITHDRAWN") return;
  throw new Refused(
    refusal("BLOCKED", "The vendor has withdrawn the release: its cases go no further.", {
      field,
      blockers: ["RELEASE_WITHDRAWN"],
    }),
  );
}
