import { type Actor, publicActor, type Role } from "../../src/identity/actor.ts";
import type { Agency } from "../../src/rules/vocabulary.ts";

const actor = (subject: string, roles: readonly Role[], rest: Partial<Actor>): Actor => ({
  subject,
  roles: new Set<Role>(["PUBLIC", ...roles]),
  agency: null,
  org: null,
  tokenId: `token-of-${subject}`,
  expiresAt: null,
  ...rest,
});

/** An official of an agency. */
export const official = (agency: Agency, name = "one"): Actor => actor(`${agency}|${name}`, [agency], { agency });

/** Someone of an organisation that is a partner. */
export const partnerOf = (org: string, name = "one"): Actor => actor(`${org}|${name}`, ["PARTNER"], { org });

/** Someone of an organisation that is a vendor. */
export const vendorOf = (org: string, name = "one"): Actor => actor(`${org}|${name}`, ["VENDOR"], { org });

/** Someone of an organisation that is both. */
export const bothOf = (org: string, name = "one"): Actor => actor(`${org}|${name}`, ["VENDOR", "PARTNER"], { org });

export const auditor: Actor = actor("auditor|one", ["AUDITOR"], {});
export const administrator = (name = "one"): Actor => actor(`administrator|${name}`, ["ADMINISTRATOR"], {});
export { publicActor };
