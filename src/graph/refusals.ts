import type { Actor } from "../identity/actor.ts";
import { Refused, refusal } from "./refusal.ts";

/** Refuses a caller who names another revision than the record's: it has changed since it was read. */
export function refuseStale(
  what: string,
  { revision }: { readonly revision: number },
  named: number,
  field: readonly string[] = ["input", "revision"],
): void {
  if (revision === named) return;
  const message = `The ${what} is at revision ${revision}. Read it again, then speak of that.`;
  throw new Refused(refusal("STALE_REVISION", message, { field }));
}

/** Refuses unless the actor acts for the organisation that owns the record: to see a record is not to own it. */
export function refuseForeign(
  { actor }: { readonly actor: Actor },
  owner: { readonly org: string },
  who: string,
  field: readonly string[],
): void {
  if (owner.org === actor.org) return;
  throw new Refused(refusal("BLOCKED", `Only ${who} can do this.`, { field, blockers: ["NOT_YOUR_ORGANISATION"] }));
}
