import { afterSilence, countVotes } from "./ladder.ts";
import type { LadderLevel, PolicyDocument } from "./policy.ts";
import type { After } from "./replay-seats.ts";
import type { Agency, DecisionOutcome, DisputeCause } from "./vocabulary.ts";

/** A moment, and from when what follows it is counted: what the clock brings is noted just after its moment. */
export interface Moment {
  readonly at: Date;
  readonly counted: Date;
}

/** A dispute as it climbs a policy's ladder. What gives it a result says which, once that is what is proposed. */
export class ReplayDispute {
  readonly cause: DisputeCause;
  readonly #ladder: PolicyDocument["ladder"];
  readonly #after: After;
  readonly #votes = new Map<Agency, DecisionOutcome>();
  #level: number;
  #since: Date;
  #result: { readonly outcome: DecisionOutcome; readonly since: Date } | null = null;
  #earlier: DecisionOutcome | null = null;
  #chair: DecisionOutcome | null = null;
  #waits = false;

  constructor(policy: Pick<PolicyDocument, "ladder">, after: After, cause: DisputeCause, level: number, from: Moment) {
    this.#ladder = policy.ladder;
    this.#after = after;
    this.cause = cause;
    this.#level = level;
    this.#since = from.counted;
  }

  get level(): number {
    return this.#level;
  }

  /** The agencies that the level is of. */
  get deciders(): readonly Agency[] {
    return this.#own.decidedBy;
  }

  /** When the level's time to decide, or for its result to be taken further, is over; null where nothing comes of that. */
  dueAt(): Date | null {
    if (this.#waits) return null;
    if (this.#result === null) return this.#after(this.#since, this.#own.days);
    return this.#own.appealWithin === null ? null : this.#after(this.#result.since, this.#own.appealWithin);
  }

  /** One official decides, where the level is one at which one does. */
  decide(agency: Agency, outcome: DecisionOutcome, at: Date): DecisionOutcome | null {
    if (this.#own.rule === "MAJORITY" || !this.#own.decidedBy.includes(agency) || this.#result) return null;
    if (this.#own.rule === "CHAIR") this.#chair = outcome;
    return this.#decided(outcome, at);
  }

  /** An agency votes, where the level is one at which it does. */
  vote(agency: Agency, outcome: DecisionOutcome, at: Date): DecisionOutcome | null {
    if (this.#own.rule !== "MAJORITY" || !this.#own.decidedBy.includes(agency) || this.#result) return null;
    if (!this.#votes.has(agency)) this.#votes.set(agency, outcome);
    if (this.#waits) this.#since = at;
    this.#waits = false;
    const count = this.#count(false);
    if (count.kind === "DECIDED") return this.#decided(count.outcome, at);
    return count.kind === "SILENCE" ? this.#silent(at) : null;
  }

  /** An agency takes the level's result further, where there is one and a level above. */
  escalate(at: Date): void {
    if (this.#result && this.#level < this.#ladder.length) this.#climb(this.#level + 1, at);
  }

  /** The total time takes it to the last level, from wherever it is. */
  exhaust({ counted }: Moment): void {
    if (this.#level < this.#ladder.length) this.#climb(this.#ladder.length, counted);
  }

  /** What the end of the level's time, or of its result's, comes to. */
  pass({ counted }: Moment): DecisionOutcome | null {
    if (this.#result) return this.#result.outcome;
    const count = this.#own.rule === "MAJORITY" ? this.#count(true) : null;
    if (count?.kind === "DECIDED") return this.#decided(count.outcome, counted);
    return this.#silent(counted);
  }

  /** What becomes of it where its level gives no result. */
  #silent(since: Date): DecisionOutcome | null {
    const left = { earlierResult: this.#earlier !== null, voted: this.#votes.size > 0 };
    const next = afterSilence(this.#ladder, this.#level, left);
    if (next.kind === "EARLIER_RESULT") return this.#earlier;
    if (next.kind === "DEADLOCK") return "DENY";
    if (next.kind === "ESCALATE") this.#climb(next.level, since);
    else this.#waits = true;
    return null;
  }

  get #own(): LadderLevel {
    const own = this.#ladder[this.#level - 1];
    if (own === undefined) throw new RangeError(`The policy's ladder has no level ${this.#level}`);
    return own;
  }

  #count(timeIsOver: boolean) {
    const votes = [...this.#votes].map(([agency, outcome]) => ({ agency, outcome }));
    return countVotes({ voters: this.#own.decidedBy, votes, chair: this.#chair, timeIsOver });
  }

  /** The last level's result is proposed at once, an earlier one's when the time to take it further is over. */
  #decided(outcome: DecisionOutcome, since: Date): DecisionOutcome | null {
    this.#result = { outcome, since };
    return this.#own.appealWithin === null ? outcome : null;
  }

  #climb(level: number, since: Date): void {
    this.#earlier = this.#result?.outcome ?? this.#earlier;
    this.#result = null;
    this.#votes.clear();
    this.#level = level;
    this.#since = since;
  }
}
