import { type Role, roles } from "./actor.ts";

/**
 * Where an issuer's tokens keep what an actor is made of. A name is a claim (`https://example.org/roles`) or, where no
 * claim has that name, a path into one (`realm_access.roles`).
 */
export interface ClaimNames {
  /** A list of role names, in any case. */
  readonly roles: string;
  /** The organisation that a vendor's or partner's person acts for. */
  readonly org: string;
  /** The issuer's own names for roles, lower case: `{"cs-oncd": "ONCD"}`. The roles' own names count besides. */
  readonly roleNames: Readonly<Record<string, Role>>;
}

export const defaultClaimNames: ClaimNames = { roles: "countersign_roles", org: "countersign_org", roleNames: {} };

/** The roles that a token can give, by their own names in lower case: every one but the public's. */
export const rolesByName: ReadonlyMap<string, Role> = new Map(
  roles.filter((role) => role !== "PUBLIC").map((role) => [role.toLowerCase(), role]),
);
