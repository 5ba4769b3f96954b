import { Refused, refusal } from "../../graph/refusal.ts";
import type { Release } from "./release.ts";

/** Refuses for a draft what officials are to read: they don't see the release before it is registered. */
export function refuseUnregistered({ registeredAt }: Pick<Release, "registeredAt">, field: readonly string[]): void {
  if (registeredAt !== null) return;
  throw new Refused(
    refusal("BLOCKED", "The release is a draft, which officials don't see. Register it first.", {
      field,
      blockers: ["RELEASE_NOT_REGISTERED"],
    }),
  );
}
