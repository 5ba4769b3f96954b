import type { Lifecycle } from "../lifecycle.ts";
import type { EnrolmentStatus, ProgrammeStatus } from "../release-vocabulary.ts";

/** What moves a trusted-access programme: its vendor takes in and closes, Commerce revokes. */
export const programmeActions = ["enrol", "close", "revoke"] as const;
export type ProgrammeAction = (typeof programmeActions)[number];

/**
 * How a programme moves. A closed one takes no one in, and no new application; what is under way goes on. Under a revoked
 * one nothing is approved either, so a closed one can still be revoked.
 */
export const programmeLifecycle: Lifecycle<ProgrammeStatus, ProgrammeAction> = {
  OPEN: { enrol: "OPEN", close: "CLOSED", revoke: "REVOKED" },
  CLOSED: { revoke: "REVOKED" },
  REVOKED: {},
};

/** What moves an enrolment: its vendor ends it, Commerce revokes and reinstates it. */
export const enrolmentActions = ["end", "revoke", "reinstate"] as const;
export type EnrolmentAction = (typeof enrolmentActions)[number];

/** How an organisation's enrolment moves. Whose has ended may be enrolled anew; whose was revoked, once it is reinstated. */
export const enrolmentLifecycle: Lifecycle<EnrolmentStatus, EnrolmentAction> = {
  ENROLLED: { end: "ENDED", revoke: "REVOKED" },
  ENDED: {},
  REVOKED: { reinstate: "ENROLLED" },
};
