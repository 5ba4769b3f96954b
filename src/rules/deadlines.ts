import { countDays, deadlineAfter, type Stop } from "./clock.ts";
import type { PolicyDocument } from "./policy.ts";
import { clocksOf } from "./policy-clocks.ts";
import { statusesUnderReview } from "./positions.ts";
import type { ApplicationStatus, DecisionOutcome, PhaseAdvanceStatus } from "./vocabulary.ts";

/** The events of a case that its deadlines follow from. */
export interface DeadlineFacts {
  readonly status: ApplicationStatus | PhaseAdvanceStatus;
  /** The latest submission; null for a draft. */
  readonly submittedAt: Date | null;
  /** When an upheld appeal reopened the decided case: its time in all counts anew from here. Null where none did. */
  readonly reopenedAt?: Date | null;
  /** When the denial was intended that stands; null without one. */
  readonly intendedAt: Date | null;
  /** When the rebuttal was filed that awaits its decision; null without one. */
  readonly rebuttalFiledAt: Date | null;
  /** The holds and information requests, open or over. */
  readonly stops: readonly Stop[];
  readonly referrals: readonly ReferralEvents[];
  /** The open dispute; null without one. */
  readonly dispute: DisputeEvents | null;
  /** What stands proposed; null without it. */
  readonly proposal: ProposalEvents | null;
}

/** The events of what stands proposed, which its countersignature is awaited from. */
export interface ProposalEvents {
  readonly outcome: DecisionOutcome;
  /** When it was proposed; for a denial, when it was announced. */
  readonly proposedAt: Date;
  /** For an approval, when its case came to await a signature; for a denial, the moment before which none is awaited. */
  readonly awaitedSince: Date;
  /** When a rebuttal of it was rejected; null where none was. */
  readonly rebuttalRejectedAt: Date | null;
}

/** The events of one agency's seat. */
export interface ReferralEvents {
  readonly id: string;
  readonly referredAt: Date;
  /** By how many days it was extended; null while it wasn't. */
  readonly extendedDays: number | null;
}

/** The events of a dispute before a level of the ladder. */
export interface DisputeEvents {
  readonly level: number;
  readonly levelSince: Date;
  /** When the level decided; null while it hasn't. */
  readonly decidedAt: Date | null;
  /** When the first vote came at the last level after its time had passed in silence; null where none did. */
  readonly votedLateAt: Date | null;
}

/** What falls due about a case. */
export const deadlineKinds = [
  "REFERRAL",
  "DECISION_IN_ALL",
  "POSITION",
  "REMINDER",
  "REBUTTAL",
  "REBUTTAL_DECISION",
  "LADDER_DECISION",
  "ESCALATION",
  "COUNTERSIGNATURE",
  "COUNTERSIGNATURE_REMINDER",
  "INFORMATION",
  "APPEAL",
  "APPEAL_DECISION",
] as const;
export type DeadlineKind = (typeof deadlineKinds)[number];

/** The event that a deadline counts from. */
export const deadlineEvents = [
  "SUBMITTED",
  "REOPENED",
  "REFERRED",
  "DENIAL_INTENDED",
  "REBUTTAL_FILED",
  "LEVEL_BEGUN",
  "LEVEL_DECIDED",
  "VOTED_LATE",
  "AWAITED",
  "REBUTTAL_OVER",
  "REBUTTAL_REJECTED",
  "INFORMATION_REQUESTED",
  "COUNTERSIGNED",
  "APPEAL_FILED",
] as const;
export type DeadlineEvent = (typeof deadlineEvents)[number];

/** One deadline before it is counted: so many days from an event. */
export interface Term {
  readonly kind: DeadlineKind;
  readonly event: DeadlineEvent;
  readonly from: Date;
  /** All its days, those of an extension included. */
  readonly days: number;
  readonly extendedDays: number;
  /** The referral that it is of; null for the case's own. */
  readonly referralId: string | null;
}

/** When what of a case falls due; null for what isn't under way, and for everything while the clock is stopped. */
export interface Deadlines {
  /** To be referred while SUBMITTED, to be decided in all while under review. */
  readonly dueAt: Date | null;
  /** The end of the time to rebut. */
  readonly rebuttalDueAt: Date | null;
  /** Of the decision of a rebuttal. */
  readonly rebuttalDecisionDueAt: Date | null;
  /** Of the dispute's level: to decide, then to be taken to the next one. Null where the last level has decided. */
  readonly disputeDueAt: Date | null;
  /** Of the countersignature of what stands proposed, and when those who may give it are reminded. */
  readonly countersignatureDueAt: Date | null;
  readonly countersignatureRemindAt: Date | null;
  readonly referrals: ReadonlyMap<string, { readonly dueAt: Date | null; readonly remindAt: Date | null }>;
}

/** Every deadline of a case, from its events and its policy alone. */
export function deadlinesOf(policy: PolicyDocument, facts: DeadlineFacts): Deadlines {
  const terms = termsOf(policy, facts);
  const due = (...kinds: DeadlineKind[]) => {
    const term = terms.find(({ kind }) => kinds.includes(kind));
    return term ? deadlineAfter(policy, term.from, term.days, facts.stops) : null;
  };
  const dueOf = (referralId: string, wanted: DeadlineKind) => {
    const term = terms.find((each) => each.referralId === referralId && each.kind === wanted);
    return term ? deadlineAfter(policy, term.from, term.days, facts.stops) : null;
  };
  return {
    dueAt: due("REFERRAL", "DECISION_IN_ALL"),
    rebuttalDueAt: due("REBUTTAL"),
    rebuttalDecisionDueAt: due("REBUTTAL_DECISION"),
    disputeDueAt: due("LADDER_DECISION", "ESCALATION"),
    countersignatureDueAt: due("COUNTERSIGNATURE"),
    countersignatureRemindAt: due("COUNTERSIGNATURE_REMINDER"),
    referrals: new Map(
      facts.referrals.map(({ id }) => [id, { dueAt: dueOf(id, "POSITION"), remindAt: dueOf(id, "REMINDER") }]),
    ),
  };
}

/** What is under way about a case: each deadline with the event that it counts from, and its days. */
export function termsOf(policy: PolicyDocument, facts: DeadlineFacts): Term[] {
  const clocks = clocksOf(policy);
  const { status, submittedAt, reopenedAt, intendedAt, rebuttalFiledAt, dispute } = facts;
  const own = { extendedDays: 0, referralId: null };
  const terms: Term[] = [];
  const underReview = (statusesUnderReview as readonly string[]).includes(status);
  if (submittedAt && status === "SUBMITTED") {
    terms.push({ ...own, kind: "REFERRAL", event: "SUBMITTED", from: submittedAt, days: clocks.refer });
  }
  if (submittedAt && underReview) {
    const since = reopenedAt
      ? ({ event: "REOPENED", from: reopenedAt } as const)
      : ({ event: "SUBMITTED", from: submittedAt } as const);
    terms.push({ ...own, kind: "DECISION_IN_ALL", ...since, days: clocks.total });
  }
  for (const { id: referralId, referredAt, extendedDays } of facts.referrals) {
    const longer = extendedDays ?? 0;
    const seat = { event: "REFERRED", from: referredAt, extendedDays: longer, referralId } as const;
    terms.push({ ...seat, kind: "POSITION", days: clocks.position + longer });
    terms.push({ ...seat, kind: "REMINDER", days: clocks.remind + longer });
  }
  if (intendedAt && underReview) {
    terms.push({ ...own, kind: "REBUTTAL", event: "DENIAL_INTENDED", from: intendedAt, days: clocks.intentToDeny });
  }
  if (rebuttalFiledAt) {
    const days = clocks.rebuttal;
    terms.push({ ...own, kind: "REBUTTAL_DECISION", event: "REBUTTAL_FILED", from: rebuttalFiledAt, days });
  }
  if (dispute) terms.push(...ladderTerms(policy, dispute).map((term) => ({ ...own, ...term })));
  if (underReview) terms.push(...signatureTerms(policy, facts).map((term) => ({ ...own, ...term })));
  return terms;
}

/** What is proposed is signed within the policy's days, a reminder before; a denial from the end of what is said against it. */
function signatureTerms(
  policy: PolicyDocument,
  facts: DeadlineFacts,
): Pick<Term, "kind" | "event" | "from" | "days">[] {
  const since =
    facts.rebuttalFiledAt === null && facts.proposal && signatureAwaited(policy, facts.proposal, facts.stops);
  if (!since) return [];
  const { countersign } = clocksOf(policy);
  const reminded = countersign - Math.max(1, Math.floor(countersign / 3));
  return [
    { ...since, kind: "COUNTERSIGNATURE", days: countersign },
    { ...since, kind: "COUNTERSIGNATURE_REMINDER", days: reminded },
  ];
}

/**
 * From when a countersignature is awaited: an approval's from when its case came to that, a denial's from the end of the
 * time to rebut or from the rebuttal's rejection, and not before `awaitedSince`. Null where a stop lasts within the time to
 * rebut: its end isn't known.
 */
export function signatureAwaited(
  policy: PolicyDocument,
  proposal: ProposalEvents,
  stops: readonly Stop[],
): Pick<Term, "event" | "from"> | null {
  const awaited = { event: "AWAITED", from: proposal.awaitedSince } as const;
  if (proposal.outcome === "APPROVE") return awaited;
  const heard = rebuttalHeard(policy, proposal, stops);
  return heard && heard.from < awaited.from ? awaited : heard;
}

/** When a denial had been answered, or could be no more; null where a stop lasts within the time to rebut. */
function rebuttalHeard(
  policy: PolicyDocument,
  { proposedAt, rebuttalRejectedAt }: ProposalEvents,
  stops: readonly Stop[],
): Pick<Term, "event" | "from"> | null {
  if (rebuttalRejectedAt) return { event: "REBUTTAL_REJECTED", from: rebuttalRejectedAt };
  const over = stops.filter(({ to }) => to !== null);
  const { at } = countDays(policy, proposedAt, clocksOf(policy).intentToDeny, over);
  const stopped = stops.some(({ from, to }) => to === null && from <= at);
  return stopped ? null : { event: "REBUTTAL_OVER", from: at };
}

/**
 * A level decides within its days; its result may then be taken further within those that it has for that. The first vote
 * after the last level's silence gives its voters those days anew, so that the one who is late first doesn't decide alone.
 */
function ladderTerms(
  { ladder }: PolicyDocument,
  { level: number, levelSince, decidedAt, votedLateAt }: DisputeEvents,
): Pick<Term, "kind" | "event" | "from" | "days">[] {
  const level = ladder[number - 1];
  if (level === undefined) throw new RangeError(`The policy's ladder has no level ${number}`);
  if (decidedAt === null) {
    const begun = { event: "LEVEL_BEGUN", from: levelSince } as const;
    const since = votedLateAt ? ({ event: "VOTED_LATE", from: votedLateAt } as const) : begun;
    return [{ ...since, kind: "LADDER_DECISION", days: level.days }];
  }
  if (level.appealWithin === null) return [];
  return [{ kind: "ESCALATION", event: "LEVEL_DECIDED", from: decidedAt, days: level.appealWithin }];
}
