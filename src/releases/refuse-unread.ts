import { Refused, refusal } from "../graph/refusal.ts";
import { refuseStale } from "../graph/refusals.ts";

/**
 * Refuses what takes the place of something that its author hasn't read: where one stands its revision is to be named,
 * and where none does there is none to name.
 */
export function refuseUnread(
  what: string,
  standing: { readonly revision: number } | undefined,
  named: number | null | undefined,
): void {
  const field = ["input", "revision"];
  if (standing === undefined) {
    if (named == null) return;
    throw new Refused(refusal("STALE_REVISION", `No ${what} stands yet. Leave its revision out.`, { field }));
  }
  if (named == null) {
    const message = `A ${what} stands, at revision ${standing.revision}. To correct it, name that revision.`;
    throw new Refused(refusal("ALREADY_DONE", message, { field }));
  }
  refuseStale(what, standing, named);
}
