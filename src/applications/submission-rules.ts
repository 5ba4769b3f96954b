import { isOpenPhase } from "../rules/lifecycles/release.ts";
import type { PartnerStatus, ReleasePhase, ReleaseStanding } from "../rules/vocabulary.ts";

/** What stands in the way of submitting an application, each with what it means. */
export const submissionBlockers = {
  RELEASE_NOT_OPEN: "The release is not open to partners yet.",
  RELEASE_WITHDRAWN: "The release is withdrawn.",
  AUTHORIZATION_NOT_REQUIRED: "The release needs no authorization in its phase: use it without one.",
  PARTNER_SUSPENDED: "Your organisation is suspended: ask Commerce to admit it again.",
  PARTNER_BARRED: "Your organisation is barred.",
} as const;
export type SubmissionBlocker = keyof typeof submissionBlockers;

/** What decides whether an application may be submitted. */
export interface SubmissionFacts {
  readonly phase: ReleasePhase;
  readonly standing: ReleaseStanding;
  /** Whether the policy asks for an authorization in this phase. */
  readonly authorizationRequired: boolean;
  readonly partnerStatus: PartnerStatus;
}

/** Everything that stands in the way of submitting an application; empty when nothing does. */
export function blockersOfSubmitting(facts: SubmissionFacts): SubmissionBlocker[] {
  const blockers: SubmissionBlocker[] = [];
  const { phase, standing, authorizationRequired, partnerStatus } = facts;
  if (standing === "WITHDRAWN") blockers.push("RELEASE_WITHDRAWN");
  else if (!isOpenPhase(phase)) blockers.push("RELEASE_NOT_OPEN");
  else if (!authorizationRequired) blockers.push("AUTHORIZATION_NOT_REQUIRED");
  if (partnerStatus === "SUSPENDED") blockers.push("PARTNER_SUSPENDED");
  if (partnerStatus === "BARRED") blockers.push("PARTNER_BARRED");
  return blockers;
}
