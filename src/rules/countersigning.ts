import { isOpenPhase } from "./lifecycles/release.ts";
import { blockersOfEligibility, type EligibilityFacts } from "./programmes.ts";
import type {
  Agency,
  ApplicationStatus,
  AuthorizationStatus,
  DecisionOutcome,
  DecisionStatus,
  PartnerStatus,
  PhaseAdvanceStatus,
  ReleasePhase,
  ReleaseStanding,
} from "./vocabulary.ts";

/** Why an official can't countersign, with what it means. */
export const countersigningBlockers = {
  STALE_REVISION: "The case or the decision has another revision than the one named: read it again.",
  NOT_STANDING: "The decision isn't a proposal that awaits a countersignature.",
  CASE_IN_DISPUTE: "The case is in dispute: the dispute's result is a proposal of its own.",
  REBUTTAL_WINDOW_OPEN: "A denial can be countersigned only after the time to rebut the intent to deny.",
  REBUTTAL_OPEN: "The intended denial was rebutted: the rebuttal is decided first.",
  CLOCK_STOPPED: "The case is on hold: nothing is decided while its clock is stopped.",
  SIGNED_OWN_POSITION:
    "You took part in this case, by a position, a vote, a decision or a signature: someone who took none must sign.",
  AGENCY_NOT_A_COUNTERSIGNER: "Your agency isn't one that the case's policy lets countersign.",
  PARTNER_NOT_ADMITTED: "The partner isn't admitted.",
  RELEASE_WITHDRAWN: "The release is withdrawn.",
  RELEASE_NOT_IN_FORCE: "The release is suspended, or has not reached a phase in which partners may use it.",
  RELEASE_POSTPONED: "The release's phase advances are postponed: by a directive, a designation, or the vendor itself.",
  PROGRAMME_REVOKED: "Commerce has revoked the trusted-access programme that the partner applied under.",
  ENROLMENT_ENDED: "The partner is no longer enrolled in the trusted-access programme that it applied under.",
  PARTNER_KIND_NOT_ELIGIBLE:
    "The trusted-access programme that the partner applied under is not for organisations of its present kind.",
  END_USE_NOT_ELIGIBLE: "The trusted-access programme that the partner applied under is not for this end use.",
  CYBER_REVIEW_OPEN: "ONCD's cyber review of the release isn't concluded.",
  CYBER_FINDINGS_OPEN: "A cyber review's findings, as grave as the policy lets block, are still open.",
  CAP_REACHED: "As many partners as this phase admits already hold an authorization: the case waits for a place.",
  REPLACED_AUTHORIZATION_SUSPENDED:
    "The authorization that this renewal replaces is suspended: the renewal waits until it is reinstated.",
  REPLACED_AUTHORIZATION_ENDED:
    "The authorization that this renewal replaces was revoked, surrendered or replaced: nothing is left to renew.",
  AUTHORIZATION_ENDED:
    "The authorization whose conditions an appeal reopened has ended: nothing is left to decide, and the case closes.",
  AUTHORIZATION_HELD:
    "The partner holds an authorization for this release and end use, and the application isn't a renewal of it.",
} as const;
export type CountersigningBlocker = keyof typeof countersigningBlockers;

/** What decides who may sign a decision now, whether to countersign it or to refuse. */
export interface SigningFacts {
  readonly decisionStatus: DecisionStatus;
  readonly outcome: DecisionOutcome;
  readonly caseStatus: ApplicationStatus | PhaseAdvanceStatus;
  readonly decisionRevision: number;
  readonly caseRevision: number;
  /** The revision that the official speaks of. */
  readonly namedRevision: number;
  /** The agencies that the case's policy lets countersign. */
  readonly countersigners: readonly Agency[];
  readonly official: { readonly subject: string; readonly agency: Agency | null };
  /** The subjects who took part in the case, on any of its revisions, or have countersigned in it before. */
  readonly participants: readonly string[];
  /** The end of the time to rebut; null when no intent to deny was given. */
  readonly intentToDenyEndsAt: Date | null;
  /** Whether a rebuttal awaits its decision. */
  readonly rebuttalOpen?: boolean;
  /** Whether a rebuttal of this decision was rejected: that ends the time to rebut. */
  readonly rebuttalRejected?: boolean;
  /** Whether a hold or an information request is open. */
  readonly clockStopped?: boolean;
  readonly now: Date;
}

/** What decides whether a decision can be countersigned, by the kind of its case. */
export type CountersigningFacts = SigningFacts & {
  readonly releasePhase: ReleasePhase;
  readonly releaseStanding: ReleaseStanding;
} & (
    | {
        readonly caseKind: "APPLICATION";
        readonly partnerStatus: PartnerStatus;
        readonly capReached: boolean;
        /** Where the authorization that a renewal replaces stands now; null for what is no renewal. */
        readonly replacedStatus: AuthorizationStatus | null;
        /** Whether the authorization that the application had given, before an appeal reopened it, has ended. */
        readonly ownEnded: boolean;
        /** Whether the partner holds an authorization for the same release and end use that this doesn't replace. */
        readonly holdsSameUse: boolean;
        /** What the programme is asked that it was made under; null where it was made under none. */
        readonly eligibility: EligibilityFacts | null;
      }
    | {
        readonly caseKind: "PHASE_ADVANCE";
        readonly advancePostponed: boolean;
        readonly cyberReviewOpen: boolean;
        /** Whether open findings of any of the release's cyber reviews are as grave as the case's policy lets block. */
        readonly findingsBlock: boolean;
      }
  );

/**
 * Every reason why this official can't countersign this decision now; none when it can. An intent to deny whose time
 * to rebut is over counts as awaiting its countersignature, whether or not anyone has noted that yet.
 */
export function blockersOfCountersigning(facts: CountersigningFacts): CountersigningBlocker[] {
  const blockers = blockersOfRefusing(facts);
  if (facts.outcome === "DENY" && facts.caseStatus !== "INTENT_TO_DENY" && !rebuttalIsOver(facts)) {
    blockers.push("REBUTTAL_WINDOW_OPEN");
  }
  // A directive that withdraws the release is lifted or not: who is denied needn't wait for that.
  const ordered = facts.outcome === "APPROVE" && facts.releaseStanding === "WITHDRAWN";
  if (facts.releasePhase === "WITHDRAWN" || ordered) blockers.push("RELEASE_WITHDRAWN");
  if (facts.outcome === "APPROVE") blockers.push(...blockersOfApproval(facts));
  return blockers;
}

/** Every reason why this official can't refuse to countersign this decision; none when it can. */
export function blockersOfRefusing(facts: SigningFacts): CountersigningBlocker[] {
  const { caseStatus, official } = facts;
  const blockers: CountersigningBlocker[] = [];
  if (facts.namedRevision !== facts.caseRevision || facts.decisionRevision !== facts.caseRevision) {
    blockers.push("STALE_REVISION");
  }
  if (caseStatus === "IN_DISPUTE") blockers.push("CASE_IN_DISPUTE");
  else if (caseStatus === "INTENT_TO_DENY" && !rebuttalIsOver(facts)) blockers.push("REBUTTAL_WINDOW_OPEN");
  if (facts.rebuttalOpen) blockers.push("REBUTTAL_OPEN");
  const awaits = caseStatus === "AWAITING_COUNTERSIGNATURE" || caseStatus === "INTENT_TO_DENY";
  if (facts.decisionStatus !== "PROPOSED" || !(awaits || caseStatus === "IN_DISPUTE")) blockers.push("NOT_STANDING");
  if (facts.participants.includes(official.subject)) blockers.push("SIGNED_OWN_POSITION");
  if (official.agency === null || !facts.countersigners.includes(official.agency)) {
    blockers.push("AGENCY_NOT_A_COUNTERSIGNER");
  }
  if (facts.clockStopped) blockers.push("CLOCK_STOPPED");
  return blockers;
}

function blockersOfApproval(facts: CountersigningFacts): CountersigningBlocker[] {
  const blockers: CountersigningBlocker[] = [];
  const suspended = facts.releaseStanding === "SUSPENDED";
  if (facts.caseKind === "PHASE_ADVANCE") {
    if (suspended) blockers.push("RELEASE_NOT_IN_FORCE");
    if (facts.advancePostponed) blockers.push("RELEASE_POSTPONED");
    if (facts.cyberReviewOpen) blockers.push("CYBER_REVIEW_OPEN");
    if (facts.findingsBlock) blockers.push("CYBER_FINDINGS_OPEN");
    return blockers;
  }
  const notYetOpen = facts.releasePhase !== "WITHDRAWN" && !isOpenPhase(facts.releasePhase);
  if (suspended || notYetOpen) blockers.push("RELEASE_NOT_IN_FORCE");
  if (facts.partnerStatus !== "ADMITTED") blockers.push("PARTNER_NOT_ADMITTED");
  if (facts.capReached) blockers.push("CAP_REACHED");
  blockers.push(...blockersOfReplacing(facts.replacedStatus));
  if (facts.ownEnded) blockers.push("AUTHORIZATION_ENDED");
  if (facts.holdsSameUse) blockers.push("AUTHORIZATION_HELD");
  if (facts.eligibility !== null) blockers.push(...blockersOfEligibility(facts.eligibility));
  return blockers;
}

/**
 * A renewal takes the place of what is in force, and of what has run out: the review may outlast it. What was ended by
 * an act is not renewed. A suspension ends by its reinstatement, or with the authorization's time, and by no renewal.
 */
function blockersOfReplacing(replaced: AuthorizationStatus | null): CountersigningBlocker[] {
  switch (replaced) {
    case null:
    case "ACTIVE":
    case "EXPIRED":
      return [];
    case "SUSPENDED":
      return ["REPLACED_AUTHORIZATION_SUSPENDED"];
    case "REVOKED":
    case "SURRENDERED":
    case "SUPERSEDED":
      return ["REPLACED_AUTHORIZATION_ENDED"];
  }
}

function rebuttalIsOver({ intentToDenyEndsAt, rebuttalRejected, now }: SigningFacts): boolean {
  return rebuttalRejected === true || (intentToDenyEndsAt !== null && now >= intentToDenyEndsAt);
}
