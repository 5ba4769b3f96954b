import type { Agency } from "../rules/vocabulary.ts";

/** Every role an actor can hold. An agency's name is its officials' role; everyone holds PUBLIC. */
export const roles = [
  "PUBLIC",
  "VENDOR",
  "PARTNER",
  "ONCD",
  "OSTP",
  "COMMERCE",
  "DEFENSE",
  "AUDITOR",
  "ADMINISTRATOR",
] as const;
export type Role = (typeof roles)[number];

/**
 * Who is asking: built from a verified token alone, never from a header or an argument.
 * An official acts for one agency (`agency`, and then `org` is null); a vendor's or partner's person acts for one
 * organisation (`org`), which may hold both roles.
 */
export interface Actor {
  /** The token's `sub`; null for the public. */
  readonly subject: string | null;
  readonly roles: ReadonlySet<Role>;
  readonly agency: Agency | null;
  readonly org: string | null;
  /** The token's `jti`, where it has one. */
  readonly tokenId: string | null;
  /** When the token ends; null for the public. */
  readonly expiresAt: Date | null;
}

/** The actor of a request without a token: reads the public register. */
export const publicActor: Actor = Object.freeze({
  subject: null,
  roles: new Set<Role>(["PUBLIC"]),
  agency: null,
  org: null,
  tokenId: null,
  expiresAt: null,
});

/** The graph itself, as the one who did what no person asked for: what it ships with, what falls due. Holds no role. */
export const systemActor: Actor = Object.freeze({
  subject: null,
  roles: new Set<Role>(),
  agency: null,
  org: null,
  tokenId: null,
  expiresAt: null,
});

/** What an actor may see and do, whoever it is: two with the same are shown the same, but for what says "you". */
export const rightsOf = ({ subject, roles, agency, org }: Actor): string =>
  JSON.stringify([subject !== null, [...roles].sort(), agency, org]);

/** Someone with the rights of an actor and nobody in particular, for what all of them are shown together. No token names it. */
export const anyoneLike = (actor: Actor): Actor => ({
  ...actor,
  subject: actor.subject === null ? null : "",
  tokenId: null,
  expiresAt: null,
});
