import type { LadderLevel, PanelSeat } from "./policy.ts";
import { spokeForAnother, type Voice } from "./positions.ts";
import type { LadderDecisionBasis } from "./review-vocabulary.ts";
import type { Agency, DecisionOutcome, DisputeStatus, ObjectionReason } from "./vocabulary.ts";

/** What a level's votes come to: nothing yet, its result, or that it gave none. */
export type LevelCount =
  | { readonly kind: "WAIT" }
  | {
      readonly kind: "DECIDED";
      readonly basis: Extract<LadderDecisionBasis, "MAJORITY" | "TIE">;
      readonly outcome: DecisionOutcome;
    }
  | { readonly kind: "SILENCE" };

/** What decides what a level's votes come to. */
export interface VotingFacts {
  /** The agencies that vote at the level. */
  readonly voters: readonly Agency[];
  /** The votes cast, one of an agency. */
  readonly votes: readonly { readonly agency: Agency; readonly outcome: DecisionOutcome }[];
  /** What the dispute's chair decided, latest; null where no chair did. */
  readonly chair: DecisionOutcome | null;
  /** Whether the level's time is over. */
  readonly timeIsOver: boolean;
}

/**
 * What a level's votes come to. A majority of the voters named decides as soon as it is reached; when all have voted, or
 * the time is over, the votes cast do. As many for as against keep the chair's result. No vote by then is silence, and
 * so are equal votes where no chair has decided: there is nothing to keep.
 */
export function countVotes({ voters, votes, chair, timeIsOver }: VotingFacts): LevelCount {
  const cast = (outcome: DecisionOutcome) => votes.filter((vote) => vote.outcome === outcome).length;
  const [approving, denying] = [cast("APPROVE"), cast("DENY")];
  const outcome = approving > denying ? "APPROVE" : "DENY";
  const reached = Math.max(approving, denying) * 2 > voters.length;
  const counted = timeIsOver || votes.length >= voters.length;
  if (!reached && !counted) return { kind: "WAIT" };
  if (approving !== denying) return { kind: "DECIDED", basis: "MAJORITY", outcome };
  if (votes.length === 0 || chair === null) return { kind: "SILENCE" };
  return { kind: "DECIDED", basis: "TIE", outcome: chair };
}

/** What becomes of a dispute when its level gives no result. */
export type AfterSilence =
  | { readonly kind: "ESCALATE"; readonly level: number }
  | { readonly kind: "EARLIER_RESULT" }
  | { readonly kind: "DEADLOCK" }
  | { readonly kind: "OVERDUE" };

/** What a level leaves behind that gave no result. */
export interface Unresolved {
  /** Whether an earlier level of the dispute gave a result. */
  readonly earlierResult: boolean;
  /** Whether there were votes at the level: as many for as against. */
  readonly voted: boolean;
}

/**
 * What becomes of a dispute whose level gave no result: the next level has it. After the last one an earlier level's
 * result goes to countersignature. Where there is none, equal votes authorize nothing: the case is to be denied, for the
 * reasons of the votes against. Where nobody voted either, the dispute waits there, overdue.
 */
export function afterSilence(
  ladder: readonly unknown[],
  level: number,
  { earlierResult, voted }: Unresolved,
): AfterSilence {
  if (level < ladder.length) return { kind: "ESCALATE", level: level + 1 };
  if (earlierResult) return { kind: "EARLIER_RESULT" };
  return { kind: voted ? "DEADLOCK" : "OVERDUE" };
}

/** Why a level can't decide or vote, or its result be taken further, with what it means. */
export const ladderBlockers = {
  DISPUTE_NOT_OPEN: "The dispute is over.",
  WRONG_LEVEL: "The dispute is before another level than the one named: read it again.",
  CLOCK_STOPPED: "The case is on hold: nothing is decided while its clock is stopped.",
  LEVEL_VOTES: "This level decides by votes.",
  LEVEL_DOES_NOT_VOTE: "Nobody votes at this level: one official decides it.",
  AGENCY_DOES_NOT_DECIDE: "Your agency isn't among those that decide at this level.",
  LEVEL_DECIDED: "This level has decided: its result stands unless it is taken to the next level.",
  AGENCY_VOTED: "Your agency has voted at this level.",
  LEVEL_TIME_OVER: "This level's time is over: the dispute goes on from here without it.",
  SPOKE_FOR_ANOTHER_AGENCY: "You spoke on this case for another agency: a person speaks for one.",
  LEVEL_UNDECIDED: "This level hasn't decided: only a result is taken further, and silence escalates by itself.",
  LAST_LEVEL: "This is the ladder's last level.",
  AGENCY_HAS_NO_DECIDING_SEAT: "Only an agency with a deciding seat on the case's panel takes a result further.",
  ESCALATION_OVER: "The time to take this level's result further is over.",
} as const;
export type LadderBlocker = keyof typeof ladderBlockers;

/** What decides who may act on a dispute now. */
export interface DisputeFacts {
  readonly status: DisputeStatus;
  /** The ladder's level that it is before, from 1. */
  readonly level: number;
  /** The level that the official speaks of. */
  readonly namedLevel: number;
  readonly ladder: readonly LadderLevel[];
  readonly panel: readonly PanelSeat[];
  /** Whether the level has decided, and the agencies that have voted there. */
  readonly decided: boolean;
  readonly voted: readonly Agency[];
  /** When the level's decision is due, or, once it has decided, until when that may be taken further; null where nothing is due. */
  readonly dueAt: Date | null;
  readonly now: Date;
  /** Whether a hold or an information request is open. */
  readonly stopped: boolean;
  /** Who spoke on the case, and for which agency. */
  readonly voices: readonly Voice[];
  readonly official: { readonly subject: string; readonly agency: Agency | null };
}

/** Every reason why this official can't decide the dispute's level now; none when it can. */
export function blockersOfDeciding(facts: DisputeFacts): LadderBlocker[] {
  const level = levelOf(facts);
  const blockers = blockersOfActing(facts);
  if (level.rule === "MAJORITY") blockers.push("LEVEL_VOTES");
  blockers.push(...blockersOfTheLevel(facts, level));
  return blockers;
}

/** Every reason why this official can't cast its agency's vote at the dispute's level now; none when it can. */
export function blockersOfVoting(facts: DisputeFacts): LadderBlocker[] {
  const level = levelOf(facts);
  const blockers = blockersOfActing(facts);
  if (level.rule !== "MAJORITY") blockers.push("LEVEL_DOES_NOT_VOTE");
  blockers.push(...blockersOfTheLevel(facts, level));
  if (facts.voted.some((agency) => agency === facts.official.agency)) blockers.push("AGENCY_VOTED");
  return blockers;
}

/** Every reason why this official can't take the level's result to the next level now; none when it can. */
export function blockersOfEscalating(facts: DisputeFacts): LadderBlocker[] {
  const blockers = blockersOfActing(facts);
  if (!facts.decided) blockers.push("LEVEL_UNDECIDED");
  else if (timeIsOver(facts)) blockers.push("ESCALATION_OVER");
  if (facts.level >= facts.ladder.length) blockers.push("LAST_LEVEL");
  if (!hasDecidingSeat(facts)) blockers.push("AGENCY_HAS_NO_DECIDING_SEAT");
  return blockers;
}

/** What stands in the way of anyone's act on the dispute. */
function blockersOfActing(facts: DisputeFacts): LadderBlocker[] {
  const blockers: LadderBlocker[] = [];
  if (facts.status !== "OPEN") blockers.push("DISPUTE_NOT_OPEN");
  if (facts.namedLevel !== facts.level) blockers.push("WRONG_LEVEL");
  if (facts.stopped) blockers.push("CLOCK_STOPPED");
  if (spokeForAnother(facts.official, facts.voices)) blockers.push("SPOKE_FOR_ANOTHER_AGENCY");
  return blockers;
}

/** What stands in the way of the level's own work. */
function blockersOfTheLevel(facts: DisputeFacts, { decidedBy }: LadderLevel): LadderBlocker[] {
  const blockers: LadderBlocker[] = [];
  if (!decidedBy.some((agency) => agency === facts.official.agency)) blockers.push("AGENCY_DOES_NOT_DECIDE");
  if (facts.decided) blockers.push("LEVEL_DECIDED");
  else if (timeIsOver(facts)) blockers.push("LEVEL_TIME_OVER");
  return blockers;
}

function levelOf({ ladder, level }: Pick<DisputeFacts, "ladder" | "level">): LadderLevel {
  const found = ladder[level - 1];
  if (found === undefined) throw new RangeError(`The policy's ladder has no level ${level}`);
  return found;
}

/** What is due is over from its moment on, whether or not anyone has noted that yet. */
const timeIsOver = ({ dueAt, now }: Pick<DisputeFacts, "dueAt" | "now">): boolean => dueAt !== null && now >= dueAt;

/** An agency that is consulted is heard, and disputes nothing. */
const hasDecidingSeat = ({ panel, official }: DisputeFacts): boolean =>
  panel.some(({ agency, seat }) => agency === official.agency && seat !== "CONSULTED");

/** Why a result can't be what was given, with what it means. */
export const resultBlockers = {
  REASONS_REQUIRED: "A denial needs at least one coded reason: the applicant sees it and may rebut.",
  REASONS_NOT_ALLOWED: "Only a denial takes coded reasons.",
  REASON_NOT_A_CRITERION: "A reason isn't among the criteria of the case's policy.",
  CONDITIONS_NOT_ALLOWED: "A denial takes no conditions and rules on none.",
  MAY_ONLY_APPROVE: "What this case was approved for stands: its conditions may change, and it isn't denied.",
} as const;
export type ResultBlocker = keyof typeof resultBlockers;

/** A result as a level's official or a voter gives it, and what it must fit. */
export interface ResultFacts {
  readonly outcome: DecisionOutcome;
  readonly reasons: readonly ObjectionReason[];
  /** How many conditions it adds or rules on. */
  readonly conditions: number;
  /** The codes of the case's policy. */
  readonly criteria: readonly ObjectionReason[];
  /** Whether the case was approved before, and what that gave stands: an appeal against its conditions reopened it. */
  readonly approvalStands: boolean;
}

/** Every reason why this can't be a level's result or a vote; none when it can. */
export function blockersOfResult(facts: ResultFacts): ResultBlocker[] {
  const { outcome, reasons, conditions, criteria } = facts;
  const blockers: ResultBlocker[] = [];
  if (outcome === "DENY") {
    if (facts.approvalStands) blockers.push("MAY_ONLY_APPROVE");
    if (reasons.length === 0) blockers.push("REASONS_REQUIRED");
    if (conditions > 0) blockers.push("CONDITIONS_NOT_ALLOWED");
  } else if (reasons.length > 0) blockers.push("REASONS_NOT_ALLOWED");
  if (reasons.some((reason) => !criteria.includes(reason))) blockers.push("REASON_NOT_A_CRITERION");
  return blockers;
}
