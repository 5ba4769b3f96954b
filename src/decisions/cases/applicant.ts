import type { Actor } from "../../identity/actor.ts";

/** Whether the actor acts for who brought a case: its partner, or, where there is none, its release's vendor. */
export const isApplicant = (
  { org, roles }: Pick<Actor, "org" | "roles">,
  parties: { readonly vendor: string; readonly partner: string | null },
): boolean =>
  parties.partner === null
    ? roles.has("VENDOR") && parties.vendor === org
    : roles.has("PARTNER") && parties.partner === org;
