import { firstOutside, isStopped } from "./clock.ts";
import { proposeFor } from "./panel.ts";
import type { PolicyDocument } from "./policy.ts";
import { clocksOf } from "./policy-clocks.ts";
import { deadlineAsOf } from "./replay-deadlines.ts";
import { type Moment, ReplayDispute } from "./replay-dispute.ts";
import { type Proposed, proposed, rebuttalDueAt, rebutted, signableFrom } from "./replay-proposal.ts";
import type { CaseRecord, LadderAct, RecordedPosition } from "./replay-record.ts";
import { ReplaySeats } from "./replay-seats.ts";
import type { Agency, DecisionOutcome, DisputeCause } from "./vocabulary.ts";

/** Where a case stands. */
type Standing =
  | { readonly kind: "SUBMITTED" }
  | { readonly kind: "PANEL" }
  | Proposed
  | { readonly kind: "DISPUTE"; readonly dispute: ReplayDispute };

/** Something that happens to a case at a moment. */
interface Happening {
  readonly at: Date;
  readonly happens: () => void;
}

/** One case's course under a policy: what was recorded, and what the policy makes of it, moment by moment. */
export class ReplayCourse {
  readonly seats: ReplaySeats;
  readonly #record: CaseRecord;
  readonly #policy: PolicyDocument;
  readonly #asOf: Date;
  readonly #recorded: readonly Happening[];
  readonly #deadlines = new Map<string, Date | null>();
  #standing: Standing = { kind: "SUBMITTED" };
  /** When the last thing happened. */
  #latest: Date;
  #exhausted = false;
  /** Whether a proposal of the panel on the current revision fell by a position. */
  #tookBack = false;
  #decidedAt: Date | null = null;
  #withdrawn = false;

  constructor(record: CaseRecord, policy: PolicyDocument, asOf: Date) {
    this.#record = record;
    this.#policy = policy;
    this.#asOf = asOf;
    this.#latest = record.submittedAt;
    this.seats = new ReplaySeats(record, policy, this.#after);
    this.#recorded = this.#recordedHappenings();
  }

  get standing(): Standing {
    return this.#standing;
  }

  get decidedAt(): Date | null {
    return this.#decidedAt;
  }

  get withdrawn(): boolean {
    return this.#withdrawn;
  }

  /** Lets everything happen up to the moment that the course is seen from, until the case is decided or withdrawn. */
  run(): void {
    let next = 0;
    while (this.#decidedAt === null && !this.#withdrawn) {
      const recorded = this.#recorded[next];
      const derived = this.#nextDerived();
      // What people do at the very moment at which a time ends is in time.
      const first = derived && !(recorded && recorded.at <= derived.at) ? derived : recorded;
      if (!first || first.at > this.#asOf) return;
      if (first === recorded) next += 1;
      this.#latest = first.at;
      first.happens();
    }
  }

  #recordedHappenings(): Happening[] {
    const { acceptedAt, amendments, positions, stops, ladder, rebuttals, refusals, withdrawnAt } = this.#record;
    const happenings: Happening[] = [
      ...(acceptedAt ? [{ at: acceptedAt, happens: () => this.#refer(acceptedAt) }] : []),
      ...amendments.map(({ revision, at }) => ({ at, happens: () => this.#refer(at, revision) })),
      ...positions.map((position) => ({ at: position.at, happens: () => this.#hear(position) })),
      ...stops.flatMap(({ to }) => (to ? [{ at: to, happens: () => this.#evaluate(seen(to)) }] : [])),
      ...ladder.map((act) => ({ at: act.at, happens: () => this.#climb(act) })),
      ...rebuttals.map(({ filedAt }) => ({ at: filedAt, happens: () => this.#rebut(filedAt) })),
      ...rebuttals.flatMap(({ decided }) =>
        decided ? [{ at: decided.at, happens: () => this.#answerRebuttal(decided.at, decided.accepted) }] : [],
      ),
      ...refusals.map(({ outcome, at }) => ({ at, happens: () => this.#refuse(outcome, at) })),
      ...(withdrawnAt ? [{ at: withdrawnAt, happens: () => this.#withdraw() }] : []),
    ];
    return happenings.sort((one, other) => one.at.getTime() - other.at.getTime());
  }

  /** The next thing that follows from the policy and the clock alone, if nobody does anything before it. */
  #nextDerived(): Happening | null {
    const all = [
      ...this.#silences(),
      this.#rebuttalsEnd(),
      this.#levelsEnd(),
      this.#countersigning(),
      this.#exhaustion(),
    ];
    return all.reduce((first, each) => (each && (!first || each.at < first.at) ? each : first), null);
  }

  #refer(at: Date, revision?: number): void {
    this.seats.refer(at, revision);
    this.#tookBack = false;
    this.#standing = { kind: "PANEL" };
  }

  #hear(position: RecordedPosition): void {
    const reasons = this.seats.reasons().join();
    if (!this.seats.hear(position)) return;
    const standing = this.#standing;
    if (standing.kind === "PROPOSED" && standing.basis === "PANEL") {
      const denies = proposeFor({ seats: this.seats.heard() }).kind === "INTENT_TO_DENY";
      // A denial for the same reasons as before stands, and the time to rebut it goes on.
      if (standing.outcome === "DENY" && denies && this.seats.reasons().join() === reasons) return;
      this.#standing = { kind: "PANEL" };
      this.#tookBack = true;
    }
    this.#evaluate(seen(position.at));
  }

  /** What was done about a dispute counts where the case is in one, before a level at which it can be done. */
  #climb(act: LadderAct): void {
    if (this.#standing.kind !== "DISPUTE") return;
    const { dispute } = this.#standing;
    if (act.kind === "ESCALATION") dispute.escalate(act.at);
    else if (act.kind === "VOTE") this.#resolve(dispute.vote(act.agency, act.outcome, act.at), seen(act.at));
    else this.#resolve(dispute.decide(act.agency, act.outcome, act.at), seen(act.at));
  }

  #resolve(outcome: DecisionOutcome | null, moment: Moment): void {
    if (outcome !== null) this.#standing = proposed(outcome, moment, "LADDER");
  }

  #rebut(at: Date): void {
    if (this.#standing.kind === "PROPOSED") this.#standing = rebutted(this.#standing, at, this.#policy, this.#after);
  }

  #answerRebuttal(at: Date, accepted: boolean): void {
    const standing = this.#standing;
    if (standing.kind !== "PROPOSED" || standing.outcome !== "DENY") return;
    if (accepted) this.#standing = proposed("APPROVE", seen(at), "REBUTTAL");
    else this.#standing = { ...standing, rebuttedAt: null, heardOutAt: at };
  }

  #refuse(outcome: DecisionOutcome, at: Date): void {
    if (this.#standing.kind !== "PROPOSED" || this.#standing.outcome !== outcome) return;
    this.#dispute("COUNTERSIGNATURE_REFUSED", 1, seen(at));
  }

  #dispute(cause: DisputeCause, level: number, moment: Moment): void {
    const dispute = new ReplayDispute(this.#policy, this.#after, cause, level, moment);
    this.#standing = { kind: "DISPUTE", dispute };
  }

  #withdraw(): void {
    this.#withdrawn = true;
  }

  /** Asks the rules what the positions come to; while the clock is stopped nothing is proposed. */
  #evaluate(moment: Moment): void {
    const { kind } = this.#standing;
    if ((kind !== "PANEL" && !this.#disputedByPositions()) || isStopped(this.#record.stops, moment.at)) return;
    const outcome = proposeFor({ seats: this.seats.heard() });
    if (outcome.kind === "WAIT") return;
    if (outcome.kind === "INTENT_TO_DENY" && this.#tookBackTooLate(moment)) {
      if (kind === "PANEL") this.#exhaust(moment);
      return;
    }
    if (outcome.kind !== "DISPUTE") {
      this.#standing = proposed(outcome.kind === "APPROVE" ? "APPROVE" : "DENY", moment, "PANEL");
    } else if (kind === "PANEL") {
      this.#dispute(outcome.cause, 1, moment);
    }
  }

  /** Once the time in all is over, what the panel took back is the last level's. */
  #tookBackTooLate({ at }: Moment): boolean {
    const over = this.#after(this.#record.submittedAt, clocksOf(this.#policy).total);
    return this.#tookBack && over !== null && at >= over;
  }

  #disputedByPositions(): boolean {
    if (this.#standing.kind !== "DISPUTE") return false;
    const { cause } = this.#standing.dispute;
    return cause === "OBJECTION" || cause === "REQUIRED_SEAT_DID_NOT_CONCUR";
  }

  /** A deadline, counted once: the course asks for the same few at every moment. */
  readonly #after = (from: Date, days: number): Date | null => {
    const name = `${from.getTime()} ${days}`;
    const known = this.#deadlines.get(name);
    if (known !== undefined) return known;
    const deadline = deadlineAsOf(this.#policy, from, days, this.#record.stops, this.#asOf);
    this.#deadlines.set(name, deadline);
    return deadline;
  };

  /** While the panel is awaited, whose silence counts when. */
  #silences(): Happening[] {
    if (this.#standing.kind !== "PANEL") return [];
    return this.seats.silences().map(({ agency, at }) => ({ at, happens: () => this.#deem(agency, at) }));
  }

  #deem(agency: Agency, at: Date): void {
    this.seats.deem(agency, at);
    this.#evaluate(noted(at));
  }

  /** The end of the time to decide a rebuttal: the intended denial falls, and the ladder has the case. */
  #rebuttalsEnd(): Happening | null {
    if (this.#standing.kind !== "PROPOSED") return null;
    const at = rebuttalDueAt(this.#standing, this.#policy, this.#after);
    return at && { at, happens: () => this.#dispute("REBUTTAL_UNDECIDED", 1, noted(at)) };
  }

  /** The end of the time of the level that a dispute is before. */
  #levelsEnd(): Happening | null {
    if (this.#standing.kind !== "DISPUTE") return null;
    const { dispute } = this.#standing;
    const at = dispute.dueAt();
    return at && { at, happens: () => this.#resolve(dispute.pass(noted(at)), noted(at)) };
  }

  /** The countersignature, as long after it could be given as it was in fact; never where it wasn't. */
  #countersigning(): Happening | null {
    const { decision, stops } = this.#record;
    const standing = this.#standing;
    if (standing.kind !== "PROPOSED" || decision === null) return null;
    const from = signableFrom(standing, this.#policy, this.#after);
    if (from === null) return null;
    const lag = Math.max(0, decision.countersignedAt.getTime() - decision.decidableAt.getTime());
    const at = firstOutside(stops, new Date(from.getTime() + lag));
    return at && { at, happens: () => this.#decide(at) };
  }

  #decide(at: Date): void {
    this.#decidedAt = at;
  }

  /** The end of the time in all: what isn't proposed by then goes to the ladder's last level, and what falls later at once. */
  #exhaustion(): Happening | null {
    const { kind } = this.#standing;
    if (this.#exhausted || (kind !== "PANEL" && kind !== "DISPUTE")) return null;
    const over = this.#after(this.#record.submittedAt, clocksOf(this.#policy).total);
    const at = over && (over > this.#latest ? over : this.#latest);
    return at && { at, happens: () => this.#exhaust(noted(at)) };
  }

  #exhaust(moment: Moment): void {
    this.#exhausted = true;
    if (this.#standing.kind === "DISPUTE") this.#standing.dispute.exhaust(moment);
    else this.#dispute("TIME_EXHAUSTED", this.#policy.ladder.length, moment);
  }
}

/** A moment at which somebody did something. */
const seen = (at: Date): Moment => ({ at, counted: at });

/** A moment that the clock brings: it is noted just after it, so what counts from it counts as after the day's work. */
const noted = (at: Date): Moment => ({ at, counted: new Date(at.getTime() + 1) });
