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

/** Refuses an amendment that changes nothing: it would count a revision that is the same as the one before. */
export function refuseUnchanged(what: string): never {
  const message = `Nothing changes: give what the ${what} should say instead.`;
  throw new Refused(refusal("INVALID_INPUT", message, { field: ["input"] }));
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
