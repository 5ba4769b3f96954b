import type { Actor } from "../identity/actor.ts";
import { readsRestricted } from "../identity/visibility.ts";

/** What of an entry decides how much of it a reader gets, beside the audience. */
export interface ActorsPart {
  /** The organisation of who acted. */
  readonly actorOrg: string | null;
  readonly forAdministrators: boolean;
}

/** How much of an entry that it may see an actor gets: all of it; or all but what is restricted, with or without who acted. */
export function partOf(
  reader: Actor,
  { actorOrg, forAdministrators }: ActorsPart,
): { everything: boolean; whoActed: boolean } {
  const everything = readsRestricted(reader) || (forAdministrators && reader.roles.has("ADMINISTRATOR"));
  return { everything, whoActed: everything || (reader.org !== null && reader.org === actorOrg) };
}
