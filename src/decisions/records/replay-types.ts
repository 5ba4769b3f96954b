import { Field, Float, Int, ObjectType } from "type-graphql";
import { graphEnum } from "../../graph/enums.ts";
import { DateTime } from "../../graph/scalars.ts";
import { AgencyEnum, SeatEnum } from "../../graph/vocabulary-enums.ts";
import { Cursor, type LedgerPosition } from "../../ledger/cursor.ts";
import type { ReplayOutcome } from "../../rules/replay.ts";
import type { ReplayDifference } from "../../rules/replay-compare.ts";
import type { SeatReplay as Seated } from "../../rules/replay-record.ts";
import type { ReplayLeftOut as LeftOut } from "../../rules/replay-summary.ts";
import type { Agency, DisputeCause, PositionKind, Seat } from "../../rules/vocabulary.ts";
import { DisputeCauseEnum } from "../disputes/dispute.ts";
import { PositionKindEnum } from "../panel/position.ts";

const ReplayOutcomeEnum = graphEnum<ReplayOutcome>("ReplayOutcome", "What a case comes to.", {
  APPROVE: "It is approved, or that is proposed.",
  DENY: "It is denied, or that is intended.",
  DISPUTE: "It is in dispute, before a level of the ladder.",
  WAITING: "The panel is waited for.",
  NOT_REFERRED: "It waits to be referred to the panel.",
  WITHDRAWN: "It was withdrawn before it was decided.",
});

const ReplayDifferenceEnum = graphEnum<ReplayDifference>(
  "ReplayDifference",
  "In what a case would have gone otherwise.",
  {
    OUTCOME: "It would have come to something else.",
    SOONER: "It would have been decided, or proposed, sooner: by an hour or more.",
    LATER: "It would have been decided, or proposed, later: by an hour or more.",
    WAITING_FOR: "Others would be waited for.",
    SILENCE: "Other agencies' silence would have counted as no objection.",
    UNHEARD: "An agency that spoke would have had no seat.",
  },
);

const ReplayLeftOutEnum = graphEnum<LeftOut>("ReplayLeftOutKind", "What a replay leaves out, and why.", {
  RETURNED: "An application that was returned without action: nobody reviewed it, so there is nothing to replay.",
  APPEAL:
    "An appeal: what its applicant brings, and officials make of it, hangs on a decision that would be another. The case is replayed without it.",
});

@ObjectType("SeatReplay", { description: "How one agency's seat on a case would have fared." })
export class SeatReplay implements Seated {
  @Field(() => AgencyEnum, { description: "The agency." })
  agency!: Agency;

  @Field(() => SeatEnum, { description: "What its seat counts for." })
  seat!: Seat;

  @Field(() => DateTime, { description: "When the case was referred to it, in its last revision." })
  referredAt!: Date;

  @Field(() => DateTime, {
    nullable: true,
    description: "Until when it had to answer; null where the clock stopped before that and still is.",
  })
  dueAt!: Date | null;

  @Field(() => PositionKindEnum, { nullable: true, description: "What counts of it; null while nothing is heard." })
  position!: PositionKind | null;

  @Field(() => DateTime, { nullable: true, description: "Since when: it spoke then, or its silence counted." })
  heardAt!: Date | null;

  @Field(() => Boolean, { description: "Whether it spoke after its time." })
  late!: boolean;
}

/** One case under another policy, against what happened. */
@ObjectType("CaseReplay", {
  simpleResolvers: true,
  description: "What a case would have come to under another policy, against what it came to.",
})
export class CaseReplay {
  caseId!: string;
  policyId!: string;

  @Field(() => ReplayOutcomeEnum, { description: "What it came to in fact." })
  inFact!: ReplayOutcome;

  @Field(() => DateTime, { nullable: true, description: "When it was decided in fact; null where it wasn't." })
  decidedInFactAt!: Date | null;

  @Field(() => [AgencyEnum], { description: "Who is waited for in fact, while it is open." })
  waitingForInFact!: readonly Agency[];

  @Field(() => ReplayOutcomeEnum, { description: "What it would have come to." })
  outcome!: ReplayOutcome;

  @Field(() => DisputeCauseEnum, {
    nullable: true,
    description: "What would have opened its dispute; null without one.",
  })
  cause!: DisputeCause | null;

  @Field(() => Int, {
    nullable: true,
    description: "The ladder's level that it would be before; null without a dispute.",
  })
  level!: number | null;

  @Field(() => DateTime, { nullable: true, description: "When that would have been proposed; null where nothing is." })
  proposedAt!: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      "When it would have been decided, if its countersignature had taken as long as it did; null where it has none.",
  })
  decidedAt!: Date | null;

  @Field(() => [AgencyEnum], { description: "Who would be waited for: seats, a level, who refers, who countersigns." })
  waitingFor!: readonly Agency[];

  @Field(() => [SeatReplay], {
    description: "How each seat of that policy would have fared; none before the referral.",
  })
  seats!: readonly SeatReplay[];

  @Field(() => [AgencyEnum], { description: "The agencies that spoke, and would have had no seat." })
  unheard!: readonly Agency[];

  @Field(() => DateTime, {
    nullable: true,
    description: "Until when it had to be referred; null where the clock stopped before that and still is.",
  })
  referDueAt!: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: "Until when it had to be decided; null where the clock stopped before that and still is.",
  })
  dueAt!: Date | null;

  @Field(() => Boolean, { description: "Whether it would have been decided late, or be open though its time is over." })
  overdue!: boolean;

  @Field(() => [ReplayDifferenceEnum], { description: "In what it would have gone otherwise; empty where in nothing." })
  differences!: readonly ReplayDifference[];

  @Field(() => Int, { description: "How many appeals were brought in it: what came of them isn't replayed." })
  appealsLeftOut!: number;
}

@ObjectType("ReplayLeftOut", { description: "How much of one kind a replay leaves out." })
export class ReplayLeftOut {
  @Field(() => ReplayLeftOutEnum, { description: "What, and why." })
  what!: LeftOut;

  @Field(() => Int, { description: "How many." })
  count!: number;
}

@ObjectType("ReplayCount", { description: "How many cases would have gone otherwise in one way." })
export class ReplayCount {
  @Field(() => ReplayDifferenceEnum, { description: "In what." })
  difference!: ReplayDifference;

  @Field(() => Int, { description: "How many cases." })
  cases!: number;
}

@ObjectType("ReplayTurn", { description: "How many cases that came to one thing would have come to another." })
export class ReplayTurn {
  @Field(() => ReplayOutcomeEnum, { description: "What they came to." })
  inFact!: ReplayOutcome;

  @Field(() => ReplayOutcomeEnum, { description: "What they would have come to." })
  outcome!: ReplayOutcome;

  @Field(() => Int, { description: "How many cases." })
  cases!: number;
}

@ObjectType("ReplaySummary", { description: "What many cases would have come to, in numbers." })
export class ReplaySummary {
  @Field(() => Int, { description: "How many cases were replayed." })
  cases!: number;

  @Field(() => Int, { description: "How many would have gone as they did, in everything that is compared." })
  unchanged!: number;

  @Field(() => [ReplayTurn], { description: "What they came to and would have come to, the most cases first." })
  turns!: readonly ReplayTurn[];

  @Field(() => [ReplayCount], { description: "In what they would have gone otherwise: a case may count in several." })
  differences!: readonly ReplayCount[];

  @Field(() => Float, {
    nullable: true,
    description:
      "By how many calendar days decisions would have come later, on average over those decided in both; less than 0 is sooner, null for none.",
  })
  daysLater!: number | null;

  @Field(() => [ReplayLeftOut], {
    description:
      "What isn't in these numbers: the applications of the span that were returned, and the appeals of the cases replayed; empty where nothing is left out.",
  })
  leftOut!: readonly ReplayLeftOut[];
}

/** All the cases of a span under another policy. */
@ObjectType("PolicyReplay", { description: "What the cases of a span would have come to under another policy." })
export class PolicyReplay {
  policyId!: string;

  @Field(() => DateTime, { description: "The moment up to which they were replayed." })
  asOf!: Date;

  @Field(() => ReplaySummary, { description: "The numbers." })
  summary!: ReplaySummary;

  @Field(() => [CaseReplay], {
    description: "The cases, in the order of their ids.",
    complexity: ({ childComplexity }) => mostReplayed * (1 + childComplexity),
  })
  replays!: readonly CaseReplay[];
}

/** How many cases a query replays at most, and how many one event of the subscription brings. */
export const mostReplayed = 500;
export const replayedAtOnce = 50;

/** Some of the cases of a span under another policy, and how far the replay has come. */
@ObjectType("ReplayProgress", {
  simpleResolvers: true,
  description: "Some cases of a span under another policy, and how far the replay has come.",
})
export class ReplayProgress {
  policyId!: string;

  @Field(() => Cursor, { description: "Give it as `after` to go on behind these cases." })
  cursor!: LedgerPosition;

  @Field(() => DateTime, { description: "The moment up to which they were replayed." })
  at!: Date;

  @Field(() => Int, { description: "How many of the span's cases are done: those up to `after` are." })
  done!: number;

  @Field(() => Int, { description: "How many cases the span has." })
  total!: number;

  @Field(() => Boolean, { description: "Whether these are the last: the stream ends behind them." })
  finished!: boolean;

  @Field(() => ReplaySummary, { description: "The numbers of all that this stream has brought." })
  summary!: ReplaySummary;

  @Field(() => [CaseReplay], {
    description: "The next cases, in the order of their ids: 50 at most.",
    complexity: ({ childComplexity }) => replayedAtOnce * (1 + childComplexity),
  })
  replays!: readonly CaseReplay[];
}
