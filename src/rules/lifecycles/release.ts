import type { Lifecycle } from "../lifecycle.ts";
import type { ReleasePhase } from "../vocabulary.ts";

/**
 * What moves a release. `advance` is taken by a countersigned phase advance alone, `withdraw` by the vendor alone.
 * `postpone` and `resume` leave the phase: they are for a release that has a phase yet to reach.
 */
export const releaseActions = [
  "register",
  "amend",
  "submitForReview",
  "advance",
  "postpone",
  "resume",
  "withdraw",
] as const;
export type ReleaseAction = (typeof releaseActions)[number];

/**
 * How a release's phase moves. The vendor may amend its record until the review begins: from UNDER_REVIEW on the
 * panel speaks of the record as it was submitted.
 */
export const releaseLifecycle: Lifecycle<ReleasePhase, ReleaseAction> = {
  DRAFT: { register: "REGISTERED", amend: "DRAFT", withdraw: "WITHDRAWN" },
  REGISTERED: {
    submitForReview: "UNDER_REVIEW",
    amend: "REGISTERED",
    postpone: "REGISTERED",
    resume: "REGISTERED",
    withdraw: "WITHDRAWN",
  },
  UNDER_REVIEW: { advance: "LIMITED_PREVIEW", postpone: "UNDER_REVIEW", resume: "UNDER_REVIEW", withdraw: "WITHDRAWN" },
  LIMITED_PREVIEW: {
    advance: "EXPANDED_PREVIEW",
    postpone: "LIMITED_PREVIEW",
    resume: "LIMITED_PREVIEW",
    withdraw: "WITHDRAWN",
  },
  EXPANDED_PREVIEW: {
    advance: "GENERAL_AVAILABILITY",
    postpone: "EXPANDED_PREVIEW",
    resume: "EXPANDED_PREVIEW",
    withdraw: "WITHDRAWN",
  },
  GENERAL_AVAILABILITY: { withdraw: "WITHDRAWN" },
  WITHDRAWN: {},
};

/** The phases in which partners may use a release, and the public register shows it. */
export const openPhases = ["LIMITED_PREVIEW", "EXPANDED_PREVIEW", "GENERAL_AVAILABILITY"] as const;

/** Whether partners may use a release in this phase, its standing and their authorization apart. */
export function isOpenPhase(phase: ReleasePhase): boolean {
  return (openPhases as readonly ReleasePhase[]).includes(phase);
}
