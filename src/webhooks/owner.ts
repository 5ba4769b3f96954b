import { Refused, refusal } from "../graph/refusal.ts";
import type { Actor } from "../identity/actor.ts";
import { agencyTag, partnerTag, vendorTag } from "../identity/visibility.ts";
import type { Webhook } from "./webhook.ts";

/** Whose a webhook is: an organisation's, an agency's, or, where both are null, the auditors'. */
type Owned = Pick<Webhook, "org" | "agency">;

/** Who reads the ledger's entries about a webhook: its owner's people, and auditors, who read everything. */
export function webhookAudience({ org, agency }: Owned): readonly string[] {
  if (agency !== null) return [agencyTag(agency)];
  return org === null ? ["auditors"] : [vendorTag(org), partnerTag(org)];
}

/** Refuses unless the actor is of the webhook's owner: auditors see those of others, and change none of them. */
export function refuseAnothers(actor: Actor, { org, agency }: Owned): void {
  if (actor.org === org && actor.agency === agency) return;
  throw new Refused(
    refusal("BLOCKED", "Only its owner's people can do this.", {
      field: ["input", "webhookId"],
      blockers: ["NOT_YOUR_ORGANISATION"],
    }),
  );
}

/**
 * Refuses an actor who lacks a role with which the webhook delivers: by fewer, what it still owes would be dropped; and a secret is
 * for those who may see everything that it signs.
 */
export function refuseFewerRoles(actor: Actor, { roles }: Pick<Webhook, "roles">): void {
  const lacking = roles.filter((role) => !actor.roles.has(role));
  if (lacking.length === 0) return;
  throw new Refused(
    refusal(
      "BLOCKED",
      `It delivers with roles that you don't have: ${lacking.join(", ")}. Ask a colleague who has them.`,
      {
        field: ["input", "webhookId"],
        blockers: ["MISSING_ROLES"],
      },
    ),
  );
}

/** Whoever the webhook delivers for: sees what that person may, and is refused once any of these is revoked. */
export const actorOf = ({
  org,
  agency,
  responsible,
  roles,
  tokenId,
}: Owned & Pick<Webhook, "responsible" | "roles" | "tokenId">): Actor => ({
  subject: responsible,
  roles: new Set(roles),
  agency,
  org,
  tokenId,
  expiresAt: null,
});
