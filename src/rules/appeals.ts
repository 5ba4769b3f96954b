import type { AppealGround, AppealStatus, MissedDeadline } from "./review-vocabulary.ts";
import type { Agency, ApplicationStatus, PhaseAdvanceStatus } from "./vocabulary.ts";

/** Why an appeal can't be filed, with what it means. */
export const appealBlockers = {
  NOT_DENIED: "The case isn't denied: there is no denial to appeal.",
  NOT_APPROVED: "The case isn't approved: there are no conditions to appeal.",
  NOT_AWAITED: "Neither a referral nor a decision on the case is awaited: no deadline was missed.",
  DATE_APPEALED: "That this date was missed was appealed before: each is appealed once.",
  NOT_OVERDUE: "Nothing about the case is overdue.",
  CLOCK_STOPPED: "The case's clock is stopped: no deadline runs.",
  APPEAL_TIME_OVER: "The time to appeal the decision is over.",
  APPEAL_OPEN: "An appeal in this case awaits its decision.",
  ALREADY_APPEALED: "This decision was appealed on this ground before.",
  AUTHORIZATION_ENDED: "The authorization has ended: its conditions bind nobody.",
  RELEASE_WITHDRAWN: "The release is withdrawn.",
  REPLACED_AUTHORIZATION_ENDED:
    "The authorization that this renewal was to replace was revoked, surrendered or replaced: nothing is left to renew.",
  PROGRAMME_REVOKED:
    "Commerce has revoked the trusted-access programme that the application was made under: nothing can be approved under it.",
  CONDITIONS_REQUIRED: "Name the conditions that the appeal is against.",
  CONDITIONS_NOT_ALLOWED: "Only an appeal against conditions names some.",
  CONDITION_NOT_IN_FORCE: "A condition named isn't one that the authorization stands under: name it as it stands now.",
} as const;
export type AppealBlocker = keyof typeof appealBlockers;

/** What decides whether an applicant may appeal. */
export interface AppealFacts {
  readonly caseStatus: ApplicationStatus | PhaseAdvanceStatus;
  /** Until when the decision that stands may be appealed; null where none stands. */
  readonly appealUntil: Date | null;
  readonly now: Date;
  /** When the case is to be referred or decided in all; null while the clock is stopped. */
  readonly dueAt: Date | null;
  /** When the denial that stands was announced; null without one. */
  readonly intendedAt: Date | null;
  /** When the ladder's last level let its time pass; null while it didn't. */
  readonly ladderSilentAt: Date | null;
  /** When what is proposed is to be countersigned; null where nothing is, and while the clock is stopped. */
  readonly countersignatureDueAt: Date | null;
  /** What was missed and appealed before, unless the appeal ended undecided. */
  readonly missedBefore: readonly Missed[];
  readonly clockStopped: boolean;
  readonly appealOpen: boolean;
  /** The grounds on which the decision that stands was appealed. */
  readonly appealedOn: readonly AppealGround[];
  readonly authorizationEnded: boolean;
  readonly releaseWithdrawn: boolean;
  /** For a renewal: whether what it was to replace was ended by an act, so that nothing is left to renew. */
  readonly replacedEnded: boolean;
  /** For an application under a programme: whether that is revoked, which nothing takes back. */
  readonly programmeRevoked: boolean;
}

/** A date that passed without the act that was due. */
export interface Missed {
  readonly missed: MissedDeadline;
  readonly at: Date;
}

type CaseStatus = AppealFacts["caseStatus"];
/** Where a case stands while a referral or a decision is awaited, and while a countersignature is. */
const beforeProposal: readonly CaseStatus[] = ["SUBMITTED", "IN_REVIEW", "IN_DISPUTE"];
const proposed: readonly CaseStatus[] = ["INTENT_TO_DENY", "AWAITING_COUNTERSIGNATURE"];

/**
 * What was missed about the case and is still awaited, what is most overdue of a kind first; none while the clock is stopped.
 * A denial that was announced in time is an answer in time, however long it may be rebutted: one that came after the time in
 * all is none.
 */
export function missedOf(
  facts: Pick<
    AppealFacts,
    "caseStatus" | "dueAt" | "intendedAt" | "ladderSilentAt" | "countersignatureDueAt" | "clockStopped" | "now"
  >,
): Missed[] {
  const { caseStatus, dueAt, intendedAt, now } = facts;
  if (facts.clockStopped) return [];
  const deniedLate = caseStatus === "INTENT_TO_DENY" && dueAt !== null && intendedAt !== null && intendedAt > dueAt;
  const dates: readonly (readonly [MissedDeadline, Date | null])[] = proposed.includes(caseStatus)
    ? [
        ["COUNTERSIGNATURE", facts.countersignatureDueAt],
        ["DECISION_IN_ALL", deniedLate ? dueAt : null],
      ]
    : caseStatus === "SUBMITTED"
      ? [["REFERRAL", facts.dueAt]]
      : [
          ["DECISION_IN_ALL", facts.dueAt],
          ["LADDER_DECISION", facts.ladderSilentAt],
        ];
  return dates.flatMap(([missed, at]) => (at !== null && at < now ? [{ missed, at }] : []));
}

/** What an appeal of a missed deadline is of: the first that wasn't appealed; null where there is none. */
export const appealable = (facts: AppealFacts): Missed | null =>
  missedOf(facts).find(
    ({ missed, at }) =>
      !facts.missedBefore.some((before) => before.missed === missed && before.at.getTime() === at.getTime()),
  ) ?? null;

/** Every reason why the case can't be appealed on this ground now; none when it can. */
export function blockersOfAppealing(facts: AppealFacts, ground: AppealGround): AppealBlocker[] {
  const blockers: AppealBlocker[] = ground === "MISSED_DEADLINE" ? blockersOfSilence(facts) : [];
  if (ground === "DENIAL" && facts.caseStatus !== "DENIED") blockers.push("NOT_DENIED");
  if (ground === "CONDITIONS" && facts.caseStatus !== "APPROVED") blockers.push("NOT_APPROVED");
  const decided = ground !== "MISSED_DEADLINE" && blockers.length === 0;
  if (decided && facts.appealUntil !== null && facts.now >= facts.appealUntil) blockers.push("APPEAL_TIME_OVER");
  if (decided && facts.appealedOn.includes(ground)) blockers.push("ALREADY_APPEALED");
  if (decided && ground === "CONDITIONS" && facts.authorizationEnded) blockers.push("AUTHORIZATION_ENDED");
  if (facts.appealOpen) blockers.push("APPEAL_OPEN");
  if (facts.releaseWithdrawn) blockers.push("RELEASE_WITHDRAWN");
  if (decided && ground === "DENIAL") blockers.push(...blockersForGood(facts));
  return blockers;
}

/** What keeps an application from ever being approved, whatever becomes of an appeal against its denial. */
function blockersForGood(facts: Pick<AppealFacts, "replacedEnded" | "programmeRevoked">) {
  const blockers: Extract<
    AppealBlocker & AppealDecisionBlocker,
    "REPLACED_AUTHORIZATION_ENDED" | "PROGRAMME_REVOKED"
  >[] = [];
  if (facts.replacedEnded) blockers.push("REPLACED_AUTHORIZATION_ENDED");
  if (facts.programmeRevoked) blockers.push("PROGRAMME_REVOKED");
  return blockers;
}

/**
 * Until when what was decided may be appealed on this ground, also where that is over; null where there is nothing to
 * appeal: no such decision stands, it was appealed so before, what it gave has ended, or what it denied can't be given any more.
 */
export function appealableUntil(facts: AppealFacts, ground: Exclude<AppealGround, "MISSED_DEADLINE">): Date | null {
  const blockers = blockersOfAppealing(facts, ground).filter((blocker) => blocker !== "APPEAL_TIME_OVER");
  return blockers.length === 0 ? facts.appealUntil : null;
}

function blockersOfSilence(facts: AppealFacts): AppealBlocker[] {
  if (![...beforeProposal, ...proposed].includes(facts.caseStatus)) return ["NOT_AWAITED"];
  if (facts.clockStopped) return ["CLOCK_STOPPED"];
  if (missedOf(facts).length === 0) return ["NOT_OVERDUE"];
  return appealable(facts) === null && !facts.appealOpen ? ["DATE_APPEALED"] : [];
}

/** What is wrong with the conditions that an appeal names. */
export function blockersOfNaming(
  ground: AppealGround,
  named: readonly string[],
  inForce: readonly string[],
): AppealBlocker[] {
  if (ground !== "CONDITIONS") return named.length > 0 ? ["CONDITIONS_NOT_ALLOWED"] : [];
  if (named.length === 0) return ["CONDITIONS_REQUIRED"];
  return named.every((id) => inForce.includes(id)) ? [] : ["CONDITION_NOT_IN_FORCE"];
}

/** Why an official can't decide an appeal so, with what it means. */
export const appealDecisionBlockers = {
  STALE_REVISION: "The case has another revision than the one named: read it again.",
  NOT_FILED: "The appeal doesn't await a decision.",
  AGENCY_HAS_NO_SEAT: "Your agency has no seat on this case's panel.",
  TOOK_PART:
    "You took part in this case, by a position, a vote, a decision or a signature: an official who took none decides.",
  CASE_MOVED_ON: "The case isn't any longer where the appeal found it: what it asks for can't be given.",
  CLOCK_STOPPED: "The case is on hold: nothing is decided while its clock is stopped.",
  AUTHORIZATION_ENDED: "The authorization has ended: its conditions bind nobody.",
  RELEASE_WITHDRAWN: "The release is withdrawn.",
  ANOTHER_CASE_OPEN: "A later case asks for the same and is open: it ends first.",
  AUTHORIZATION_HELD:
    "The partner was granted an authorization for this release and end use since: no second one could be signed beside it. Reject the appeal; left undecided past its date, it shows as overdue.",
  REPLACED_AUTHORIZATION_ENDED:
    "The authorization that this renewal replaces was revoked, surrendered or replaced: nothing is left to renew. Reject the appeal.",
  PROGRAMME_REVOKED:
    "Commerce has revoked the trusted-access programme that the application was made under: no approval could be signed. Reject the appeal.",
  PARTNER_NOT_ADMITTED: "The partner isn't admitted: its application can't be referred.",
  RULINGS_REQUIRED: "Who upholds an appeal against conditions rules on them: say what becomes of each.",
  RULINGS_NOT_ALLOWED: "Only where an appeal gives a proposal is there something to rule on.",
  CONDITION_NOT_APPEALED: "A ruling is on a condition that the appeal isn't against.",
  CONDITIONS_FELL:
    "Every condition that the appeal is against has fallen by consent since: what it asks for is given, and nothing is left to rule on. Reject it.",
} as const;
export type AppealDecisionBlocker = keyof typeof appealDecisionBlockers;

/** What decides whether an official may decide an appeal so. */
export interface AppealDecisionFacts {
  readonly status: AppealStatus;
  readonly ground: AppealGround;
  readonly caseStatus: ApplicationStatus | PhaseAdvanceStatus;
  readonly caseRevision: number;
  /** The revision that the official speaks of. */
  readonly namedRevision: number;
  /** The agencies on the case's panel. */
  readonly seats: readonly Agency[];
  readonly official: { readonly subject: string; readonly agency: Agency | null };
  /** The officials who took part in the case, or signed or refused in it. */
  readonly participants: readonly string[];
  readonly clockStopped: boolean;
  readonly authorizationEnded: boolean;
  readonly releaseWithdrawn: boolean;
  /** How many of the conditions that it is against hold, in whatever wording. */
  readonly conditionsLeft: number;
  /** Whether another case that asks for the same is open: there is one at a time. */
  readonly anotherOpen: boolean;
  /** For a phase advance: whether the release has left the phase from which it was to advance. */
  readonly overtaken: boolean;
  /** For an application: whether the partner holds another authorization for the same, which this one doesn't replace. */
  readonly holdsSameUse: boolean;
  /** For a renewal: whether what it replaces was ended by an act, so that nothing is left to renew. */
  readonly replacedEnded: boolean;
  /** For an application under a programme: whether that is revoked, which nothing takes back. */
  readonly programmeRevoked: boolean;
  /** True for a phase advance too, which has no partner. */
  readonly partnerAdmitted: boolean;
}

/** Every reason why this official can't decide this appeal at all. */
export function blockersOfDeciding(facts: AppealDecisionFacts): AppealDecisionBlocker[] {
  const { official } = facts;
  const blockers: AppealDecisionBlocker[] = [];
  if (facts.namedRevision !== facts.caseRevision) blockers.push("STALE_REVISION");
  if (facts.status !== "FILED") blockers.push("NOT_FILED");
  if (!facts.seats.some((agency) => agency === official.agency)) blockers.push("AGENCY_HAS_NO_SEAT");
  if (facts.participants.includes(official.subject)) blockers.push("TOOK_PART");
  if (facts.clockStopped) blockers.push("CLOCK_STOPPED");
  return blockers;
}

/** Every reason why an appeal can't be upheld now; it may be rejected all the same. */
export function blockersOfUpholding(facts: AppealDecisionFacts): AppealDecisionBlocker[] {
  const { ground, caseStatus } = facts;
  const blockers: AppealDecisionBlocker[] = [];
  if (facts.releaseWithdrawn) blockers.push("RELEASE_WITHDRAWN");
  if (!upheldFrom[ground].includes(caseStatus)) return [...blockers, "CASE_MOVED_ON"];
  if (ground === "MISSED_DEADLINE") {
    if (caseStatus === "SUBMITTED" && !facts.partnerAdmitted) blockers.push("PARTNER_NOT_ADMITTED");
    return blockers;
  }
  if (ground === "DENIAL") blockers.push(...blockersOfApprovingLate(facts));
  if (facts.anotherOpen) blockers.push("ANOTHER_CASE_OPEN");
  if (ground === "CONDITIONS" && facts.authorizationEnded) blockers.push("AUTHORIZATION_ENDED");
  if (ground === "CONDITIONS" && facts.conditionsLeft === 0) blockers.push("CONDITIONS_FELL");
  return blockers;
}

/**
 * What keeps the approval that an upheld appeal against a denial would give from ever being signed: its case would be open, and
 * in the way of others for the same, for nothing.
 */
function blockersOfApprovingLate(facts: AppealDecisionFacts): AppealDecisionBlocker[] {
  const blockers: AppealDecisionBlocker[] = [];
  if (facts.overtaken) blockers.push("CASE_MOVED_ON");
  if (facts.holdsSameUse) blockers.push("AUTHORIZATION_HELD");
  return [...blockers, ...blockersForGood(facts)];
}

/**
 * Where an appeal on each ground can be upheld. Silence, whatever it was about, while the case is undecided: that another
 * step was taken since doesn't answer it, and what can't be answered would keep the applicant from the next appeal.
 */
const upheldFrom: Readonly<Record<AppealGround, readonly CaseStatus[]>> = {
  MISSED_DEADLINE: [...beforeProposal, ...proposed],
  DENIAL: ["DENIED"],
  CONDITIONS: ["APPROVED"],
};

/**
 * What is wrong with the conditions that a decision of an appeal rules on. `appealed` are the wordings that the appeal is
 * against, those that took their place by consent included: it is about the condition, however that reads now.
 */
export function blockersOfRulings(
  { ground, caseStatus, conditionsLeft }: Pick<AppealDecisionFacts, "ground" | "caseStatus" | "conditionsLeft">,
  upheld: boolean,
  ruledOn: readonly string[],
  appealed: readonly string[],
): AppealDecisionBlocker[] {
  const proposes = upheld && caseStatus !== "SUBMITTED";
  if (!proposes) return ruledOn.length > 0 ? ["RULINGS_NOT_ALLOWED"] : [];
  if (ground !== "CONDITIONS" || conditionsLeft === 0) return [];
  if (ruledOn.length === 0) return ["RULINGS_REQUIRED"];
  return ruledOn.every((id) => appealed.includes(id)) ? [] : ["CONDITION_NOT_APPEALED"];
}
