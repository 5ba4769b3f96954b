import type { Stop } from "./clock.ts";
import type { Agency, DecisionOutcome, ObjectionReason, PositionKind, Seat } from "./vocabulary.ts";

/** What people did on a case, and when: what a replay takes as it was. What silence and the clock did is left out. */
export interface CaseRecord {
  /** Its latest submission. */
  readonly submittedAt: Date;
  readonly acceptedAt: Date | null;
  /** The revision that was accepted. */
  readonly acceptedRevision: number;
  /** Those that came after that, each referred anew. */
  readonly amendments: readonly { readonly revision: number; readonly at: Date }[];
  /** The agencies' express positions. */
  readonly positions: readonly RecordedPosition[];
  readonly extensions: readonly { readonly agency: Agency; readonly at: Date }[];
  /** Holds and information requests. */
  readonly stops: readonly Stop[];
  /** While a match of the applicant's name with a listed party was open: silence doesn't pass over it. */
  readonly hits: readonly Stop[];
  readonly ladder: readonly LadderAct[];
  readonly rebuttals: readonly RecordedRebuttal[];
  readonly refusals: readonly { readonly outcome: DecisionOutcome; readonly at: Date }[];
  readonly withdrawnAt: Date | null;
  /** Null while nothing was countersigned. */
  readonly decision: RecordedDecision | null;
}

export interface RecordedPosition {
  readonly agency: Agency;
  readonly revision: number;
  readonly kind: PositionKind;
  /** Of an objection; null for any other view. */
  readonly reason: ObjectionReason | null;
  readonly at: Date;
}

/** What someone did about a dispute: decided or voted at a level, or took a level's result further. */
export type LadderAct =
  | {
      readonly kind: "DECISION" | "VOTE";
      readonly at: Date;
      readonly agency: Agency;
      readonly outcome: DecisionOutcome;
    }
  | { readonly kind: "ESCALATION"; readonly at: Date };

export interface RecordedRebuttal {
  readonly filedAt: Date;
  /** Null where nobody decided it. */
  readonly decided: { readonly at: Date; readonly accepted: boolean } | null;
}

export interface RecordedDecision {
  readonly outcome: DecisionOutcome;
  /** When it could be countersigned at the earliest: its proposal, for a denial the end of the time to rebut, or of the rebuttal. */
  readonly decidableAt: Date;
  readonly countersignedAt: Date;
}

/** How one agency's seat fares. */
export interface SeatReplay {
  readonly agency: Agency;
  readonly seat: Seat;
  readonly referredAt: Date;
  /** Null while the clock is stopped. */
  readonly dueAt: Date | null;
  /** What counts of it; null while nothing is heard. */
  readonly position: PositionKind | null;
  readonly heardAt: Date | null;
  /** Whether it came after its time. */
  readonly late: boolean;
}
