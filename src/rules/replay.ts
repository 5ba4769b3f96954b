import type { PolicyDocument } from "./policy.ts";
import { clocksOf } from "./policy-clocks.ts";
import { ReplayCourse } from "./replay-course.ts";
import { deadlineAsOf } from "./replay-deadlines.ts";
import type { CaseRecord, SeatReplay } from "./replay-record.ts";
import type { Agency, DisputeCause } from "./vocabulary.ts";

/** What a case comes to. WAITING is for the panel, NOT_REFERRED for its acceptance. */
export const replayOutcomes = ["APPROVE", "DENY", "DISPUTE", "WAITING", "NOT_REFERRED", "WITHDRAWN"] as const;
export type ReplayOutcome = (typeof replayOutcomes)[number];

/** What a case comes to under a policy. */
export interface Replay {
  readonly outcome: ReplayOutcome;
  /** For DISPUTE: why, and before which level. */
  readonly cause: DisputeCause | null;
  readonly level: number | null;
  /** When the panel, or a level, would have come to it. */
  readonly proposedAt: Date | null;
  /** When it would have been decided, if its countersignature took as long as it did; null where nothing was. */
  readonly decidedAt: Date | null;
  /** Who is waited for: silent seats, a level's agencies, who refers, who countersigns. */
  readonly waitingFor: readonly Agency[];
  readonly seats: readonly SeatReplay[];
  /** Agencies that spoke, and have no seat. */
  readonly unheard: readonly Agency[];
  readonly referDueAt: Date | null;
  readonly dueAt: Date | null;
  /** Whether it is decided after its time, or not decided though that is over. */
  readonly overdue: boolean;
}

/**
 * What a case's record comes to under `policy`, up to `asOf`. What people did stays as and when it was: submission,
 * acceptance, amendments, express positions, holds, refusals, withdrawal. What follows from the policy is worked out anew:
 * seats, due dates, whose silence counts and when, what is proposed, disputes and how they climb, the time in all. What
 * someone decided or voted in a dispute counts where the case would be before a level at which they do.
 */
export function replay(record: CaseRecord, policy: PolicyDocument, asOf: Date): Replay {
  const course = new ReplayCourse(record, policy, asOf);
  course.run();
  const clocks = clocksOf(policy);
  const { standing, decidedAt } = course;
  const dueAt = deadlineAsOf(policy, record.submittedAt, clocks.total, record.stops, asOf);
  const over = course.withdrawn ? null : (decidedAt ?? asOf);
  return {
    ...outcomeOf(course, policy),
    proposedAt: standing.kind === "PROPOSED" ? standing.at : null,
    decidedAt,
    seats: course.seats.fates(),
    unheard: course.seats.unheard(asOf),
    referDueAt: deadlineAsOf(policy, record.submittedAt, clocks.refer, record.stops, asOf),
    dueAt,
    overdue: dueAt !== null && over !== null && over > dueAt,
  };
}

function outcomeOf(
  course: ReplayCourse,
  policy: PolicyDocument,
): Pick<Replay, "outcome" | "cause" | "level" | "waitingFor"> {
  const { standing } = course;
  const none = { cause: null, level: null };
  if (course.withdrawn) return { outcome: "WITHDRAWN", ...none, waitingFor: [] };
  switch (standing.kind) {
    case "SUBMITTED":
      return { outcome: "NOT_REFERRED", ...none, waitingFor: ["COMMERCE"] };
    case "PANEL":
      return { outcome: "WAITING", ...none, waitingFor: course.seats.silent() };
    case "PROPOSED":
      return {
        outcome: standing.outcome,
        ...none,
        waitingFor: course.decidedAt === null ? policy.countersigners : [],
      };
    case "DISPUTE": {
      const { cause, level, deciders } = standing.dispute;
      return { outcome: "DISPUTE", cause, level, waitingFor: deciders };
    }
  }
}
