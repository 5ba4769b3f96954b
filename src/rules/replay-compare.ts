import type { Replay, ReplayOutcome } from "./replay.ts";
import type { Agency } from "./vocabulary.ts";

/** What a case came to in fact. */
export interface InFact {
  readonly outcome: ReplayOutcome;
  /** When the proposal that stands was put; null without one. */
  readonly proposedAt: Date | null;
  readonly decidedAt: Date | null;
  /** Who is waited for while it is open. */
  readonly waitingFor: readonly Agency[];
  /** The agencies whose silence counts on the current revision. */
  readonly deemed: readonly Agency[];
}

/** In what a replay differs from what happened. */
export const replayDifferences = ["OUTCOME", "SOONER", "LATER", "WAITING_FOR", "SILENCE", "UNHEARD"] as const;
export type ReplayDifference = (typeof replayDifferences)[number];

/** In what a case would have gone otherwise, in the order of `replayDifferences`. */
export function differencesFrom(fact: InFact, replay: Replay): ReplayDifference[] {
  const silent = replay.seats.flatMap(({ agency, position }) => (position === "DEEMED_NO_OBJECTION" ? [agency] : []));
  const found: Partial<Record<ReplayDifference, boolean>> = {
    OUTCOME: fact.outcome !== replay.outcome,
    ...timeDifference(fact, replay),
    WAITING_FOR: !sameAgencies(fact.waitingFor, replay.waitingFor),
    SILENCE: !sameAgencies(fact.deemed, silent),
    UNHEARD: replay.unheard.length > 0,
  };
  return replayDifferences.filter((difference) => found[difference]);
}

/** Decisions are compared with decisions, and proposals that stand undecided with such. */
function timeDifference(fact: InFact, replay: Replay): { SOONER?: boolean; LATER?: boolean } {
  const bothDecided = fact.decidedAt !== null && replay.decidedAt !== null;
  const bothOpen = fact.decidedAt === null && replay.decidedAt === null;
  const [one, other] = bothDecided
    ? [fact.decidedAt, replay.decidedAt]
    : bothOpen
      ? [fact.proposedAt, replay.proposedAt]
      : [null, null];
  if (one === null || other === null) return {};
  const later = other.getTime() - one.getTime();
  return { SOONER: later <= -worthTelling, LATER: later >= worthTelling };
}

/** An hour: what falls due by itself is noted a little after its moment. */
const worthTelling = 3_600_000;

const sameAgencies = (one: readonly Agency[], other: readonly Agency[]): boolean =>
  [...one].sort().join() === [...other].sort().join();
