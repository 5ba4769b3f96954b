import type { ConditionChangeStatus } from "./review-vocabulary.ts";
import type { Agency } from "./vocabulary.ts";

/** Why a condition can't be changed by consent, with what it means. */
export const conditionChangeBlockers = {
  CONDITION_NOT_STANDING:
    "The condition doesn't stand: it was replaced, belongs to an earlier revision, or its case or authorization has ended.",
  CONDITION_RULED: "A ladder or appeal decision ruled this wording: only another one changes it.",
  CONDITION_SHARED: "Another agency proposed the same condition: only a ladder or appeal decision changes it.",
  UNCHANGED: "The new wording is the one that stands.",
  CONTRADICTORY: "No use could meet the new wording together with the other conditions.",
  AGENCY_HAS_NO_SEAT: "Your agency has no seat on this case's panel.",
} as const;
export type ConditionChangeBlocker = keyof typeof conditionChangeBlockers;

/** What decides whether a condition may be changed by consent. */
export interface ChangeableFacts {
  /** Whether it counts: proposed for a case under review, or in force for an authorization that hasn't ended. */
  readonly stands: boolean;
  /** The agency that proposed it; null for a wording that was ruled. */
  readonly proposedBy: Agency | null;
  /** Whether another agency proposed the same, so that it stands for both. */
  readonly shared: boolean;
  /** The agencies on its case's panel: one of them asks. */
  readonly seats: readonly Agency[];
}

/** Every reason why the condition can't be changed by consent at this agency's wish; none when it can. */
export function blockersOfChanging(facts: ChangeableFacts, agency: Agency | null): ConditionChangeBlocker[] {
  const blockers: ConditionChangeBlocker[] = [];
  if (!facts.stands) blockers.push("CONDITION_NOT_STANDING");
  else if (facts.proposedBy === null) blockers.push("CONDITION_RULED");
  else if (facts.shared) blockers.push("CONDITION_SHARED");
  if (!facts.seats.some((seat) => seat === agency)) blockers.push("AGENCY_HAS_NO_SEAT");
  return blockers;
}

/** Why an official can't answer a change of a condition, with what it means. */
export const consentBlockers = {
  NOT_PROPOSED: "The change doesn't await an answer: it was given one.",
  CHANGE_OVER: "The change ended unanswered, for what it was about has ended: see its closedBecause.",
  NOT_THE_PROPOSER: "Only the agency that proposed the condition consents to its change.",
  ASKED_FOR_IT: "You asked for this change: another official of your agency answers it.",
  SPOKE_FOR_ANOTHER_AGENCY: "You spoke on this case for another agency: a person speaks for one.",
  CLOCK_STOPPED: "The case is on hold, and the change would alter what is proposed: nothing is proposed meanwhile.",
} as const;
export type ConsentBlocker = keyof typeof consentBlockers;

/** What decides who may answer a change of a condition. */
export interface ConsentFacts {
  readonly status: ConditionChangeStatus;
  readonly proposedBy: Agency | null;
  readonly askedBy: string | null;
  readonly official: { readonly subject: string | null; readonly agency: Agency | null };
  readonly spokeForAnother: boolean;
}

/** Every reason why this official can't answer this change; none when it can. */
export function blockersOfAnswering(facts: ConsentFacts): ConsentBlocker[] {
  const { official } = facts;
  const blockers: ConsentBlocker[] = [];
  if (facts.status === "CLOSED") blockers.push("CHANGE_OVER");
  else if (facts.status !== "PROPOSED") blockers.push("NOT_PROPOSED");
  if (official.agency === null || official.agency !== facts.proposedBy) blockers.push("NOT_THE_PROPOSER");
  if (official.subject === facts.askedBy) blockers.push("ASKED_FOR_IT");
  if (facts.spokeForAnother) blockers.push("SPOKE_FOR_ANOTHER_AGENCY");
  return blockers;
}
