import type { PanelSeat } from "./policy.ts";
import type { Agency, ApplicationStatus, ObjectionReason, PhaseAdvanceStatus, PositionKind } from "./vocabulary.ts";

/** Why a position can't be recorded, with what it means. */
export const positionBlockers = {
  STALE_REVISION: "The case has another revision than the one named: read it again.",
  NOT_UNDER_REVIEW: "The case isn't under review: positions are taken from its acceptance to its countersignature.",
  CASE_REOPENED:
    "An upheld appeal reopened the case: it takes no position, amendment or withdrawal until it is decided again.",
  AGENCY_HAS_NO_SEAT: "Your agency has no seat on this case's panel.",
  SPOKE_FOR_ANOTHER_AGENCY: "You took a position on this case for another agency: a person speaks for one.",
  KIND_RESERVED: "Only the system records that an agency is deemed to have no objection.",
  REASON_REQUIRED: "An objection needs at least one coded reason.",
  REASON_NOT_ALLOWED: "Only an objection takes coded reasons.",
  REASON_NOT_A_CRITERION: "A reason isn't among the criteria of the case's policy.",
  INFORMATION_NOT_ASKED:
    "Who lacks information asks for it (requestInformation), which is no objection: an objection for its want is taken once what your agency asked of whoever brought the case, about this revision, was answered or has lapsed.",
  CONDITIONS_REQUIRED: "A concurrence with conditions needs at least one condition.",
  CONDITIONS_NOT_ALLOWED: "Only a concurrence with conditions takes conditions.",
  CONDITIONS_CHOSEN:
    "An approval is given or proposed under conditions that were chosen without the panel: yours would not be among them. Take a level's result further while that may be done, or ask for a condition's change.",
} as const;
export type PositionBlocker = keyof typeof positionBlockers;

/** Who took a position on a case, and for which agency. */
export interface Voice {
  readonly official: string;
  readonly agency: Agency;
}

/** What decides whether an official may record a position for an agency. */
export interface PositionFacts {
  readonly caseStatus: ApplicationStatus | PhaseAdvanceStatus;
  /** Whether an upheld appeal reopened the case after it was decided. */
  readonly reopened?: boolean;
  readonly caseRevision: number;
  /** The revision that the official speaks of. */
  readonly namedRevision: number;
  readonly official: { readonly subject: string; readonly agency: Agency | null };
  /** The positions of people on the case, on any of its revisions: who took them, and for which agency. */
  readonly voices: readonly Voice[];
  readonly seats: readonly Pick<PanelSeat, "agency">[];
  readonly kind: PositionKind;
  readonly reasons: readonly ObjectionReason[];
  /** The codes of the case's policy. */
  readonly criteria: readonly ObjectionReason[];
  /** Whether what the agency asked of the case's applicant about this revision was answered or has lapsed, and nothing that it asked is open. */
  readonly asked?: boolean;
  /** How many conditions come with it. */
  readonly conditions: number;
}

/** The statuses in which positions are taken; one taken on a proposal voids it. */
export const statusesUnderReview = ["IN_REVIEW", "IN_DISPUTE", "INTENT_TO_DENY", "AWAITING_COUNTERSIGNATURE"] as const;

/** Every reason why this position can't be recorded; none when it can. While the clock is stopped positions may arrive. */
export function blockersOfRecordingPosition(facts: PositionFacts): PositionBlocker[] {
  const { kind, reasons, conditions, official } = facts;
  const blockers: PositionBlocker[] = [];
  if (facts.namedRevision !== facts.caseRevision) blockers.push("STALE_REVISION");
  if (!(statusesUnderReview as readonly string[]).includes(facts.caseStatus)) blockers.push("NOT_UNDER_REVIEW");
  if (facts.reopened) blockers.push("CASE_REOPENED");
  if (!facts.seats.some((seat) => seat.agency === official.agency)) blockers.push("AGENCY_HAS_NO_SEAT");
  if (spokeForAnother(official, facts.voices)) blockers.push("SPOKE_FOR_ANOTHER_AGENCY");
  if (kind === "DEEMED_NO_OBJECTION") blockers.push("KIND_RESERVED");
  if (kind === "OBJECT" && reasons.length === 0) blockers.push("REASON_REQUIRED");
  if (kind !== "OBJECT" && reasons.length > 0) blockers.push("REASON_NOT_ALLOWED");
  if (reasons.some((reason) => !facts.criteria.includes(reason))) blockers.push("REASON_NOT_A_CRITERION");
  if (reasons.includes("INCOMPLETE_INFORMATION") && !facts.asked) blockers.push("INFORMATION_NOT_ASKED");
  if (kind === "CONCUR_WITH_CONDITIONS" && conditions === 0) blockers.push("CONDITIONS_REQUIRED");
  if (kind !== "CONCUR_WITH_CONDITIONS" && conditions > 0) blockers.push("CONDITIONS_NOT_ALLOWED");
  return blockers;
}

/**
 * Whether the person took a position on the case for another agency than the one that they act for now. An official acts
 * for one agency in each token, and the issuer may give one person several: on one case the first position binds.
 */
export function spokeForAnother(
  official: { readonly subject: string | null; readonly agency: Agency | null },
  voices: readonly Voice[],
): boolean {
  return voices.some((voice) => voice.official === official.subject && voice.agency !== official.agency);
}
