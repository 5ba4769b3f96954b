import type { Lifecycle } from "../lifecycle.ts";
import type { AuthorizationStatus } from "../vocabulary.ts";

/** What moves an authorization; `supersede` when a renewal takes its place. */
export const authorizationActions = ["suspend", "reinstate", "revoke", "surrender", "expire", "supersede"] as const;
export type AuthorizationAction = (typeof authorizationActions)[number];

/** How an authorization moves. A suspended one is neither surrendered nor renewed: that would end the measure unanswered. */
export const authorizationLifecycle: Lifecycle<AuthorizationStatus, AuthorizationAction> = {
  ACTIVE: {
    suspend: "SUSPENDED",
    revoke: "REVOKED",
    surrender: "SURRENDERED",
    expire: "EXPIRED",
    supersede: "SUPERSEDED",
  },
  SUSPENDED: { reinstate: "ACTIVE", revoke: "REVOKED", expire: "EXPIRED" },
  REVOKED: {},
  SURRENDERED: {},
  EXPIRED: {},
  SUPERSEDED: {},
};

/** The statuses of an authorization that holds a place under a phase's partner cap. */
export const holdingAuthorizationStatuses = ["ACTIVE", "SUSPENDED"] as const satisfies readonly AuthorizationStatus[];
