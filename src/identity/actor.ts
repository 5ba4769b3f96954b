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

/** What tells apart those who are shown different things. */
export interface Sight {
  /** Stands for it: two with the same are shown the same, but for what says "you". */
  readonly rights: string;
  /** Someone who sees what all of them see, and nobody in particular: no token names it, and it can do nothing. */
  readonly anyone: Actor;
}

/** What an actor is shown: by roles, agency and organisation, whoever it is. */
export const sightOf = (actor: Actor): Sight => {
  const { subject, roles, agency, org } = actor;
  return {
    rights: JSON.stringify([subject !== null, [...roles].sort(), agency, org]),
    anyone: { ...actor, subject: subject === null ? null : "", tokenId: null, expiresAt: null },
  };
};

/** What an actor is shown of everything that is no agency's own: there officials are shown the same, whatever their agency. */
export const commonSightOf = (actor: Actor): Sight => {
  const { agency } = actor;
  if (agency === null) return sightOf(actor);
  const roles = new Set([...actor.roles].filter((role) => role !== agency));
  const { rights, anyone } = sightOf({ ...actor, roles, agency: null });
  // Of an agency, and of none in particular: an official, by the rules of what rows and fields are shown.
  return { rights: `official ${rights}`, anyone: { ...anyone, agency: "" as Agency } };
};
